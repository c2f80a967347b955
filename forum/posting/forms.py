"""Reading what the browser sent into something the rest of the code can trust, and keeping all of it on a mistake."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from forum import text
from forum.care import support, warnings
from forum.care.signals import Assessment, Risk
from forum.care.support import Support
from forum.care.warnings import ContentWarning
from forum.ids import looks_like_id, new_id

MAX_TITLE = 200
ANY_LENGTH = sys.maxsize  # how much is given back to be shortened; the size of the whole request is limited elsewhere


class Coached(StrEnum):
    """What the form itself knows of the coach; it is kept nowhere else (docs/privacy.md)."""

    ALONE = ""  # a page of ours without scripts: nothing has been said yet
    LIVE = "live"  # composer.mjs reads along
    NONE = "none"  # no page of ours was in front of anybody: a program sent this
    SAID = "said"  # it was said, and is not said again; `said:KIND` while it stands there and may give way to worse


@dataclass
class Writing:
    """A post being written: as typed, with what is wrong with it."""

    title: str = ""
    body: str = ""
    room: str = ""
    warnings: tuple[ContentWarning, ...] = ()
    support: tuple[Support, ...] = ()
    anonymous: bool = False
    advice: bool = False
    answers: str = ""
    once: str = ""  # names this form, so that it is taken once
    draft: str = field(default_factory=new_id)  # names the draft that this form saves to
    seen: str = ""  # names the form that had saved that draft when this one was opened, to notice a second tab
    version: int = 0  # of the post being edited, for the same; 0 asks for no comparison
    coach: Coached = Coached.ALONE
    spoken: str = ""  # the kind of the thought that stands under the words, while a graver one may take its place
    offered: tuple[str, ...] = ()  # topics of notes that were offered while this form was open
    errors: dict[str, str] = field(default_factory=dict)
    noticed: Assessment | None = None  # once it was read for danger
    danger: Risk | None = None  # to its writer, once the coach asked (coaching.danger)

    @property
    def level_of(self) -> dict[str, str]:
        """Topic to level, for filling the form again."""
        return {one.topic: str(one.level) for one in self.warnings}


def read_thread(data: MultiDict[str, str], rooms: Sequence[str]) -> Writing:
    """A new thread. `rooms` are the slugs that the writer may choose."""
    form = _read_post(data)
    _read_title(data, form)
    form.room = data.get("room", "")
    form.support = _support(data, form)
    if form.room not in rooms:
        form.errors["room"] = "Please choose a room for it."
    return form


def read_reply(data: MultiDict[str, str]) -> Writing:
    form = _read_post(data)
    form.answers = data.get("answers", "")
    return form


def read_edit(data: MultiDict[str, str], *, opening: bool) -> Writing:
    form = _read_post(data)
    if opening and "title" in data:
        _read_title(data, form)
        form.support = _support(data, form)
    form.version = _version(data.get("version", ""))
    return form


def _version(typed: str) -> int:
    """The version that the writer saw; -1, which no post has, when it is none that we wrote."""
    if not typed:
        return 0
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _read_post(data: MultiDict[str, str]) -> Writing:
    form = Writing(
        body=text.clean_source(data.get("body", ""), ANY_LENGTH),
        anonymous=data.get("anonymous") == "y",
        advice=data.get("advice") == "y",
        coach=_coached(data.getlist("coach")),
        spoken=_spoken(data.getlist("coach")),
        offered=tuple(dict.fromkeys(one for one in _words(data.getlist("offered")) if one in warnings.CATALOGUE)),
    )
    for name in ("once", "draft", "seen"):
        given = data.get(name, "")
        if looks_like_id(given):
            setattr(form, name, given)
    if len(form.body) > text.MAX_LENGTH:
        over = len(form.body) - text.MAX_LENGTH
        form.errors["body"] = (
            f"Please keep it under {text.MAX_LENGTH:,} characters. It is {over:,} over. "
            "You could post the rest as a reply."
        )
    elif text.is_blank(form.body):
        form.errors["body"] = "There are no words here yet. Write as much or as little as you like."
    try:
        form.warnings = warnings.parse_all(data.getlist("warnings"))
    except ValueError as problem:
        form.errors["warnings"] = str(problem)
    return form


def _coached(values: Sequence[str]) -> Coached:
    if any(word.partition(":")[0] == Coached.SAID for word in _words(values)):
        return Coached.SAID
    if not values:
        return Coached.NONE
    return Coached.ALONE if "" in values else Coached.LIVE


def _spoken(values: Sequence[str]) -> str:
    """The kind that was spoken of, as long as nobody put that away."""
    words = _words(values)
    kinds = [word.partition(":")[2] for word in words if word.startswith(f"{Coached.SAID}:")]
    return kinds[-1] if kinds and Coached.SAID not in words else ""


def _words(values: Sequence[str]) -> list[str]:
    return [word for value in values for word in value.split()]


def _read_title(data: MultiDict[str, str], form: Writing) -> None:
    typed = data.get("title", "")
    try:
        form.title = text.clean_line(typed, MAX_TITLE)
        problem = "Please give it a title. A few plain words are enough." if text.is_blank(form.title) else ""
    except text.TooLong:
        form.title = " ".join(text.clean_source(typed, ANY_LENGTH).split())
        problem = f"Please keep the title under {MAX_TITLE} characters."
    if problem:
        form.errors = {"title": problem, **form.errors}


def _support(data: MultiDict[str, str], form: Writing) -> tuple[Support, ...]:
    try:
        return support.parse_all(data.getlist("support"))
    except ValueError as problem:
        form.errors["support"] = str(problem)
        return support.DEFAULT
