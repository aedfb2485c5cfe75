"""The starter: a new project that builds at once, where nothing that is there is changed.

In:  a folder, a language, and where this engine was installed from.
Out: the files of `starter/files/` and fonts in it, with a dependency on the same engine.
"""
