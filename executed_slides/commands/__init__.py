"""The user: one file a verb with its arguments, what is printed, exit codes.

Never how anything is done.

In:  what was typed.
Out: lines or one JSON object, and an exit code.
"""
