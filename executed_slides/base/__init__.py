"""What every room may use: files, processes, settings, errors, the command as it was typed.

Knows nothing of experiments, records or slides.

In:  paths, texts, pyproject.toml.
Out: whole files, hashes, a cache, `DeckError` with the next step in it.
"""
