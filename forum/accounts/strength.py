"""How easily a password is guessed: by people who know the common ones and how people vary them.

An estimate after zxcvbn: the password is cut into the pieces that cost a guesser least (known passwords, runs over
the keyboard, repetitions, dates), and what no piece covers is counted sign by sign.
"""

import gzip
import re
from functools import cache
from math import log10
from pathlib import Path

ENOUGH = 8.0  # decades of guesses: below a hundred million even a patient stranger at the sign-in page has a chance
SHORTEST_WORD = 3
LONGEST_WORD = 40

_LEET = str.maketrans("4@831!|05$7+29", "aabeiilossttzg")
_DATE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[./-]?\d{1,2}[./-]?(?:19|20)?\d\d|(?:19|20)\d\d[./-]?\d{1,2}[./-]?\d{1,2}"
)
_ROWS = ("`1234567890-=", " qwertyuiop[]\\", " asdfghjkl;'", " zxcvbnm,./")
_SHIFTED = str.maketrans('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./")


def is_easy(password: str, own_words: tuple[str, ...] = ()) -> bool:
    """Whether fewer than a hundred million guesses would find it. `own_words` are known to every guesser."""
    return decades(password, own_words) < ENOUGH


def decades(password: str, own_words: tuple[str, ...] = ()) -> float:
    """The decimal logarithm of the guesses that the cheapest way of putting the password together takes."""
    own = {word for phrase in own_words for word in _words_of(phrase)}
    plain = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in password)
    if not plain:
        return 0.0
    pieces = _pieces(password, plain, own)
    best = [0.0] + [float("inf")] * len(plain)
    count = [0] * (len(plain) + 1)
    for end in range(1, len(plain) + 1):
        for start, cost in [(end - 1, _sign(password, end - 1)), *pieces.get(end, ())]:
            # Each further piece has to be put in its place; single signs have that in their own price.
            joined = cost + log10(count[start] + 1) if start < end - 1 else cost
            if best[start] + joined < best[end]:
                best[end] = best[start] + joined
                count[end] = count[start] + (start < end - 1)
    return best[-1]


def _pieces(password: str, plain: str, own: set[str]) -> dict[int, list[tuple[int, float]]]:
    """Every piece that a guesser knows: by its end, where it starts and what it costs."""
    found: dict[int, list[tuple[int, float]]] = {}
    size = len(plain)
    for start in range(size):
        for end in range(start + SHORTEST_WORD, min(size, start + LONGEST_WORD) + 1):
            cost = _word(password[start:end], plain[start:end], own)
            if cost is not None:
                found.setdefault(end, []).append((start, cost))
    for start, end, cost in [*_runs(plain), *_repetitions(password, plain, own), *_dates(plain)]:
        found.setdefault(end, []).append((start, cost))
    return found


def _word(typed: str, plain: str, own: set[str]) -> float | None:
    """A known password or a word about the person, with capitals, digits for letters, or backwards."""
    if plain in own:
        return 1.0 + _capitals(typed)
    known = common()
    spellings = ((plain, 0.0), (plain.translate(_LEET), 0.5), (plain[::-1], 0.3))
    costs = [log10(known[spelt] + 1) + extra for spelt, extra in spellings if spelt in known]
    return min(costs) + _capitals(typed) if costs else None


def _capitals(typed: str) -> float:
    if typed == typed.lower():
        return 0.0
    return 0.3 if typed.istitle() or typed.isupper() else 1.0


def _runs(plain: str) -> list[tuple[int, int, float]]:
    """abcd, 9876, qwerty, 1qaz: each sign is a neighbour of the one before."""
    found = []
    keys = _keys()
    unshifted = plain.translate(_SHIFTED)
    for step in ("order", "keyboard"):
        start, turns, last = 0, 0, None
        for place in range(1, len(plain) + 1):
            way: int | tuple[int, int] | None = None
            if place < len(plain):
                if step == "order":
                    gap = ord(plain[place]) - ord(plain[place - 1])
                    way = gap if abs(gap) <= 1 and plain[place].isalnum() else None
                else:
                    way = keys.get((unshifted[place - 1], unshifted[place]))
            if way is None:
                if place - start >= SHORTEST_WORD:
                    found.append((start, place, 1.7 + log10(place - start) + 0.5 * turns))
                start, turns, last = place, 0, None
            else:
                turns += last is not None and way != last
                last = way
    return found


def _repetitions(password: str, plain: str, own: set[str]) -> list[tuple[int, int, float]]:
    """The same again and again: it costs once what it costs, and a little for how often."""
    found = []
    for match in re.finditer(r"(.+?)\1+", plain):
        unit = match.group(1)
        often = len(match.group()) // len(unit)
        once = (
            decades(password[match.start() : match.start() + len(unit)], tuple(own)) if len(unit) > 1 else 1.0
        )
        found.append((match.start(), match.end(), once + log10(often)))
    return found


def _dates(plain: str) -> list[tuple[int, int, float]]:
    found = []
    for start in range(len(plain)):
        for match in (
            _DATE.match(plain, start, end) for end in range(start + 4, min(len(plain), start + 10) + 1)
        ):
            if match:
                found.append((start, match.end(), 2.1 if len(match.group()) == 4 else 4.6))
    return found


def _sign(password: str, place: int) -> float:
    """A sign that no piece covers. Letters among letters and digits among digits are mostly words and numbers that
    somebody has, so they cost little; a change from one to the other costs more, any other sign the most."""
    sign, before = password[place], password[place - 1] if place else password[place]
    if not sign.isascii() or not sign.isalnum():
        return 1.1
    if sign.isalpha() != before.isalpha():
        return 0.9
    return 0.55 if sign.isdigit() or sign.islower() == before.islower() or place == 1 else 0.95


def _words_of(phrase: str) -> set[str]:
    plain = phrase.casefold()
    words = {plain, "".join(sign for sign in plain if sign.isalnum()), *re.split(r"\W+", plain)}
    return {word for word in words if len(word) >= SHORTEST_WORD}


@cache
def common() -> dict[str, int]:
    """Known passwords and their rank, about forty thousand (see common_passwords.md)."""
    packed = Path(__file__).with_name("common_passwords.txt.gz").read_bytes()
    return {word: rank for rank, word in enumerate(gzip.decompress(packed).decode().splitlines(), 1)}


@cache
def _keys() -> dict[tuple[str, str], tuple[int, int]]:
    """From each key to each of its neighbours, and which way that is."""
    places = {
        key: (row, column) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys) if key != " "
    }
    return {
        (one, other): (there[0] - here[0], there[1] - here[1])
        for one, here in places.items()
        for other, there in places.items()
        if abs(there[0] - here[0]) <= 1 and abs(there[1] - here[1]) <= 1
    }
