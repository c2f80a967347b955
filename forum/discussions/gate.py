"""The gate for content warnings: the only way any surface gets at a post's words.

Every page, list, quote and preview asks here with the reader; nothing else may touch `body_html` or `excerpt`
(tests/architecture/test_gate.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from forum.care import warnings
from forum.care.warnings import Choice
from forum.discussions.models import Post, Revision
from forum.discussions.reading import Reader
from forum.text import around


@dataclass(frozen=True)
class Shown:
    """A text as one reader meets it. `html` and `words` are empty when it is left out for them."""

    choice: Choice
    note: str  # "Content note: …", or empty when there is no warning
    html: Markup = field(default_factory=Markup)
    words: str = ""  # plain opening words, for lists and quotes; empty unless the text stands open

    @property
    def open(self) -> bool:
        return self.choice in {Choice.SHOW, Choice.SOFTEN}

    @property
    def left_out(self) -> bool:
        return self.choice is Choice.HIDE


def whole(post: Post | Revision, reader: Reader, *, own: bool = False) -> Shown:
    """A post's whole text for the page it stands on. Closed text is in the page, inside a closed `<details>`."""
    return text(post.body_html, post.warnings, reader, own=own)


def just_typed(html: str, warned: str) -> Shown:
    """A preview: open under its note whatever the reader chose, because they wrote it a moment ago."""
    return Shown(Choice.SHOW, warnings.summary(warnings.read(warned)), html=Markup(html))  # noqa: S704  As in text().


def text(html: str, warned: str, reader: Reader, *, own: bool = False) -> Shown:
    """The same for a text that is no longer a post's own: an older version.

    One's `own` words stand open under their note. Only where the reader left the topic out altogether are they
    folded: nobody could change or find them otherwise, and an old night need not look up unasked.
    """
    found = warnings.read(warned)
    choice = reader.choice(found)
    if own:
        choice = Choice.COLLAPSE if choice is Choice.HIDE else Choice.SHOW
    note = warnings.summary(found)
    if choice is Choice.HIDE:
        return Shown(choice, note)
    return Shown(choice, note, html=Markup(html))  # noqa: S704  Rendered and sanitised by text.py when written.


def for_search(post: Post) -> str:
    """All that a reader of the post can read, for the index alone: nothing of it is ever shown from there."""
    return str(Markup(post.body_html).striptags())  # noqa: S704  As in text().


def passage(post: Post, reader: Reader, wanted: Callable[[str], int | None]) -> Shown:
    """The words around a place that somebody searched for; the opening words where it is in the title alone.

    `wanted` finds the place in a text. Nothing but the note unless the text would stand open.
    """
    shown = opening_words(post, reader)
    if not shown.open:
        return shown
    whole_text = for_search(post)
    place = wanted(whole_text)
    return shown if place is None else replace(shown, words=around(whole_text, place))


def opening_words(post: Post, reader: Reader) -> Shown:
    """The first words of a post, for lists and quotes: nothing but the note unless the text would stand open."""
    found = warnings.read(post.warnings)
    choice = reader.choice(found)
    stands_open = choice in {Choice.SHOW, Choice.SOFTEN}
    return Shown(choice, warnings.summary(found), words=post.excerpt if stands_open else "")
