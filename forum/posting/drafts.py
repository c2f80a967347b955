"""Words that somebody has not posted yet: kept for them alone, encrypted, for thirty days."""

import json
import time
from dataclasses import asdict, dataclass, field

from forum import clock
from forum.anonymity.seal import Person
from forum.anonymity.slots import Slots
from forum.posting.rules import DRAFT_KEPT, DRAFTS

NEW_THREAD = "new"
TAKEN_BACK = "back:"


@dataclass(frozen=True)
class Draft:
    """One draft. `place` is `new`, or the id of the thread it answers, or `edit:` and a post's id.

    `back:` before it says that these words were posted and taken back: no form brings them up by itself.
    """

    id: str
    place: str
    title: str = ""
    body: str = ""
    room: str = ""
    warnings: str = ""
    support: str = ""
    anonymous: bool = False
    advice: bool = False
    answers: str = ""
    saved: int = field(default_factory=lambda: int(time.time()) // 60)  # minutes; inside the box only

    @property
    def home(self) -> str:
        """The place without the word that it was taken back."""
        return self.place.removeprefix(TAKEN_BACK)

    @property
    def is_empty(self) -> bool:
        return not (self.title.strip() or self.body.strip())


def all_of(person: Person) -> list[Draft]:
    """This person's drafts, the latest first. One query."""
    return [draft for _, draft in sorted(_numbered(person), key=lambda pair: -pair[1].saved)]


def latest_for(person: Person, place: str) -> Draft | None:
    return next((draft for draft in all_of(person) if draft.place == place), None)


def find(person: Person, draft_id: str) -> Draft | None:
    return next((draft for draft in all_of(person) if draft.id == draft_id), None)


def save(person: Person, draft: Draft) -> None:
    """Keep it: over its own earlier state, else in a free place, else instead of the oldest."""
    if draft.is_empty:
        discard(person, draft.id)
        return
    kept = _numbered(person)
    number = next((n for n, old in kept if old.id == draft.id), None)
    if number is None:
        taken = {n for n, _ in kept}
        free = next((n for n in range(DRAFTS) if n not in taken), None)
        number = min(kept, key=lambda pair: pair[1].saved)[0] if free is None else free
    inside = json.dumps(asdict(draft), separators=(",", ":"), ensure_ascii=False).encode()
    _slots(person).put(number, inside, clock.today() + DRAFT_KEPT)


def discard(person: Person, draft_id: str) -> None:
    for number, draft in _numbered(person):
        if draft.id == draft_id:
            _slots(person).clear(number)


def _slots(person: Person) -> Slots:
    return Slots(person, "draft", DRAFTS)


def _numbered(person: Person) -> list[tuple[int, Draft]]:
    return [(kept.number, Draft(**json.loads(kept.inside))) for kept in _slots(person).all()]
