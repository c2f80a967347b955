"""The letters about an account: one subject for all, no name, no word of what the site is for, one link each."""

from textwrap import fill

from forum.outbox import Letter

SUBJECT = "The link you asked for"


def reset(to: str, link: str) -> Letter:
    return _letter(
        to,
        "Somebody, we hope you, asked for a new password. This link lets you choose one. It works "
        "once, for 30 minutes:",
        link,
        "If it was not you, you need do nothing. Nothing has changed.",
    )


def confirm(to: str, link: str) -> Letter:
    return _letter(
        to,
        "Somebody, we hope you, wants to use this address to get back into an account. If that is right, open this "
        "link within a day and press the button there:",
        link,
        "If it was not you, you need do nothing. We will not write to you again.",
    )


def taken(to: str, site: str) -> Letter:
    """To an address that already belongs to another account, so that asking does not tell a stranger so."""
    return _letter(
        to,
        "Somebody, perhaps you, wanted to use this address for an account, but it already belongs to one. Nothing has "
        "changed. If you have lost the way in, you can ask for a new password here:",
        site,
        "If it was not you, you need do nothing.",
    )


def _letter(to: str, why: str, link: str, otherwise: str) -> Letter:
    return Letter(to, SUBJECT, f"Hello,\n\n{fill(why, 72)}\n\n{link}\n\n{fill(otherwise, 72)}\n")
