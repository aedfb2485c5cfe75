"""Whether code, records, slides and finished files agree. Nothing here writes, but the crate.

In:  a `Project`, its decks, its finished files.
Out: problems: file, reason, and what mends it.
"""
