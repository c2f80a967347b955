"""Puts hostile texts into a forum through its own forms."""

from collections.abc import Sequence

from flask import Flask

from tests import factories
from tests.people import Person

CAST = {"mira": factories.member, "kai": factories.member, "sam": factories.moderator, "ada": factories.admin}


def cast() -> None:
    """Mira writes, Kai answers, Sam moderates, Ada hears appeals, and there is a room."""
    for name, make in CAST.items():
        make(name)
    factories.room("nights")


class Stage:
    """The people at their forms, and how many texts a form gave back because nothing could be seen in them."""

    def __init__(self, app: Flask) -> None:
        self.people = {name: Person(app, name) for name in CAST}
        self.given_back = 0
        self._letters = 0

    def thread(self, title: str, body: str) -> str:
        """Mira opens a thread; answers with its address."""
        answer = self.people["mira"].post("/threads/new", title=title, body=body, room="nights")
        assert answer.status_code == 303, f"{answer.status} for {title!r}"
        return str(answer.location).partition("#")[0].partition("?")[0]

    def as_replies(self, texts: Sequence[str]) -> str:
        """Kai answers a thread with each text; answers with the thread's address."""
        self._letters += 1
        place = self.thread(f"Letter {self._letters}", f"I wait for answers to letter {self._letters}.")
        for text in texts:
            self._send("kai", f"{place}/reply", body=text)
        return place

    def as_threads(self, texts: Sequence[str], room: str = "nights") -> None:
        """Mira opens a thread with each text, as its title and as its words."""
        for text in texts:
            self._send("mira", "/threads/new", title=text[:150], body=text, room=room)

    def _send(self, who: str, place: str, **fields: str) -> None:
        answer = self.people[who].post(place, **fields)
        assert answer.status_code in (303, 422), f"{answer.status} for {fields['body']!r}"
        self.given_back += answer.status_code == 422
