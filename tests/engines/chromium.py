"""A real Chromium without a window, which reaches this machine and nothing else."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.engines import missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_program(playwright_own: str) -> str | None:
    """The machine's browser, or the one that `playwright install chromium` fetched."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return playwright_own if Path(playwright_own).exists() else None


class Watched:
    """What a page did that no page of ours may do."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self._home = home
        self.foreign: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self._requested(request.url))
        context.on("page", self._opened)

    def _requested(self, url: str) -> None:
        if not url.startswith((self._home, "about:", "data:", "blob:")):
            self.foreign.append(url)

    def _opened(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self._said(line.type, line.text))

    def _said(self, kind: str, words: str) -> None:
        # A page with status 404 or 422 is reported as an error of the console; it is none.
        if kind == "error" and not words.startswith("Failed to load resource: the server responded"):
            self.errors.append(words)

    def assert_quiet(self) -> None:
        """Nobody else was asked for anything, and no script or policy complained."""
        assert self.foreign == [], f"a page asked a foreign origin: {self.foreign}"
        assert self.errors == [], f"the browser complained: {self.errors}"


@contextmanager
def browser() -> Iterator[Browser]:
    """One browser for many tests; each test opens a context of its own in it."""
    with tempfile.TemporaryDirectory(prefix="forum-browser-") as home, sync_playwright() as playwright:
        program = find_program(playwright.chromium.executable_path)
        if program is None:
            missing("Chromium", "On Debian: apt-get install chromium. Elsewhere: playwright install chromium")
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
        opened = playwright.chromium.launch(
            executable_path=program, args=flags, env={**os.environ, "HOME": home}
        )
        yield opened
        opened.close()
