"""The queue's words in plain English: neutral one-line reasons, names of steps, and what people are told."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from forum.discussions.models import Visibility
from forum.moderation.models import (
    Action,
    Danger,
    HoldReason,
    Kind,
    Lane,
    ReportReason,
    ReviewItem,
    Severity,
    State,
    Tended,
)

# What a writer is told about when. There is no rota yet, so no hour is promised.
PROMISE = "A moderator reads these as soon as one is here."

# Why a post waits, for its writer. The words for first posts are the same for all, so that they name nobody.
HELD: Mapping[HoldReason, str] = MappingProxyType(
    {
        HoldReason.FIRST_POSTS: "first posts here",
        HoldReason.CONTACT: "a link or contact details in it",
        HoldReason.ROOM: "every post in this room is read first",
        HoldReason.PACE: "a lot was posted in a short time",
        HoldReason.MENDED: "you changed it after we hid it",
        HoldReason.UNCOVERED: "you changed a place where we had covered some words",
        HoldReason.HARM: "a passage in it could be dangerous for somebody who reads it on a bad night. A program "
        "noticed it, and can be wrong. It is about the words and not about you",
    }
)

# What a member can choose in the rule lane. To disclose pain is not among them (rules.lane_of).
REASONS: Mapping[ReportReason, tuple[str, str]] = MappingProxyType(
    {
        ReportReason.ENCOURAGES: (
            "It encourages suicide or self-harm, or tells how",
            "Urging, daring, planning together, ways and amounts. Telling about one’s own pain is not this.",
        ),
        ReportReason.HOSTILE: ("It is cruel or hostile", "Insults, mockery, threats, hatred, piling on."),
        ReportReason.IDENTIFIES: (
            "It shows who somebody is",
            "A real name, an address, a workplace, or enough small things together. About the writer or anyone else.",
        ),
        ReportReason.UNASKED: (
            "It is not what the writer asked for",
            "Advice where they wanted to be heard, or the other way round.",
        ),
        ReportReason.SPAM: ("It sells or advertises something", "Adverts, fundraising, the same text again."),
        ReportReason.ILLEGAL: ("It is against the law", "Say in the note what and where, if you can."),
        ReportReason.OTHER: ("Something else", "Please tell us in the note."),
    }
)

_SHORT: Mapping[str, str] = MappingProxyType(
    {
        ReportReason.ENCOURAGES: "encourages harm, or tells how",
        ReportReason.DISCLOSES: "tells about pain",
        ReportReason.HOSTILE: "cruel or hostile",
        ReportReason.IDENTIFIES: "shows who somebody is",
        ReportReason.UNASKED: "not what was asked for",
        ReportReason.SPAM: "sells something",
        ReportReason.ILLEGAL: "against the law",
        ReportReason.OTHER: "something else",
        HoldReason.FIRST_POSTS: "first posts here",
        HoldReason.CONTACT: "a link or contact details",
        HoldReason.ROOM: "the room’s posts are read first",
        HoldReason.PACE: "a lot in a short time",
        HoldReason.MENDED: "mended after it was hidden",
        HoldReason.UNCOVERED: "changed where a passage was covered",
        HoldReason.HARM: "may tell of a way to come to harm, or urge to it",
    }
)

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.HOLD: "Held",
        Kind.REPORT: "Reported",
        Kind.WORRIED: "Worried about",
        Kind.TRIAGE: "Noticed",
        Kind.APPEAL: "Appeals",
    }
)

SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.IMMINENT: "at once",
        Severity.HIGH: "within the hour",
        Severity.SOON: "today, within eight hours",
        Severity.ROUTINE: "within a day",
    }
)

STEPS: Mapping[Action, tuple[str, str]] = MappingProxyType(
    {
        Action.PUBLISH: ("Publish it", "Everybody can read it."),
        Action.DISMISS: (
            "Leave it as it is",
            "Nothing changes, and the writer is not told that anybody asked. It needs one sentence about what you saw.",
        ),
        Action.WARN: ("Add a content note", "The post stays, folded under a note. The writer is told."),
        Action.REDACT: (
            "Cover a passage",
            "The words become “[…]”. The writer and moderators can still read what it said.",
        ),
        Action.HIDE: ("Hide it until it is mended", "Only the writer sees it, and can change it and send it again."),
        Action.REMOVE: ("Remove it", "Only the writer sees it. It can be appealed, not mended."),
    }
)
CLOSE_WORRY = ("Close this", "The post stays as it is. The writer is never told that anybody worried.")
CLOSE_NOTICED = ("Close this", "The post stays as it is. The writer is not told.")
CLOSE_GONE = ("Close this", "The writer took the post back, so there is nothing left to decide.")

# What can be done for somebody who may be in danger: name, hint, and how history says it.
TENDED: Mapping[Tended, tuple[str, str, str]] = MappingProxyType(
    {
        Tended.NOTHING_NOW: (
            "I read it. Nothing more is needed now",
            "They are in pain and say how it is; others are with them.",
            "read, nothing needed now",
        ),
        Tended.WROTE: ("I wrote to them in the thread", "As a person, in your own words.", "answered in the thread"),
        Tended.PASSED: (
            "I passed it to somebody else",
            "A colleague, your host, an emergency number. Say below to whom.",
            "passed to somebody else",
        ),
        Tended.OTHER: ("Something else", "Say below what.", "seen to"),
    }
)

# What a tab says: the kind of page, never a word of the thread. The second is for items that are settled.
TITLES: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.HOLD: ("A held post to decide", "A held post, decided"),
        Kind.REPORT: ("A report to decide", "A report, decided"),
        Kind.WORRIED: ("A worry to see to", "A worry, seen to"),
        Kind.TRIAGE: ("Somebody to look in on", "Somebody looked in on"),
        Kind.APPEAL: ("An appeal to decide", "An appeal, decided"),
    }
)

# Why our program put somebody before the moderators, as the line in the queue.
NOTICED: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.IMMINENT: "Noticed: the writer may be in danger now",
        Danger.HIGH: "Noticed: the writer may be in danger",
        Danger.OTHERS: "Noticed: somebody else may be in danger",
    }
)

# What a decision did, as its writer reads it.
DONE: Mapping[Action, str] = MappingProxyType(
    {
        Action.PUBLISH: "A moderator has read this post, and everybody can read it now.",
        Action.WARN: "A moderator has added a content note to this post.",
        Action.REDACT: "A moderator has covered a passage of this post. Where it stood, others read “[…]”.",
        Action.HIDE: "A moderator has hidden this post. Only you can see it, until it is mended.",
        Action.REMOVE: "A moderator has removed this post. Only you can see it.",
        Action.DISMISS: "A moderator has read this post and left it as it is.",
    }
)
STAYS: Mapping[Action, str] = MappingProxyType(
    {
        Action.PUBLISH: "Everything stays as you wrote it.",
        Action.WARN: "All your words stay. Readers choose when to open them.",
        Action.REDACT: "The rest of the post stays as it is, and so does everything else you wrote here.",
        Action.HIDE: "Your words are kept for you. Everything else you wrote here stays as it is.",
        Action.REMOVE: "Everything else you wrote here stays as it is, and you can go on writing.",
        Action.DISMISS: "Everything stays as you wrote it.",
    }
)

# How a post stands by now, when that is no longer what the decision did.
_NOW: Mapping[Visibility, str] = MappingProxyType(
    {
        Visibility.VISIBLE: "By now everybody can read this post.",
        Visibility.HELD: "By now it waits for a moderator to read it again.",
        Visibility.HIDDEN: "Since then it has been hidden, which is told apart.",
        Visibility.REMOVED: "Since then it has been removed, which is told apart.",
        Visibility.SCHEDULED: "It waits for the time that you chose.",
        Visibility.AWAY: "You have stepped away, so nobody sees it just now.",
        Visibility.WITHDRAWN: "You have taken it back since.",
    }
)
_LEFT_AS: Mapping[Action, Visibility] = MappingProxyType(
    {Action.HIDE: Visibility.HIDDEN, Action.REMOVE: Visibility.REMOVED}
)

# The same in history, for the team.
TOOK: Mapping[Action, str] = MappingProxyType(
    {
        Action.PUBLISH: "published",
        Action.DISMISS: "left as it is",
        Action.WARN: "content note added",
        Action.REDACT: "passage covered",
        Action.HIDE: "hidden until mended",
        Action.REMOVE: "removed",
    }
)


def why(item: ReviewItem) -> str:
    """The one neutral line by which an item stands in the queue; no word of the post is in it."""
    if item.kind is Kind.WORRIED:
        return "Somebody is worried about the writer"
    if item.kind is Kind.TRIAGE:
        return NOTICED[Danger(item.reason)]
    if item.kind is Kind.APPEAL:
        return "A writer asks for another look at a decision"
    reason = _SHORT.get(item.reason, item.reason)
    return f"Held: {reason}" if item.kind is Kind.HOLD else f"Reported: {reason}"


def short(lane: Lane, reason: str | None) -> str:
    return "worried about the writer" if lane is Lane.WORRIED else _SHORT.get(reason or "", "something else")


def step(kind: Kind, action: Action, *, gone: bool) -> tuple[str, str]:
    """A step's name, and what it does, on the item's page."""
    if action is Action.DISMISS and kind is Kind.WORRIED:
        return CLOSE_WORRY
    if action is Action.DISMISS and kind is Kind.TRIAGE:
        return CLOSE_NOTICED
    return CLOSE_GONE if action is Action.DISMISS and gone else STEPS[action]


def ended(state: State, action: Action | None, outcome: str | None, tended: Tended | None = None) -> str:
    """How an item ended, in history. An appeal that has an action of its own put the reason right."""
    if state is State.LAPSED:
        return "the writer took the post back"
    if tended is not None:
        return TENDED[tended][2]
    if outcome is not None:
        return "reason put right, post left as it was" if action is not None else f"decision {outcome}"
    return TOOK[action] if action is not None else "decided"


def stands_now(action: Action, visibility: Visibility) -> str:
    """A sentence about how the post stands, or nothing when it stands as the decision left it."""
    return "" if visibility is _LEFT_AS.get(action, Visibility.VISIBLE) else _NOW[visibility]


def afterwards(*, overturned: bool, put_right: bool) -> str:
    """What an appeal made of a decision, in history."""
    if not overturned:
        return ""
    return "The reason was put right on appeal" if put_right else "Overturned on appeal"


def about(passed: timedelta) -> str:
    """A length of time in words: `a few minutes`, `20 minutes`, `3 hours`, `2 days`. Never more than it was."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 20:
        return "a few minutes"
    if minutes < 60:
        return f"{minutes - minutes % 10} minutes"
    hours, days = minutes // 60, minutes // (60 * 24)
    if days < 2:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{days} days"


def left(time: timedelta) -> str:
    """How long somebody still has an item, so that nobody at four in the morning has to count from UTC."""
    minutes = max(1, -int(-time.total_seconds() // 60))
    return "one more minute" if minutes == 1 else f"{minutes} more minutes"
