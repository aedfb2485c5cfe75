"""Interruptions: what work in threads asks, since only the main thread hears signals."""

import threading

# Set from the first signal on that asked this command to end.
asked_to_end = threading.Event()


def end_if_asked() -> None:
    """Ends work that takes long, such as hashing, as Ctrl-C would if it were the main thread's."""
    if asked_to_end.is_set():
        raise KeyboardInterrupt
