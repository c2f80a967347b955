"""The rules of moderation: facts in, an answer out. Nothing here asks the clock, the database or the web."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from forum.care.signals import Assessment, Harm, Risk
from forum.discussions.models import Visibility
from forum.moderation.models import Action, Danger, HoldReason, Kind, Lane, ReportReason, Severity, Tended

LEASE = timedelta(minutes=25)  # Time to read a long post twice; short enough that a closed laptop blocks nobody.
SETTLED_FOR = timedelta(days=30)  # The same reason on an unchanged post has had its answer for so long (T20).
WORRY_SETTLED_FOR = timedelta(days=1)  # A person changes while their words stay as they are.
APPEAL_WINDOW = timedelta(days=183)  # Six months, and a day for whoever counts differently (DECISIONS 18).
EVIDENCE_KEPT = APPEAL_WINDOW  # Nobody can look again once the words are gone (T6).
NEW_FOR = timedelta(days=7)  # A moderator learns "new" or "settled" about a member, nothing finer.
FINENESS = timedelta(minutes=10)  # of an item's times (clock.coarse): what we say about them is true all the same.
CARE = frozenset({Kind.WORRIED, Kind.TRIAGE})  # Help for a person: nothing in these touches the post or its writer.
HELD_FOR = frozenset({Harm.METHOD, Harm.ENCOURAGEMENT, Harm.PACT})  # What others should not meet before we read it.
A_FEW = 3  # Up to so many earlier decisions are "a few".

# How soon somebody should look. These are goals of the team; nobody is promised a time that no rota keeps.
GOALS: Mapping[Severity, timedelta] = MappingProxyType(
    {
        Severity.IMMINENT: timedelta(minutes=15),
        Severity.HIGH: timedelta(hours=1),
        Severity.SOON: timedelta(hours=8),
        Severity.ROUTINE: timedelta(days=1),
    }
)

_REPORTED: Mapping[ReportReason, Severity] = MappingProxyType(
    {
        ReportReason.ENCOURAGES: Severity.HIGH,
        ReportReason.ILLEGAL: Severity.HIGH,
        ReportReason.IDENTIFIES: Severity.HIGH,  # Some people here are being looked for; every hour counts.
        ReportReason.HOSTILE: Severity.SOON,
        ReportReason.OTHER: Severity.SOON,  # It may be anything.
        ReportReason.UNASKED: Severity.ROUTINE,
        ReportReason.SPAM: Severity.ROUTINE,
    }
)


def severity_of(kind: Kind, reason: str) -> Severity:
    """How soon to look. A member's worry is high and never `imminent` by itself: a press of a button pages nobody."""
    if kind is Kind.REPORT:
        return _REPORTED[ReportReason(reason)]
    if kind is Kind.TRIAGE:
        return Severity.IMMINENT if reason == Danger.IMMINENT else Severity.HIGH
    if kind is Kind.WORRIED or reason == HoldReason.HARM:  # Behind words that tell of a way is often somebody in need.
        return Severity.HIGH
    return Severity.SOON  # Somebody waits in silence behind every hold and every appeal.


def danger(found: Assessment) -> Danger | None:
    """Why moderators should look in on whoever wrote this, if our program saw a reason. Nobody is held up by it."""
    if found.risk is Risk.IMMINENT:
        return Danger.IMMINENT
    if found.risk is Risk.HIGH:
        return Danger.HIGH
    return Danger.OTHERS if found.others else None


def may_hurt_readers(found: Assessment) -> bool:
    """Whether these words wait until a moderator has read them. Contact details have a rule of their own."""
    return found.harm in HELD_FOR


def is_shown_signs(kind: Kind, reason: str) -> bool:
    """Whether an item is there because of words that our program marked, so that its page shows them."""
    return kind is Kind.TRIAGE or reason == HoldReason.HARM


def surely_waited(since_opened: timedelta) -> timedelta:
    """How long something waited at least: when it was opened is kept as the start of its ten minutes."""
    return max(since_opened - FINENESS, timedelta(0))


def lane_of(lane: Lane, reason: ReportReason | None) -> Lane:
    """To disclose pain is not an offence: whoever reports it as one has told us that they are worried."""
    return Lane.WORRIED if reason is ReportReason.DISCLOSES else lane


def is_settled(kind: Kind, *, since: timedelta, changed: bool, brings_words: bool) -> bool:
    """Whether a report of what was decided `since` ago for the same reason is only noted (T20).

    A worry that brings words is always read: they may tell what the post does not.
    """
    if kind is Kind.WORRIED:
        return not changed and not brings_words and since < WORRY_SETTLED_FOR
    return not changed and since < SETTLED_FOR


# What a moderator can do with an item, the smallest step first.
_STEPS: Mapping[Kind, tuple[Action, ...]] = MappingProxyType(
    {
        Kind.HOLD: (Action.PUBLISH, Action.WARN, Action.REDACT, Action.HIDE, Action.REMOVE),
        Kind.REPORT: (Action.DISMISS, Action.WARN, Action.REDACT, Action.HIDE, Action.REMOVE),
        Kind.WORRIED: (Action.DISMISS,),
        Kind.TRIAGE: (Action.DISMISS,),
        Kind.APPEAL: (),
    }
)
_GONE = {Visibility.WITHDRAWN, Visibility.AWAY}
_UNSEEN = {Visibility.HELD, Visibility.HIDDEN, Visibility.REMOVED}


