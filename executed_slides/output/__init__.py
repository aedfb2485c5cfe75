"""Markdown in, finished files out: by Marp, fonts, and what a browser measures.

Knows nothing of records.

In:  `slides/NAME.md`, pictures, `themes/`.
Out: HTML, PDF, PPTX, handout, what they were made from, and what they do not show.
"""
