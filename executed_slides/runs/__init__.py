"""Scripts in, records out: kernels, schedules, clusters, artifacts, executed notebooks.

Knows nothing of slides.

In:  stale experiments of a `Project`.
Out: `results/NAME.json`, figures, `slides/lab/NAME.html` and `.ipynb`, each whole or not at all.
"""
