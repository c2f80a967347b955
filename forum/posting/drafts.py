"""Words that somebody has not posted yet: kept for them alone, encrypted, for thirty days."""

import json
from dataclasses import asdict, dataclass, field, replace

from forum import clock
from forum.anonymity.seal import Person
from forum.anonymity.slots import Place, Slots
from forum.ids import looks_like_id, new_id
from forum.posting.rules import DRAFT_KEPT, DRAFTS

NEW_THREAD = "new"
TAKEN_BACK = "back:"
EDIT = "edit:"
LONGEST = 60_000  # characters; three times a full post, so that one that is too long can wait for its shortening


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
    form: str = ""  # names the form that saved it last
    saved: int = field(default_factory=lambda: int(clock.now().timestamp()))  # inside the box only

    @property
    def home(self) -> str:
        """The place without the word that it was taken back."""
        return self.place.removeprefix(TAKEN_BACK)

    @property
    def taken_back(self) -> bool:
        return self.place != self.home

    @property
    def is_empty(self) -> bool:
        return not (self.title.strip() or self.body.strip())


def is_place(place: str) -> bool:
    """Whether a draft can belong there: a new thread, a thread, or a post that is being changed."""
    return place == NEW_THREAD or looks_like_id(place.removeprefix(EDIT))


def fits(title: str, body: str) -> bool:
    return len(title) + len(body) <= LONGEST


def all_of(person: Person) -> list[Draft]:
    """This person's drafts, the latest first. One query."""
    return [draft for _, draft in sorted(_placed(_slots(person)), key=lambda pair: -pair[1].saved)]


def begun(person: Person, place: str, *, asked: str = "", answers: str = "") -> Draft | None:
    """What a form begins with: the draft asked for by its id, else the latest for this place, else nothing.

    `answers` asks for one that answers this very post. Words that were taken back come only when asked for.
    """
    here = [draft for draft in all_of(person) if draft.home == place]
    if asked:
        return next((draft for draft in here if draft.id == asked), None)
    return next((one for one in here if one.place == place and (not answers or one.answers == answers)), None)


def save(person: Person, draft: Draft, *, seen: str = "") -> None:
    """Keep it: over its own earlier state, else in a new place, the oldest going when there are too many.

    `seen` names the form that had saved the draft when this one was opened. Where yet another one has saved it
    since, in a second tab, both are kept. Words that were taken back push nothing out and are not pushed out: the
    row they lie in changed together with their post, so it may not change together with another one.
    """
    if draft.is_empty:
        discard(person, draft.id, form=draft.form, seen=seen)
        return
    slots = _slots(person)
    kept = _placed(slots)
    earlier = next(((place, old) for place, old in kept if old.id == draft.id), None)
    if earlier is not None and earlier[1].form not in {draft.form, seen}:
        draft = replace(draft, id=draft.form or new_id())
        earlier = next(((place, old) for place, old in kept if old.id == draft.id), None)
    if earlier is not None:
        slots.put(earlier[0], _written(draft))
        return
    _make_room(slots, [] if draft.taken_back else kept)
    slots.add(_written(draft))


def _make_room(slots: Slots, kept: list[tuple[Place, Draft]]) -> None:
    begun = sorted(((place, one) for place, one in kept if not one.taken_back), key=lambda pair: pair[1].saved)
    for place, _ in begun[: max(0, len(begun) + 1 - DRAFTS)]:
        slots.clear(place)


def _written(draft: Draft) -> bytes:
    return json.dumps(asdict(draft), separators=(",", ":"), ensure_ascii=False).encode()


def discard(person: Person, draft_id: str, *, form: str, seen: str) -> None:
    """Forget what this form has saved, and leave what a second tab has saved since."""
    slots = _slots(person)
    for place, draft in _placed(slots):
        if (draft.id == draft_id and draft.form in {form, seen}) or (form and draft.id == form):
            slots.clear(place)


def throw_away(person: Person, draft_id: str) -> None:
    slots = _slots(person)
    for place, draft in _placed(slots):
        if draft.id == draft_id:
            slots.clear(place)


def move(person: Person, place: str, to: str) -> None:
    """What was meant for one place is for another now, because the first is gone."""
    slots = _slots(person)
    for slot, draft in _placed(slots):
        if draft.place == place:
            slots.put(slot, _written(replace(draft, place=to)))


def _slots(person: Person) -> Slots:
    return Slots(person, "draft", DRAFT_KEPT, clock.today())


def _placed(slots: Slots) -> list[tuple[Place, Draft]]:
    """The drafts with their places, without those that lie here for longer than was promised."""
    oldest = (clock.now() - DRAFT_KEPT).timestamp()
    placed = [(kept.place, Draft(**json.loads(kept.inside))) for kept in slots.all()]
    return [(place, draft) for place, draft in placed if draft.saved >= oldest]
