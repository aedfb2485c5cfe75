"""Two experiments: one makes an artifact, the other needs it."""

MAKER = '''"""A makes a model."""

# /// experiment
# artifacts = ["model.txt"]
# seeds = 2
# typical = "total"
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
from executed_slides import record

record.artifact("model.txt").write_text(f"model of seed {seed}")
record.numbers(total=6)
'''

NEEDING = '''"""B needs A's model."""

# /// experiment
# needs = ["a"]
# ///

# %% Measure
from executed_slides import record

words = record.needed_artifact("a", "model.txt").read_text().split()
record.numbers(twice=12, seed=int(words[-1]))
'''
