"""Marp's Markdown, read in one place by the parser that Marp has; nobody else looks at its signs.

In:  the text of a deck, themes.
Out: slides with their words, code, pictures, notes and directives, each letter with its place;
     the numbers that words state; how a value is written where it lands.
"""
