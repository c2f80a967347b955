"""No rule may skip triage: every function that stores what somebody wrote reads it for danger first."""

import ast
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from forum.care.signals import Assessment
from forum.moderation import noticed
from tests import factories, signs
from tests.architecture.house import MODULES, name_of

STORES = {"add_post", "add_thread", "edit_post", "replace_words"}
# Who may call these. Moderators take words out and put back what was read when it was written.
WRITERS = {
    "forum/posting/operations.py": {"start_thread", "reply", "edit"},
    "forum/moderation/effects.py": {"_warn", "_cover", "_take_back_warnings", "_uncover"},
    "forum/discussions/operations.py": {"edit_post"},  # stores by calling replace_words
    "forum/publishing.py": {"add_post"},  # hands it on
}
BULK = {"forum/seed.py"}  # rows for benchmarks, of nobody's words


def functions(path: Any) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def called(function: ast.AST) -> list[str]:
    """The names of what is called in it, in the order of the lines."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    calls.sort(key=lambda one: (one.lineno, one.col_offset))
    named = [one.func for one in calls if isinstance(one.func, ast.Attribute | ast.Name)]
    return [func.attr if isinstance(func, ast.Attribute) else func.id for func in named]


def test_words_are_stored_by_these_functions_alone() -> None:
    found = {
        name_of(path): {one.name for one in functions(path) if STORES & set(called(one))}
        for path in MODULES
        if name_of(path) not in BULK
    }
    assert {name: names for name, names in found.items() if names} == WRITERS


def test_nobody_makes_a_post_or_sets_its_words_past_them() -> None:
    for path in MODULES:
        if name_of(path) in BULK | {"forum/discussions/operations.py", "forum/discussions/models.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Post"
            assert not made, f"{name_of(path)} makes a post by itself"
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = {one.attr for one in targets if isinstance(one, ast.Attribute)}
            kept = name_of(path).startswith("forum/posting/forms")  # what was typed, not what is stored
            assert kept or not names & {"body", "body_html", "title"}, f"{name_of(path)} sets {names}"


@pytest.mark.parametrize("name", sorted(WRITERS["forum/posting/operations.py"]))
def test_whoever_stores_words_reads_them_before_any_rule(name: str) -> None:
    path = next(path for path in MODULES if name_of(path) == "forum/posting/operations.py")
    written = {one.name: called(one) for one in functions(path)}
    order = written[name]
    rule = "verdict_on_change" if name == "edit" else "verdict"
    store = "edit_post" if name == "edit" else "add_post"
    assert order.index("_read") < order.index(rule) and order.index("_read") < order.index(store)
    assert "read" in written["_read"]
    noticed = next(path for path in MODULES if name_of(path) == "forum/moderation/noticed.py")
    assert "assess" in {one.name: called(one) for one in functions(noticed)}["read"]


class Listener:
    """Triage that notes which texts it was given."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, text: str, *_: Any) -> Assessment:
        self.heard.append(text)
        return signs.assess(text)


@pytest.mark.parametrize("who", ["mira", "noor", "sam", "ada"])
@pytest.mark.parametrize("sealed", ["", "y"])
def test_each_way_of_writing_reads_it_once(
    given: Any, visit: Any, rows: Any, monkeypatch: pytest.MonkeyPatch, who: str, sealed: str
) -> None:
    """By running it: whoever writes, and under whatever name, title and body are heard once, and stored after."""
    given(factories.member, "mira")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")
    given(factories.admin, "ada")
    thread = given(factories.thread)
    listener, person = Listener(), visit(who)
    monkeypatch.setattr(noticed, "triage", SimpleNamespace(assess=listener))
    answer = person.post("/threads/new", title="A title", body="The words.", room="nights", anonymous=sealed)
    assert answer.status_code == 303 and listener.heard == ["A title\n\nThe words."]
    post = answer.location.rpartition("#post-")[2]
    listener.heard.clear()
    assert person.post(f"/threads/{thread}/reply", body="An answer.", anonymous=sealed).status_code == 303
    assert listener.heard == ["An answer."]
    listener.heard.clear()
    person.get(f"/posts/{post}/edit")
    assert person.post(f"/posts/{post}/edit", title="Another title", body="Other words.").status_code == 303
    assert listener.heard == ["Another title\n\nOther words."]
    listener.heard.clear()
    assert person.post(f"/posts/{post}/edit", body=signs.HIGH).status_code == 303
    assert listener.heard == [f"Another title\n\n{signs.HIGH}"], "the title stands, and is read with what is under it"
