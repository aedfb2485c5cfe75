"""A Marp deck whose every number, figure and code block comes from code that ran."""
