"""Reading what the browser sent into something the rest of the code can trust, and keeping all of it on a mistake."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from forum import text
from forum.care import support, warnings
from forum.care.support import Support
from forum.care.warnings import ContentWarning
from forum.ids import looks_like_id, new_id

MAX_TITLE = 200
TYPED_LIMIT = 60_000  # what is read at all; more than MAX_LENGTH, so that it can be given back with a word about it


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
    version: int = 0  # of the post being edited, to notice a second tab
    errors: dict[str, str] = field(default_factory=dict)

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
    version = data.get("version", "")
    form.version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    return form


def _read_post(data: MultiDict[str, str]) -> Writing:
    form = Writing(
        body=text.clean_source(data.get("body", "")[:TYPED_LIMIT], 3 * TYPED_LIMIT),
        anonymous=data.get("anonymous") == "y",
        advice=data.get("advice") == "y",
    )
    for name in ("once", "draft"):
        given = data.get(name, "")
        if looks_like_id(given):
            setattr(form, name, given)
    if text.is_blank(form.body):
        form.errors["body"] = "There are no words here yet. Write as much or as little as you like."
    elif len(form.body) > text.MAX_LENGTH:
        over = len(form.body) - text.MAX_LENGTH
        form.errors["body"] = (
            f"Please keep it under {text.MAX_LENGTH:,} characters. It is {over:,} over. "
            "You could post the rest as a reply."
        )
    try:
        form.warnings = warnings.parse_all(data.getlist("warnings"))
    except ValueError as problem:
        form.errors["warnings"] = str(problem)
    return form


def _read_title(data: MultiDict[str, str], form: Writing) -> None:
    typed = data.get("title", "")[: text.MAX_LENGTH]
    try:
        form.title = text.clean_line(typed, MAX_TITLE)
        problem = "" if form.title else "Please give it a title. A few plain words are enough."
    except text.TooLong:
        form.title = text.clean_line(typed, text.MAX_LENGTH)
        problem = f"Please keep the title under {MAX_TITLE} characters."
    if problem:
        form.errors = {"title": problem, **form.errors}


def _support(data: MultiDict[str, str], form: Writing) -> tuple[Support, ...]:
    try:
        return support.parse_all(data.getlist("support"))
    except ValueError as problem:
        form.errors["support"] = str(problem)
        return support.DEFAULT
