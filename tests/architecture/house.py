"""The house as the tests know it: which room lies on which floor, and where its modules are."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORUM = ROOT / "forum"
TEMPLATES = ROOT / "templates"

# Imports go down only; rooms of one floor do not import each other. ARCHITECTURE.md shows the same list.
FLOORS: list[set[str]] = [
    {"config", "clock", "errors", "ids", "text"},
    {"db", "doors", "keys"},
    {"boxes", "extensions", "preferences", "limits", "assets"},
    {"outbox"},
    {"accounts", "care"},
    {"anonymity"},
    {"discussions"},
    {"search"},
    {"publishing"},
    {"moderation"},
    {"posting", "joining", "settings"},
    {"demo", "seed", "work", "backup", "rehearsal"},
    {"web", "cli"},
    {"roof"},
    {"__init__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

MODULES = sorted(FORUM.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(FORUM).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """The full names of everything that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "forum":
            yield from (f"forum.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
