"""Saves, browsers, the preview: what one sees while one writes, and the slides as they are shown.

In:  changes of files, keys pressed, questions of the page.
Out: a page on this machine that follows every save, and says what a part of a slide comes from;
     the finished slides, opened.
"""
