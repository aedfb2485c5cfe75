"""Experiments' code, read without running it.

In:  `experiments/*.py`.
Out: a `Script` (finding, block, cells, parameters), the code that slides show, and for its two
     keys all that the cells reach, as hashes of syntax trees.
"""
