"""Imports go down, only the edges know the web, only views commit, and nothing is too long to read at once."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.house import FLOOR, FORUM, MODULES, imported, name_of, room_of

WEB = {"flask", "flask_login", "flask_limiter", "flask_wtf", "werkzeug"}
# Files that may know a request: the edges of a room, and the few modules that are the web's own business.
EDGES = {"views.py", "forms.py", "commands.py", "current.py"}
WEB_ROOMS = {"__init__", "roof", "web", "cli", "assets", "extensions", "limits", "preferences", "boxes", "db"}
COMMITS = {"views.py", "commands.py"}
COMMITTING_ROOMS = {"cli", "work", "demo", "seed"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50  # about 40 is the aim; the few between carry their reason in review

each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


@each_module
def test_imports_only_go_down(path: Path) -> None:
    here = room_of(path)
    assert here in FLOOR, f"{here} has no floor yet: give it one in tests/architecture/house.py and ARCHITECTURE.md"
    for name in imported(path):
        if name.startswith("forum."):
            there = name.split(".")[1]
            assert there == here or FLOOR[there] < FLOOR[here], f"{here} must not import {there}"


@each_module
def test_only_the_edges_know_the_web(path: Path) -> None:
    used = {name.split(".")[0] for name in imported(path)} & WEB
    if (
        path.name in EDGES
        or path.name.endswith("_views.py")
        or room_of(path) in WEB_ROOMS
        or path.parent.name == "views"
    ):
        return
    if path.name == "limits.py" or (room_of(path) == "posting" and path.name == "forms.py"):
        return
    assert not used, f"{name_of(path)} knows {used}"


@each_module
def test_only_views_commit(path: Path) -> None:
    if (
        path.name in COMMITS
        or path.name.endswith("_views.py")
        or room_of(path) in COMMITTING_ROOMS
        or path.parent.name == "views"
    ):
        return
    assert ".commit(" not in path.read_text(), f"{name_of(path)} commits"


def test_only_the_text_room_knows_the_sanitisers() -> None:
    knows = {
        room_of(path)
        for path in MODULES
        if {"bleach", "nh3", "markdown_it"} & {n.split(".")[0] for n in imported(path)}
    }
    assert knows == {"text"}


@each_module
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text()))
    assert said and said.splitlines()[0].rstrip().endswith((".", ":", "?")), name_of(path)


@each_module
def test_nothing_is_too_long_to_read_at_once(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_no_room_is_called_for_what_it_is_not() -> None:
    names = {part.removesuffix(".py") for path in MODULES for part in path.relative_to(FORUM).parts}
    assert not names & {"utils", "helpers", "manager", "handler", "service", "services", "misc", "common", "info"}


@each_module
def test_nobody_writes_sql_by_hand_or_runs_what_was_stored(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\b(pickle|render_template_string)\b|(?<!\w)eval\(", source)
    assert not re.search(r"(?<!_)text\(f['\"]", source)


@each_module
def test_a_page_that_is_only_asked_about_is_not_taken_for_a_form(path: Path) -> None:
    """HEAD is no GET: where everything else counts as sent, a program that checks links would send every form."""
    assert 'request.method == "GET"' not in path.read_text()
