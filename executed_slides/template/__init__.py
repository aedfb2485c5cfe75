"""Records in, bound Markdown out: every part of a deck knows where it comes from.

Starts no process and knows no Marp.

In:  `templates/*.md.j2`, records.
Out: `Rendered`: Markdown, its numbers, claims and what nothing stands behind; provenance.
"""
