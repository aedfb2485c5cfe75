"""Marp's Markdown: where its slides begin and end, what is words, which pictures it shows, in
which theme and language.

In:  the text of a deck, themes.
Out: slides with their titles, numbers in words with their places, pictures with their lines.
"""
