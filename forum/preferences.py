"""How a reader wants pages shown: one small canonical text, without an id, in a cookie or on the account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, g

COOKIE = "p"
KEPT = 60 * 60 * 24 * 365  # seconds
THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large", "larger")
CHOICES = ("show", "soften", "collapse", "hide")
_TOPIC = re.compile(r"[a-z_]{2,30}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True)
class Preferences:
    """A reader's choices. `topics` holds only what differs from `warned`, the choice for all topics."""

    theme: str = "auto"
    calm: bool = False
    size: str = "normal"
    country: str | None = None  # ISO 3166 alpha-2, chosen by the reader, never guessed
    titles: bool = False  # show a thread's own title in the browser's tab
    exit: bool = True  # show the quick exit
    warned: str = "collapse"  # what happens to warned text when the topic has no choice of its own
    topics: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None) -> "Preferences":
        """Read the canonical text; anything unknown is dropped without complaint."""
        seen: dict[str, str] = {}
        for part in (text or "")[:1000].split("."):
            key, _, value = part.partition("-")
            seen[key] = value
        topics = {
            key[1:]: value
            for key, value in seen.items()
            if key.startswith("w") and _TOPIC.match(key[1:]) and value in CHOICES
        }
        return cls(
            theme=_one_of(seen.get("t"), THEMES),
            calm=seen.get("c") == "y",
            size=_one_of(seen.get("s"), SIZES),
            country=seen["h"] if _COUNTRY.match(seen.get("h", "")) else None,
            titles=seen.get("n") == "y",
            exit=seen.get("x") != "n",
            warned=_one_of(seen.get("a"), ("collapse", *CHOICES)),
            topics=topics,
        )

    def __str__(self) -> str:
        """The canonical text: sorted, defaults left out, so equal choices are equal texts."""
        parts = {
            "t": self.theme if self.theme != "auto" else "",
            "c": "y" if self.calm else "",
            "s": self.size if self.size != "normal" else "",
            "h": self.country or "",
            "n": "y" if self.titles else "",
            "x": "" if self.exit else "n",
            "a": self.warned if self.warned != "collapse" else "",
        }
        parts |= {f"w{topic}": choice for topic, choice in self.topics.items() if choice != self.warned}
        return ".".join(f"{key}-{value}" for key, value in sorted(parts.items()) if value)


def _one_of(value: str | None, words: tuple[str, ...]) -> str:
    return value if value in words else words[0]


def current() -> Preferences:
    """The choices that this request's pages are shown with (web.py reads them first)."""
    return g.get("preferences") or Preferences()


def remember(response: Response, preferences: Preferences, *, secure: bool | None = None) -> Response:
    """Keep the choices in the reader's browser. There is no id in them: equal choices are equal cookies."""
    g.preferences = preferences
    text = str(preferences)
    if not text:
        response.delete_cookie(COOKIE, path="/", samesite="Lax")
        return response
    response.set_cookie(
        COOKIE,
        text,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=g.get("https", False) if secure is None else secure,
    )
    return response
