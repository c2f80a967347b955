"""The way back after signing in: to the page that was asked for, with the words that had been typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeSerializer

from forum import boxes

PREFIX = "kept:"  # of hidden fields that carry somebody's words through the sign-in form
# What is never carried: it is used once or is nobody's business.
SECRET = frozenset(
    {"csrf_token", "password", "new_password", "code", "token", "recovery", "credential", "next"}
)
SHOWN = ("title", "body", "note", "words", "passage", "facts")  # the fields that hold words, in reading order


_LABELS = {
    "title": "Title",
    "body": "Your words",
    "note": "Anything we should know",
    "words": "What should we look at again?",
    "passage": "The passage to cover",
    "facts": "What you saw, or your answer",  # one field of three forms at the desk
}
_AT_THE_DESK = {"note": "A note to the writer"}


def label(name: str, path: str | None) -> str:
    """What a field with somebody's words was called on the form that goes to `path`."""
    at_the_desk = (path or "").startswith("/moderation/")
    return (_AT_THE_DESK.get(name) if at_the_desk else None) or _LABELS.get(name, "What you wrote")


def sign(path: str) -> str:
    """A path of our own site as a text that only we can have made: `next` never is an address (SECURITY X07)."""
    return str(_signer().dumps(path))


def read(signed: str | None) -> str | None:
    """The path again, or None for anything that we have not signed."""
    try:
        path = _signer().loads(signed or "")
    except BadSignature:
        return None
    if not isinstance(path, str) or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    return path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(boxes.keys().session, salt="way-back")


@dataclass(frozen=True)
class Carried:
    """What a person was doing when we asked them to sign in: where it goes, and every field of it."""

    path: str | None = None
    fields: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def from_refused(cls, path: str, form: Iterable[tuple[str, list[str]]], *, sent: bool) -> "Carried":
        """From a request that could not be served to a visitor; `sent` when it was a form."""
        fields = [(k, v) for k, values in form for v in values if k not in SECRET] if sent else []
        return cls(path, fields)

    @classmethod
    def from_form(cls, form: Mapping[str, str], lists: Iterable[tuple[str, list[str]]]) -> "Carried":
        """From a sign-in form that carried it along."""
        fields = [
            (name.removeprefix(PREFIX), value)
            for name, values in lists
            if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in SECRET
            for value in values
        ]
        return cls(read(form.get("next")), fields)

    @property
    def signed(self) -> str | None:
        return sign(self.path) if self.path else None

    @property
    def is_to_write(self) -> bool:
        """Whether somebody asked for a page to write on, as a newcomer does; typed words are a member's."""
        return not self.fields and (self.path or "").startswith(("/threads/", "/posts/"))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The fields as the sign-in form holds them."""
        return [(PREFIX + name, value) for name, value in self.fields]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The words, in reading order."""
        return [(name, value) for shown in SHOWN for name, value in self.fields if name == shown and value]

    @property
    def again(self) -> list[tuple[str, str]]:
        """Everything else that was in the form, to be sent again beside the words."""
        return [(name, value) for name, value in self.fields if name not in SHOWN]
