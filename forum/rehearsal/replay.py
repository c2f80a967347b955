"""Counting: what two settings make of the same posts. Keeps numbers and a few public ids, and no words."""

from collections import Counter
from dataclasses import dataclass, field, replace

from forum.care import suggestions
from forum.care.signals import Risk
from forum.care.tuning import Tuning
from forum.moderation import noticed
from forum.moderation.noticed import Reading
from forum.posting import coaching
from forum.rehearsal.queries import Written

UNREAD = "not read"
NOTHING = "nothing found"
LEVELS = (*(risk.value for risk in reversed(Risk) if risk is not Risk.NONE), NOTHING, UNREAD)
WEEK = 7.0  # days


@dataclass
class Tally:
    """What one of the two settings found."""

    levels: Counter[str] = field(default_factory=Counter)
    thoughts: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    called: int = 0  # posts for which moderators are asked to look in

    def a_week(self, days: float) -> float:
        return self.called / days * WEEK


@dataclass
class Change:
    """Posts that would be taken for another level: how many, and some of them."""

    count: int = 0
    ids: list[str] = field(default_factory=list)


class Rehearsal:
    """The settings of now and the proposed ones, side by side; `most` ids are kept of each change."""

    def __init__(self, now: Tuning, then: Tuning, most: int) -> None:
        self.settings = (now, then)
        self.tallies = (Tally(), Tally())
        self.changes: dict[tuple[str, str], Change] = {}
        self.posts = self.replies = 0
        self._most = most
        self._same_triage = _of_triage(now) == _of_triage(then)

    @property
    def differs(self) -> bool:
        return self.tallies[0] != self.tallies[1] or bool(self.changes)

    def play(self, post: Written) -> None:
        """Read one post as each of the two would have."""
        self.posts += 1
        self.replies += post.thread is not None
        now, then = self.settings
        first = noticed.read(post.title, post.body, now)
        second = first if self._same_triage else noticed.read(post.title, post.body, then)
        for tally, tuning, reading in zip(self.tallies, self.settings, (first, second), strict=True):
            _count(tally, tuning, reading, post)
        before, after = _level(first), _level(second)
        if before != after:
            self._note(before, after, post.id)

    def _note(self, before: str, after: str, id: str) -> None:
        change = self.changes.setdefault((before, after), Change())
        change.count += 1
        if len(change.ids) < self._most:
            change.ids.append(id)


def _count(tally: Tally, tuning: Tuning, reading: Reading, post: Written) -> None:
    tally.levels[_level(reading)] += 1
    tally.called += reading.danger is not None
    tally.notes.update(one.topic for one in suggestions.suggest(post.body, tuning))
    if post.thread is None or reading.found.risk.rank >= Risk.HIGH.rank:
        return  # Nothing is said about the manner of one's own thread, or to somebody in danger.
    said = coaching.thought(post.body, post.thread, post.support, first=post.first, tuning=tuning)
    if said is not None:
        tally.thoughts[said.kind] += 1


def _level(reading: Reading) -> str:
    found = reading.found
    if found.risk is Risk.NONE:
        return NOTHING if found.read else UNREAD
    return found.risk.value


def _of_triage(tuning: Tuning) -> Tuning:
    """The part of the settings that triage reads."""
    return replace(tuning, nudge=0.0, note=0.0, quiet=frozenset())
