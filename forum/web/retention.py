"""What is kept, why and for how long, in the words of the privacy page; the periods are those that the code uses."""

from dataclasses import dataclass

from forum.accounts.signing_in import WHOLE
from forum.posting.rules import DRAFT_KEPT, SUBMISSION_KEPT


@dataclass(frozen=True)
class Kept:
    """One kind of thing that lies in the database."""

    what: str
    why: str
    long: str


def everything() -> list[Kept]:
    """Every kind of thing that is kept about people."""
    return [
        Kept("Your name here and the day you joined", "So that you can have a place here.", "Until you leave."),
        Kept("Your password", "To let you in. Only a one-way mark of it is kept.", "Until you change it or leave."),
        Kept(
            "Your e-mail address, if you gave one", "To get back in. It is locked with a key.", "Until you take it out."
        ),
        Kept(
            "That your browser is signed in",
            "So that you stay signed in.",
            f"{WHOLE['member'].days} days; {WHOLE['kept'].days} if you asked to be kept signed in.",
        ),
        Kept("What you post", "It is what this place is for.", "Until you take it back."),
        Kept("What a post said before you changed it", "For you, and for moderators.", "Until you take the post back."),
        Kept(
            "Words saved for later",
            "So that nothing you type is lost. They are locked for you alone.",
            f"{DRAFT_KEPT.days} days.",
        ),
        Kept(
            "That a form was sent", "So that a second press of a button does nothing.", f"{SUBMISSION_KEPT.days} days."
        ),
        Kept("Reports, and the post as it was", "So that somebody else can look at a decision again.", "Six months."),
        Kept("Decisions of moderators", "So that they can be explained and appealed.", "As long as the post."),
        Kept(
            "What the team did",
            "So that power here can be checked. It holds no words of yours.",
            "As long as the site.",
        ),
        Kept(
            "How often something was tried, by a mark that changes every day",
            "To keep out floods and guessing.",
            "A day.",
        ),
    ]
