"""What axe finds to mend on a page that is open in a real Chromium."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]


def findings(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Every violation as one line: the rule, and where. Empty when nothing is to be mended.

    With `only`, nothing but these rules is asked. The browser's policy stays in force: axe comes in through the
    debugger, never through the page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    found = page.evaluate("chosen => axe.run({runOnly: chosen, resultTypes: ['violations']})", chosen)
    assert len(found["passes"]) > 10 or only, "axe looked at nothing"
    return [
        f"{rule['id']}: {node['html'][:200]} ({(node.get('any') or node.get('all') or [{}])[0].get('message', '')})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