def steps(kind: Kind, visibility: Visibility) -> tuple[Action, ...]:
    """What is offered. Nothing can be done to words that their writer took back, but the item can be closed."""
    if visibility in _GONE and kind is not Kind.APPEAL:
        return (Action.DISMISS,)
    if kind is Kind.REPORT and visibility in _UNSEEN:
        return (Action.DISMISS, Action.PUBLISH, *_STEPS[kind][1:])
    return _STEPS[kind]


def meant(kind: Kind, action: Action, visibility: Visibility) -> Action:
    """Two ways to say one thing: to dismiss a hold is to publish; to publish what all can read is to leave it."""
    if kind is Kind.HOLD and action is Action.DISMISS and visibility not in _GONE:
        return Action.PUBLISH
    if kind is Kind.REPORT and action is Action.PUBLISH and visibility is Visibility.VISIBLE:
        return Action.DISMISS
    return action


def visibility_after(kind: Kind, action: Action, before: Visibility) -> Visibility:
    """Who can read the post after this step. A post that its writer scheduled keeps its time."""
    if action is Action.HIDE:
        return Visibility.HIDDEN
    if action is Action.REMOVE:
        return Visibility.REMOVED
    shows = action is Action.PUBLISH or (kind is Kind.HOLD and action in {Action.WARN, Action.REDACT})
    return Visibility.VISIBLE if shows and before in _UNSEEN else before


@dataclass(frozen=True)
class Ruling:
    """What a moderator wants done with an item, and why."""

    action: Action
    facts: str = ""
    rule: str | None = None
    note: str = ""
    warnings: str = ""  # canonical text of care.warnings
    passage: str = ""  # the words to be covered
    tended: Tended | None = None  # what was done for somebody who may be in danger


def needs_rule(action: Action) -> bool:
    return action in {Action.REDACT, Action.HIDE, Action.REMOVE}


def needs_facts(action: Action, tended: Tended | None = None) -> bool:
    """Everything but showing a held post: a tired volunteer can let the tenth kind first post through in one press.
    Of a worry, only what the word alone does not tell."""
    return action is not Action.PUBLISH and tended not in {Tended.NOTHING_NOW, Tended.WROTE}


def missing(ruling: Ruling) -> dict[str, str]:
    """What is still needed, as sentences by field."""
    gaps = {}
    if needs_rule(ruling.action) and not ruling.rule:
        gaps["rule"] = "Please choose the rule that this is about. The writer will read it."
    if ruling.action is Action.WARN and not ruling.warnings:
        gaps["warnings"] = "Please choose at least one content note to add."
    if ruling.action is Action.REDACT and not ruling.passage:
        gaps["passage"] = "Please copy the words that should be covered, just as they stand in the post."
    if needs_facts(ruling.action, ruling.tended) and not ruling.facts:
        gaps["facts"] = "Please say in a few words what you saw or did. Facts, without repeating the words."
    return gaps


@dataclass(frozen=True)
class Seen:
    """What a moderator had before them when they decided; what is not said is not compared."""

    item: int | None = None  # the item's version
    post: int | None = None  # the post's version
    visibility: str | None = None


NOTHING_SEEN = Seen()


def changes_something(action: Action) -> bool:
    """Whether a step does something to a post that its writer may mind: those have reasons, and can be appealed."""
    return action not in {Action.PUBLISH, Action.DISMISS}


def fitting(kind: Kind, ruling: Ruling) -> Ruling:
    """The ruling without what its step does not carry: a field may still hold what was chosen for another step."""
    tended = (ruling.tended or Tended.OTHER) if kind in CARE else None
    return replace(ruling, rule=ruling.rule if changes_something(ruling.action) else None, tended=tended)


def tells_writer(kind: Kind, action: Action, note: str) -> bool:
    """Whether the writer reads of it. Never of care, nor of a report that came to nothing (T7)."""
    if kind in CARE or action is Action.DISMISS:
        return False
    return action is not Action.PUBLISH or bool(note)


def may_be_appealed(action: Action, *, decided_at: datetime, overturned: bool, appealed: bool, now: datetime) -> bool:
    """Once, within six months, against whatever changed the post."""
    return changes_something(action) and not overturned and not appealed and now < decided_at + APPEAL_WINDOW


def may_be_corrected(visibility: Visibility, *, latest_word: bool) -> bool:
    """Whether the reason can be put right while the post stays as it is: only for what still stands as we left it."""
    return latest_word and visibility not in {*_GONE, Visibility.SCHEDULED}


def age_of(joined_on: date, today: date) -> str:
    """How long somebody has been here, as coarse as under a pseudonym."""
    return "new" if today - joined_on < NEW_FOR else "settled"


def how_many(decisions: int) -> str:
    return "none" if decisions == 0 else "a few" if decisions <= A_FEW else "many"
