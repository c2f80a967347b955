"""Who may write, and what must wait. Pure: facts in, verdict out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum.accounts.models import Account
from forum.care.signals import Assessment, Harm
from forum.care.warnings import ContentWarning, Level
from forum.discussions.models import Room, Thread, Visibility
from forum.moderation.models import HoldReason

NEW_MEMBER_PERIOD = timedelta(days=7)  # Long enough to have been greeted; short enough not to feel tested.
DRAFT_KEPT = timedelta(days=30)  # Long enough for a bad month; then nobody's half-said words lie about.
SUBMISSION_KEPT = timedelta(days=7)  # A form left open for a week can still not post twice.
DRAFTS = 20  # A person rarely has more than three things unsaid; twenty lets none of them push another out.


@dataclass(frozen=True)
class Verdict:
    """What happens to a post at once: who sees it, and why it waits if it does."""

    visibility: Visibility = Visibility.VISIBLE
    reason: HoldReason | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules look at. Nothing else may decide whether a post waits.

    That its writer may be in danger is not among them: it calls moderators, and keeps nobody's words back.
    """

    harmful: bool  # a way to come to harm, urging to it, or a pact stands in it
    newcomer: bool
    team: bool
    anonymous: bool
    opening: bool
    room_holds: bool
    contact: bool  # a link or contact details stand in it
    hurried: bool  # far more posts in a short time than people write
    uncovered: bool = False  # a change takes out the sign for a passage that a moderator covered


def is_new(account: Account, today: date) -> bool:
    return today - account.joined_on < NEW_MEMBER_PERIOD


def since(account: Account, today: date) -> str:
    """How long this member has been here, in the only two words that a pseudonym carries."""
    return "new" if is_new(account, today) else "settled"


def may_start_in(account: Account, room: Room) -> bool:
    return account.is_moderator or not room.informational


def may_reply(thread: Thread, *, own: bool) -> bool:
    """Nobody writes in a locked or ended thread; while replies are paused only its writer does."""
    if thread.locked or thread.ending is not None or thread.visibility is not Visibility.VISIBLE:
        return False
    return own or not thread.replies_paused


def why_no_reply(thread: Thread) -> str:
    if thread.locked:
        return "This thread is closed to new replies. What is here stays readable."
    if thread.ending is not None:
        return "The person who began this thread has closed it for now."
    if thread.replies_paused:
        return "The person who began this thread has asked for a pause in replies."
    return "This thread is not taking replies just now."


def may_edit(visibility: Visibility) -> bool:
    """A removed post stays as it was decided on; its writer can appeal. Everything else can be mended."""
    return visibility not in {Visibility.REMOVED, Visibility.WITHDRAWN}


NO_CHANGE = "This post cannot be changed any more. You can read why in the word from the moderators."


def verdict(facts: Facts) -> Verdict:
    """The first rule that applies wins; the order is the policy (DECISIONS 5).

    What could cost a reader their life comes before everything, for everybody. Threads of newcomers are not held for
    being that: the first post is often the hardest, and waiting in silence is worse.
    """
    if facts.harmful:
        return Verdict(Visibility.HELD, HoldReason.HARM)
    if facts.team:
        return Verdict()
    if facts.room_holds:
        return Verdict(Visibility.HELD, HoldReason.ROOM)
    if facts.newcomer and facts.contact:
        return Verdict(Visibility.HELD, HoldReason.CONTACT)
    if facts.newcomer and facts.anonymous and not facts.opening:
        return Verdict(Visibility.HELD, HoldReason.FIRST_POSTS)
    if facts.hurried:
        return Verdict(Visibility.HELD, HoldReason.PACE)
    return Verdict()


def verdict_on_change(facts: Facts) -> Verdict:
    """The same for a change to a post that others can read already. Only what a change can bring in counts."""
    if facts.harmful:
        return Verdict(Visibility.HELD, HoldReason.HARM)
    if facts.room_holds and not facts.team:
        return Verdict(Visibility.HELD, HoldReason.ROOM)
    if facts.uncovered:
        return Verdict(Visibility.HELD, HoldReason.UNCOVERED)
    if facts.newcomer and facts.contact and not facts.team:
        return Verdict(Visibility.HELD, HoldReason.CONTACT)
    return Verdict()


def gently(found: Assessment, notes: Sequence[ContentWarning]) -> str:
    """What its writer could do about close detail, as a wish; nothing when a note says already that it is there."""
    if found.harm is not Harm.DETAIL or any(note.level is Level.DETAILED for note in notes):
        return ""
    return (
        "Some of it is told closely. Somebody who is in the same place tonight may find that hard to read. "
        "If you like, change it: add a content note, or leave the closest part out. It is fine as it is, too."
    )
