"""Preparation: Marp and a browser are brought while a build does other work."""

import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from types import TracebackType

from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.folders import Folders
from executed_slides.base.leftovers import sweep
from executed_slides.base.processes import end_family
from executed_slides.output.leftover_installations import find_half_installed, find_old_subsets
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.installation import install_marp, is_installed


class Preparation:
    """Begins with its block where Marp is not installed yet, and is given up with it.

    Who needs Marp calls `ready`, as often as he likes: what failed is tried once.
    """

    def __init__(self, folders: Folders, report: Warn):
        self._folders, self._report = folders, report
        self._family = uuid.uuid4().hex

    def __enter__(self) -> "Preparation":
        sweep(find_half_installed(self._folders))
        sweep(find_old_subsets(self._folders))
        self._worker = ThreadPoolExecutor(1)
        self._brought = None if is_installed(self._folders) else self._worker.submit(self._bring)
        return self

    def _bring(self) -> None:
        install_marp(self._folders, self._report, self._family)
        with suppress(DeckError):  # Who draws with a browser says that there is none.
            bring_browser(self._folders, self._family)

    def ready(self) -> None:
        if self._brought:
            self._brought.result()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._brought and not self._brought.done():
            end_family(self._family)
            wait([self._brought], timeout=0.1)
        self._worker.shutdown()
