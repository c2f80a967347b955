"""What somebody typed into the search, and how it travels: never readable in an address."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import timedelta

from forum import boxes, clock, text
from forum.boxes import BoxDamaged
from forum.care import current, searches
from forum.care.searches import Need
from forum.search import words

LONGEST = 200  # signs
MOST_WORDS = 12
OPEN_FOR = timedelta(minutes=30)  # how long the address of a result shows it again

NOTHING_TYPED = "Please type a word or two."
NO_WORD = "There is no word in that we could look for. Please type a word or two."
TOO_COMMON = "Those words stand in nearly every post. Please add one that does not."
TOO_LONG = f"That is more than we can look for at once. A few words are best; {LONGEST} characters at most."


@dataclass(frozen=True)
class Question:
    """What was typed, the words to look for, what it calls for, and why it cannot be looked for, if so."""

    typed: str
    words: tuple[str, ...] = ()
    need: Need = Need.NOTHING
    problem: str = ""

    @property
    def looks(self) -> bool:
        """Whether posts are listed: not for a way to do it, so that those with such words are not easier to find."""
        return bool(self.words) and not self.problem and self.need is not Need.HELP_ALONE


def read_question(typed: str) -> Question:
    """Anything at all that was typed; a question always comes of it."""
    need = searches.need_of(typed, current.tuning())
    if len(typed) > LONGEST:
        return Question(typed, need=need, problem=TOO_LONG)
    asked = words.asked(typed)[:MOST_WORDS]
    if asked or need is Need.HELP_ALONE:
        return Question(typed, tuple(asked), need)
    if text.is_blank(typed):
        return Question("", need=need, problem=NOTHING_TYPED)
    return Question(typed, need=need, problem=TOO_COMMON if any(words.in_order(typed)) else NO_WORD)


def closed(question: Question) -> str:
    """The question as part of an address: encrypted, its length rounded up, good for half an hour."""
    inside = json.dumps([int(clock.now().timestamp()), question.typed]).encode()
    return urlsafe_b64encode(boxes.seal(_key(), boxes.pad(inside, 96), "search")).decode().rstrip("=")


def opened(token: str) -> Question | None:
    """The question in an address; none when its time is over or the address is not ours."""
    try:
        box = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        asked_at, typed = json.loads(boxes.unpad(boxes.unseal(_key(), box, "search")))
    except (BoxDamaged, NotBase64, ValueError):
        return None
    if clock.now().timestamp() - asked_at > OPEN_FOR.total_seconds():
        return None
    return read_question(typed)


def _key() -> bytes:
    return boxes.keys().site_key("search")
