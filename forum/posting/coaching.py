"""What our reader of drafts would say about words before they are posted: looked at, answered, forgotten."""

from dataclasses import dataclass

from forum.care import coach, current, openers, suggestions
from forum.care.coach import Coaching, Problem
from forum.care.signals import Risk
from forum.care.tuning import UNHEARD, Tuning
from forum.care.warnings import CATALOGUE, ContentWarning, Topic
from forum.discussions.thread_pages import ThreadPage
from forum.moderation import noticed
from forum.posting.forms import Coached, Writing

AROUND = 60  # characters shown on each side of a place, so that the writer finds it again
ENDS = ".!?…)”\"'"  # what a thought that is written to its end ends with
LONGEST = 240  # of the place itself
ROOM = 20  # words: a short line that only keeps somebody company is welcome as it is
# What hurts most to read comes first: of several places one is shown, and it is never the mildest.
GRAVEST: tuple[str, ...] = (
    *(Problem.HOSTILE, Problem.JUDGE, Problem.STIGMA, Problem.INVALIDATE, Problem.ONEUP, Problem.ADVICE),
    *(Problem.PROMISE, Problem.POSITIVITY, UNHEARD),
)


@dataclass(frozen=True)
class Place:
    """Some words of a text, between the words around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Thought:
    """The one thing said about a reply: where and why, or that little in it shows what was heard. `openers` are
    questions to its writer, never words to send. `kind` is for the host's settings, which call it by that name."""

    place: Place | None
    why: str
    openers: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Offer:
    """A content note that the writer may want, and the words that brought it up."""

    note: ContentWarning
    topic: Topic
    place: Place


@dataclass(frozen=True)
class Nudge:
    """All that would be said about a text now. Mostly nothing."""

    thought: Thought | None = None
    offers: tuple[Offer, ...] = ()

    def __bool__(self) -> bool:
        return self.thought is not None or bool(self.offers)


NOTHING = Nudge()


def about_reply(form: Writing, page: ThreadPage) -> Nudge:
    """What to say about a reply. Nothing about its manner in one's own thread, or to somebody who is in danger."""
    thought = None if page.own or (form.coach is Coached.SAID and not form.spoken) else _thought(form, page)
    if thought and form.spoken and not _graver(thought.kind, form.spoken):
        thought = None
    return Nudge(None if thought and in_danger(form) else thought, _offers(form))


def about_words(form: Writing, noted: tuple[ContentWarning, ...] = (), before: str = "") -> Nudge:
    """Which notes to offer for a new thread or a change.

    `noted` stand on the post already, whatever the form says; what shows in the words `before` the change was settled
    when they were written.
    """
    return Nudge(offers=_offers(form, noted, before))


def while_writing(form: Writing, nudge: Nudge) -> Nudge:
    """What of it is said while somebody still writes: one thing at a time, and nothing about words yet to come."""
    thought = nudge.thought
    if thought is not None and thought.place is None and form.body.rstrip()[-1:] not in ENDS:
        thought = None  # the next words may say it
    return Nudge(thought) if thought else Nudge(offers=nudge.offers)


def comes_first(form: Writing, nudge: Nudge, *, opening: bool) -> bool:
    """Whether a page with it comes between the button and the post: once at most, and never before a cry for help.

    Where scripts run only for a place that was found: that a first reply does not show what it heard, or that a
    note would fit, is then said while writing, if at all. Of such hints too many are mistaken for a page in the way.
    """
    if form.coach in {Coached.SAID, Coached.NONE} or not nudge or in_danger(form):
        return False
    marked = nudge.thought is not None and nudge.thought.place is not None
    alone = form.coach is Coached.ALONE and (nudge.thought is not None or opening)
    return marked or alone


def in_danger(form: Writing) -> bool:
    """Whether the writer may be in danger: then nothing stands between them and being read."""
    return danger(form) is not Risk.NONE


def danger(form: Writing) -> Risk:
    """How much danger, from where help comes before anything else; what is less waits until the words are sent."""
    if form.danger is None:  # It is asked up to three times about one form, and reading takes the longest of all.
        risk = noticed.read(form.title, form.body).found.risk
        form.danger = risk if risk.rank >= Risk.HIGH.rank else Risk.NONE
    return form.danger


def remember(form: Writing, nudge: Nudge, *, preview: bool) -> None:
    """Note in the form, and nowhere else, what its page now says: so it is not said again while the form lasts."""
    if nudge.thought or (nudge and not preview):
        form.coach = Coached.SAID
    form.offered = (*form.offered, *(offer.note.topic for offer in nudge.offers))


def _thought(form: Writing, page: ThreadPage) -> Thought | None:
    thread = page.opening.post.body if page.opening else ""
    first = page.thread.waiting_since is not None
    return thought(form.body, thread, page.thread.support, first=first, tuning=current.tuning())


def thought(body: str, thread: str, support: str, *, first: bool, tuning: Tuning) -> Thought | None:
    """What there is to say about a reply to `thread`, where `support` was asked for, and with these settings."""
    found = coach.suggest(body, support.split(), thread, first=first, tuning=tuning)
    return _one_of(body, found) if found.read and found.nudges else None


def _one_of(text: str, found: Coaching) -> Thought | None:
    """Of several places the one that would hurt most; of one kind the surest."""
    worst = min(found.findings, key=lambda one: (GRAVEST.index(one.kind), -one.score), default=None)
    if worst is None:
        return Thought(None, "", found.openers, UNHEARD) if len(text.split()) >= ROOM else None
    question = openers.openers([worst.kind], (), heard=True)[:1]
    return Thought(_place(text, worst.start, worst.end), worst.why, question, worst.kind)


def _graver(kind: str, than: str) -> bool:
    return than in GRAVEST and GRAVEST.index(kind) < GRAVEST.index(than)


def _offers(form: Writing, noted: tuple[ContentWarning, ...] = (), before: str = "") -> tuple[Offer, ...]:
    settled = {one.topic for one in (*form.warnings, *noted)} | set(form.offered)
    if before and before != form.body:
        settled |= {one.topic for one in suggestions.suggest(before, current.tuning())}
    elif before:
        return ()
    # A title stands above its note, in lists too; what the words say is what a note can fold away.
    return tuple(
        Offer(ContentWarning(one.topic, one.level), CATALOGUE[one.topic], _place(form.body, *one.spans[0]))
        for one in suggestions.suggest(form.body, current.tuning())
        if one.topic in CATALOGUE and one.topic not in settled and one.spans
    )


def _place(text: str, start: int, end: int) -> Place:
    """The words from `start` to `end` and a little of their line on both sides, cut between words."""
    end = min(end, start + LONGEST)
    before = text[:start].rpartition("\n")[2]
    after = text[end:].partition("\n")[0]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return Place(before, text[start:end], after)
