"""Records: what an experiment measured, one JSON file each, and how its runs are told apart.

In:  `results/NAME.json`.
Out: a whole, unedited record; its numbers by key and seed, the points of its sweep.
"""
