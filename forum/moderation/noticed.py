"""What our program notices in a text: read before any rule decides, put before moderators, never stored beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sqlalchemy import select, update

from forum import clock
from forum.care import current, triage
from forum.care.signals import Assessment, Signal
from forum.care.tuning import Tuning
from forum.db import db
from forum.discussions.models import Post, Revision, Visibility
from forum.moderation import rules
from forum.moderation.models import Danger, Kind, ReviewItem, Severity, State
from forum.moderation.operations import open_review

GAP = "\n\n"  # between a title and the words under it, which are read as one text


@dataclass(frozen=True)
class Reading:
    """A text and what was noticed in it. It lives as long as the request and is written down nowhere."""

    title: str
    body: str
    found: Assessment

    @property
    def text(self) -> str:
        return _whole(self.title, self.body)

    @property
    def danger(self) -> Danger | None:
        return rules.danger(self.found)

    @property
    def may_hurt_readers(self) -> bool:
        return rules.may_hurt_readers(self.found)

    @cached_property
    def passages(self) -> frozenset[str]:
        """The marked words, so that two versions of a post can be compared: a comma elsewhere is no news."""
        return frozenset(" ".join(self.text[one.start : one.end].casefold().split()) for one in self.found.signals)

    def brings_danger(self, was: "Reading") -> bool:
        """Whether somebody should look in again who had seen to it while the post said what it said before."""
        return self.danger is not None and (_rank(self) > _rank(was) or bool(self.passages - was.passages))

    def brings_harm(self, was: "Reading") -> bool:
        """Whether there is a dangerous passage that did not stand here before. What was let through stays through."""
        return self.may_hurt_readers and (not was.may_hurt_readers or bool(self.passages - was.passages))


@dataclass(frozen=True)
class Piece:
    """A part of a text; with the numbers of the lines that say why it was marked."""

    words: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Signs:
    """What was noticed, for the page of an item: lines in words, and the text with their places."""

    why: tuple[str, ...]
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    read: bool  # False: in a language that the program does not know
    others: bool
    before: bool  # this is what the post said before its writer changed it
    over: bool  # no version that is left reads as it did when the item was opened


def read(title: str, body: str, tuning: Tuning | None = None) -> Reading:
    """Read a text for danger. Whatever stores words calls this first (tests/architecture/test_triage.py).

    `tuning`: other settings than those of the running forum, to try them.
    """
    return Reading(title, body, triage.assess(_whole(title, body), tuning or current.tuning()))


def call(post: Post, reading: Reading) -> None:
    """Put whoever wrote this before the moderators, if they may be in danger. The post stays where it is."""
    if reading.danger is not None:
        open_review(post, Kind.TRIAGE, reading.danger)


def call_again(post: Post, reading: Reading, before: Callable[[], Reading]) -> None:
    """The same after a change. What waits is raised when it is more pressing now; what was seen to is opened anew only
    when the change brings something, so `before` is seldom asked."""
    if reading.danger is None:
        return
    states = set(db.session.scalars(select(ReviewItem.state).filter_by(post_id=post.id, kind=Kind.TRIAGE)))
    if State.OPEN not in states and State.DECIDED in states and not reading.brings_danger(before()):
        return
    call(post, reading)


def let_go(post: Post) -> None:
    """The writer took the post back, and with it what was noticed. Who may be in danger now is not forgotten."""
    db.session.execute(
        update(ReviewItem)
        .where(ReviewItem.post_id == post.id, ReviewItem.kind == Kind.TRIAGE, ReviewItem.state == State.OPEN)
        .where(ReviewItem.severity < Severity.IMMINENT)
        .values(state=State.LAPSED, settled_at=clock.coarse(clock.now()), version=ReviewItem.version + 1)
        .execution_options(synchronize_session=False)
    )


def signs(item: ReviewItem, revisions: Sequence[Revision]) -> Signs | None:
    """What was noticed in the words that an item is about: as they are, or the latest that were like that before."""
    post = item.post
    if not rules.is_shown_signs(item.kind, item.reason) or post.visibility is Visibility.WITHDRAWN:
        return None
    now = read(post.thread.title if post.opening else "", post.body)
    if _is_about(item, now):
        return _signs(now)
    earlier = (read(one.title or "", one.body) for one in revisions)
    found = next((reading for reading in earlier if _is_about(item, reading)), None)
    return _signs(found, before=True) if found else _signs(now, over=True)


def _is_about(item: ReviewItem, reading: Reading) -> bool:
    if item.kind is not Kind.TRIAGE:
        return reading.may_hurt_readers
    return _rank(reading) >= item.severity


def _rank(reading: Reading) -> int:
    return rules.severity_of(Kind.TRIAGE, reading.danger) if reading.danger else 0


def _signs(reading: Reading, *, before: bool = False, over: bool = False) -> Signs:
    found = reading.found
    why = tuple(dict.fromkeys(signal.why for signal in found.signals))
    under = len(_whole(reading.title, ""))
    return Signs(
        why=why,
        title=_pieces(reading.title, found.signals, why, 0) if reading.title else (),
        body=_pieces(reading.body, found.signals, why, under),
        read=found.read,
        others=found.others,
        before=before,
        over=over,
    )


def _pieces(text: str, signals: Sequence[Signal], why: Sequence[str], start: int) -> tuple[Piece, ...]:
    """The text cut where marks begin and end; `start` is where it stands in what was read."""
    marks = [(max(one.start - start, 0), min(one.end - start, len(text)), why.index(one.why) + 1) for one in signals]
    marks = [mark for mark in marks if mark[0] < mark[1]]
    cuts = sorted({0, len(text), *(edge for begin, end, _ in marks for edge in (begin, end))})
    return tuple(
        Piece(text[begin:end], tuple(sorted({number for first, last, number in marks if first < end and begin < last})))
        for begin, end in pairwise(cuts)
    )


def _whole(title: str, body: str) -> str:
    return f"{title}{GAP}{body}" if title else body
