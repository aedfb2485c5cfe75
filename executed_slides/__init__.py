"""Marp slides whose every number, figure and code block comes from code that ran.

A script of an experiment needs one name of it: `from executed_slides import record`.
"""
