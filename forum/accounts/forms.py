"""What browsers send to the account pages, read into values that can be trusted."""

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import ImmutableMultiDict

from forum.accounts.way_back import Carried

Sent = ImmutableMultiDict[str, str]
LONGEST = 1000  # characters of any field here; what is longer is nobody's name, password or code


def text(form: Sent, name: str) -> str:
    """One field; nothing where it is missing or beyond all reason."""
    found = form.get(name, "")
    return found if len(found) <= LONGEST else ""


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str
    keep: bool
    carried: Carried

    @classmethod
    def read(cls, form: Sent) -> Self:
        return cls(
            text(form, "username").strip(),
            text(form, "password"),
            form.get("keep") == "y",
            Carried.from_form(form, form.lists()),
        )


@dataclass(frozen=True)
class SignUp:
    username: str
    password: str
    email: str
    carried: Carried

    @classmethod
    def read(cls, form: Sent) -> Self:
        return cls(
            text(form, "username").strip(),
            text(form, "password"),
            text(form, "email").strip(),
            Carried.from_form(form, form.lists()),
        )
