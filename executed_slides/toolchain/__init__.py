"""What a machine must have beside Python: Node, Marp, a browser; found, or brought once for a user.

Knows nothing of decks.

In:  `PATH`, `CHROME_PATH`, `npm/package-lock.json`.
Out: programs, and the environment that they need.
"""
