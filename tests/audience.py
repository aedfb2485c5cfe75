"""An audience: a browser in a room without a network, to which a finished page is presented."""

import json
import subprocess
from pathlib import Path
from typing import Any

from onlooker import Lines

from executed_slides.base.folders import Folders
from executed_slides.base.processes import end
from executed_slides.base.scratch import scratch_folder
from executed_slides.output.marp import environment
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.installation import modules
from executed_slides.toolchain.node import find_node


class Audience:
    """A browser that does what it is told, and says what is seen then."""

    def __init__(self, folders: Folders):
        browser = bring_browser(folders)
        self.desk = scratch_folder()
        script = Path(__file__).with_suffix(".mjs")
        self.process = subprocess.Popen(
            [find_node().node, script, modules(folders), browser.executable],
            env=environment(folders, Path(self.desk.name), browser),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        self.out = Lines(self.process.stdout)

    def see(self, **task: Any) -> dict[str, Any]:
        """What is seen after a task: `open=URL`, `press=KEY`, `click=SELECTOR`, `back=True`, …

        `ask=EXPRESSION` gives its value as `asked`; `picture=FILE` leaves a PNG.
        """
        print(json.dumps(task, default=str), file=self.process.stdin)
        seen: dict[str, Any] = self.out.wait_for(json.loads)
        assert seen.pop("faults") == []
        return seen

    def press(self, *keys: str) -> dict[str, Any]:
        """What is seen after the last of these keys."""
        for key in keys:
            seen = self.see(press=key)
        return seen

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            end(self.process)
        self.desk.cleanup()
