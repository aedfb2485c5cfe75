"""The starter: a new project that builds at once.

In: a folder, a language. Out: the files of `starter/files/` and the theme's fonts in it, with a
dependency on the engine from where this one came. Nothing that is there is changed.
"""
