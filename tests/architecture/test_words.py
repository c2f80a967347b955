"""The words of the house: the glossary names what exists, and pages do not blame, joke or lecture."""

import re
from pathlib import Path

import pytest

from forum.db import db
from tests.architecture.house import ROOT, TEMPLATES

# What PRODUCT asks never to say to people.
NEVER = re.compile(
    r"(?<![\w-])(oops|successfully|invalid|forbidden|you must|suffering from|committed suicide|mentally ill|user error"
    r"|illegal input|uh[- ]oh)\b",
    re.I,
)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_do_not_blame(path: Path) -> None:
    shown = re.sub(r"\{[%#].*?[%#]\}", " ", path.read_text(), flags=re.S)
    assert not NEVER.search(shown), NEVER.search(shown)


@pytest.mark.parametrize("path", sorted((ROOT / "forum").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_sentences_in_code_do_not_blame(path: Path) -> None:
    for line in path.read_text().splitlines():
        if '"' in line and not line.lstrip().startswith("#"):
            assert not NEVER.search(line), line.strip()


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_carry_no_script_and_no_style(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", source), "an inline script"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source), "inline style or handler"
    assert "_blank" not in source


def test_every_model_in_the_glossary_exists_and_every_model_is_in_it() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", glossary))
    models = {mapper.class_.__name__ for mapper in db.Model.registry.mappers}
    assert models <= named, f"not in the glossary: {models - named}"


def test_the_floors_in_architecture_are_the_floors_in_the_code() -> None:
    from tests.architecture.house import FLOORS

    page = (ROOT / "ARCHITECTURE.md").read_text()
    for rooms in FLOORS:
        for room in rooms - {"__init__"}:
            assert f"`{room}`" in page, f"ARCHITECTURE.md does not show {room}"
