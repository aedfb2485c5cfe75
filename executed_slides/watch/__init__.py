"""Saves, browsers, the preview: what one sees while one writes, and the slides as they are shown.

In:  changes of files, keys pressed.
Out: a page on this machine that follows every save; the finished slides, opened.
"""
