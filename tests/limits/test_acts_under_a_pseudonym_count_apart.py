"""What is written under a pseudonym counts under another tag than what is signed, changes of it included."""

from typing import Any

import pytest

from forum import limits
from tests import factories
from tests.posting.writing import led_to


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tags under which something was counted, in order."""
    tags: list[str] = []
    take = limits.take

    def note(name: str, tag: str) -> bool:
        tags.append(tag)
        return take(name, tag)

    monkeypatch.setattr(limits, "take", note)
    return tags


@pytest.mark.parametrize("ticked", ["", "y"], ids=["box-empty", "box-ticked"])
def test_one_tag_for_signed_words_and_another_for_sealed_ones(
    ticked: str, counted: list[str], given: Any, visit: Any
) -> None:
    given(factories.member, "mira")
    thread = given(factories.thread, by="mira")
    mira = visit("mira")
    tags: dict[str, set[str]] = {}
    for name, box in (("signed", ""), ("sealed", "y")):
        counted.clear()
        post = led_to(mira.post(f"/threads/{thread}/reply", body=f"Words that are {name}.", anonymous=box))
        # Whatever the form for changing says, the post stays what it was.
        mira.post(f"/posts/{post}/edit", body="Other words.", version="1", anonymous=ticked)
        tags[name] = set(counted)
    assert len(tags["signed"]) == len(tags["sealed"]) == 1
    assert tags["signed"] != tags["sealed"]
