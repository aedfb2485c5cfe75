"""Two states of a deck compared: a revision beside the working tree, a rerun beside its record.

In:  two sets of records, slides and figures.
Out: a `Difference` as text, Markdown, JSON or page; for each rerun, whether it repeats.
"""
