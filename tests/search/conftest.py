"""The people of these tests, and how somebody at a browser looks for words."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "tomasz")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")


@pytest.fixture
def search(visit: Any) -> Callable[..., Any]:
    """search("sleep", "mira"): Mira types it into the form and sees the page of results."""

    def asking(typed: str, who: str | None = None, person: Any = None) -> Any:
        person = person or visit(who)
        person.get("/search")
        answer = person.post("/search", q=typed)
        assert answer.status_code == 303, answer.status
        assert person.follow(answer).status_code == 200
        return person.page

    return asking


def found(page: Any) -> list[str]:
    """The posts on a page of results, in their order."""
    return [link.removeprefix("/posts/") for link in page.links if link.startswith("/posts/")]
