"""What is kept, why and for how long, in the words of the privacy page; the periods are those that the code uses."""

from dataclasses import dataclass
from datetime import timedelta

from forum.accounts import tokens
from forum.accounts.signing_in import WHOLE
from forum.limits.day_keys import STILL_COUNTS
from forum.moderation.rules import EVIDENCE_KEPT
from forum.outbox import KEPT as LETTERS_KEPT
from forum.posting.rules import DRAFT_KEPT, SUBMISSION_KEPT

MONTH = 30  # days, for saying a longer period in words


@dataclass(frozen=True)
class Kept:
    """One kind of thing that lies in the database, and in which tables."""

    what: str
    why: str
    long: str
    tables: tuple[str, ...] = ()


def everything() -> list[Kept]:
    """Every kind of thing that is kept about people."""
    return [*_of_your_account(), *_of_your_words(), *_of_looking_after_this_place()]


def _of_your_account() -> list[Kept]:
    return [
        Kept(
            "Your name here and the day you joined", "So that you can have a place here.", "Until you leave.",
            ("accounts",),
        ),
        Kept("Your password", "To let you in. Only a one-way mark of it is kept.", "Until you change it or leave."),
        Kept(
            "Your e-mail address, if you gave one", "To get back in. It is locked with a key.", "Until you take it out."
        ),
        Kept(
            "Passkeys and recovery codes, if you set them up",
            "To let you in, and nobody else. Only a one-way mark of a code is kept.",
            "Until you remove or use them.",
            ("passkeys", "recovery_codes"),
        ),
        Kept(
            "That your browser is signed in",
            "So that you stay signed in.",
            f"{WHOLE['member'].days} days; {WHOLE['kept'].days} if you asked to be kept signed in.",
            ("sign_ins",),
        ),
        Kept(
            "That a sign-in or a new password has been begun",
            "So that each link and code works once. Whose it is is locked with a key.",
            f"{_minutes(tokens.CHALLENGE)} to {_minutes(tokens.RESET)} minutes; "
            f"{_hours(tokens.ADDRESS)} hours for a link that confirms an address.",
            ("one_time_tokens",),
        ),
        Kept(
            "Letters on their way to you",
            "So that none is lost. They are locked with a key.",
            f"Until they are sent; {LETTERS_KEPT.days} days at most.",
            ("outbox",),
        ),
    ]  # fmt: skip


def _of_your_words() -> list[Kept]:
    return [
        Kept("What you post", "It is what this place is for.", "Until you take it back.",
             ("posts", "threads", "rooms")),
        Kept("Which words stand in a post", "So that others can find it. Words that somebody looks for are not kept.",
             "Until the post is taken back or no longer open to others.", ("search_entries",)),
        Kept("What a post said before you changed it", "For you, and for moderators.", "Until you take the post back.",
             ("revisions",)),
        Kept(
            "A name made for one thread",
            "So that your words there belong together. Who it is is locked with a key.",
            "As long as the thread.",
            ("pseudonyms",),
        ),
        Kept(
            "Words saved for later",
            "So that nothing you type is lost. They are locked for you alone.",
            f"{DRAFT_KEPT.days} days.",
            ("slots",),
        ),
        Kept(
            "That a form was sent",
            "So that a second press of a button does nothing.",
            f"{SUBMISSION_KEPT.days} days.",
            ("submissions",),
        ),
    ]  # fmt: skip


def _of_looking_after_this_place() -> list[Kept]:
    return [
        Kept(
            "Reports",
            "So that somebody looks. No moderator sees who wrote one.",
            "As long as the post.",
            ("reports", "review_items", "touches"),
        ),
        Kept(
            "That a program noticed signs of danger in a post, and how pressing they looked",
            "So that a moderator looks in on you. Which words it marked is not kept: it is worked out anew when a "
            "moderator opens the page.",
            "As long as the post.",
        ),
        Kept(
            "The post as it was when it was reported",
            "So that somebody else can look at a decision again. It is locked with a key.",
            f"{EVIDENCE_KEPT.days // MONTH} months after the last report, decision or appeal.",
            ("evidence",),
        ),
        Kept(
            "Decisions of moderators, and what you answered",
            "So that they can be explained and appealed.",
            "As long as the post.",
            ("decisions", "appeals"),
        ),
        Kept(
            "What the team did",
            "So that power here can be checked. It holds no words of yours.",
            "As long as the site.",
            ("audit_entries", "audit_head"),
        ),
        Kept(
            "How often something was tried, by a mark that changes every day",
            "To keep out floods and guessing. It never lies on a disk.",
            f"Until the day is over, and {_hours(STILL_COUNTS)} hour more.",
        ),
    ]


def _minutes(period: timedelta) -> int:
    return period // timedelta(minutes=1)


def _hours(period: timedelta) -> int:
    return period // timedelta(hours=1)
