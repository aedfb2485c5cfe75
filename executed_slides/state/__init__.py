"""What is stale, and why: scripts and data of today beside the records of then.

In:  scripts, records, settings, data.
Out: a `Project` of experiments in order of need, and a `Problem` for each that is not current.
"""
