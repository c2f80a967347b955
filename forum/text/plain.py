"""The words of a text without its markup: openings for lists, counts, reading time."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from forum.text.markdown import UNSPACED_SCRIPT, tokens_of
from forum.text.source import clean_source

WORDS_A_MINUTE: Final = 200  # Slower than the usual 240: people read here when they are tired.

BETWEEN: Final = " · "  # Says that something new begins, and puts no mark into anybody's mouth.

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def excerpt(source: str, length: int = 200) -> str:
    """The opening in plain words, at most `length` characters, on one line: for lists.

    Quoted words are left out unless there are no others, so that a list shows what the writer says.
    """
    tokens = tokens_of(clean_source(source))
    words = _joined(_words(tokens, quoted=False)) or _joined(_words(tokens, quoted=True))
    return _cut(words, length)


def around(words: str, place: int, length: int = 200) -> str:
    """A piece of plain words around a place in them, on one line, cut between words."""
    start = max(0, place - length // 3)
    if start:
        space = words.find(" ", start, place)
        start = space + 1 if space >= 0 else place
    return ("… " if start else "") + _cut(_SPACE.sub(" ", words[start : start + 2 * length]).strip(), length)


def word_count(source: str) -> int:
    """How many words a reader meets; two characters count as a word in scripts written without spaces.

    Cheap enough for every view of a page: nothing is parsed, and markup has no words.
    """
    spaced, unspaced = UNSPACED_SCRIPT.subn(" ", source)
    return len(_WORD.findall(spaced)) + math.ceil(unspaced / 2)


def reading_minutes(source: str) -> int:
    """Whole minutes that a tired person needs to read it, at least one."""
    return max(1, round(word_count(source) / WORDS_A_MINUTE))


def _joined(blocks: Iterable[str]) -> str:
    """One line of several paragraphs; a dot stands between two of them where the first has no end of its own."""
    line = ""
    for block in blocks:
        words = _SPACE.sub(" ", block).strip()
        between = " " if not line or _has_an_end(line) else BETWEEN
        line = f"{line}{between}{words}".strip() if words else line
    return line


def _has_an_end(words: str) -> bool:
    """Whether a sentence is over: by a full stop or the like of any script, before closing quotes and brackets."""
    bare = words.rstrip("\"'*_)]}»«›”’」』）")
    return bool(bare) and unicodedata.category(bare[-1]) in ("Po", "Pd")


def _words(tokens: Sequence[Token], *, quoted: bool) -> Iterator[str]:
    depth = 0
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        elif token.type == "inline" and (quoted or depth == 0):
            yield "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
                if not child.meta.get("ours")
            )


def _cut(text: str, length: int) -> str:
    """Shorten between words where there is a space near the end, and never inside one visible character."""
    if len(text) <= length:
        return text
    end = length - 1
    while end and (_belongs_to_previous(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    space = text.rfind(" ", length * 3 // 4, end + 1)
    return text[: space if space > 0 else end].rstrip() + "…"


def _belongs_to_previous(character: str) -> bool:
    """Combining marks, joiners, variation selectors, skin tones, flag letters and tags."""
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U0001f1e6" <= character <= "\U0001f1ff"
    )
