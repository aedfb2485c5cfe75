"""25,000 training reviews as vectors of zeros and ones, made once for all who train on them."""

# /// experiment
# data = ["imdb.npz"]
# artifacts = ["vectors.npz"]
# memory = 3
#
# [smoke]
# num_words = 200
# ///

# %% Setup
import numpy as np

from data import load_imdb, vectorize_sequences
from executed_slides import record

# %% Parameters tags=["parameters"]
num_words = 10000

# %% Load
(reviews, labels), _ = load_imdb(num_words)

# %% Keep
vectors = vectorize_sequences(reviews, num_words)
np.savez(
    record.artifact("vectors.npz"),
    bits=np.packbits(vectors.astype(bool), axis=1),  # An eighth of a byte for each word.
    words=num_words,
    labels=labels,
)

# %% Measure
record.numbers(reviews=len(vectors), words=vectors.shape[1])
