"""Names that people choose: which are fine, which look alike, and which only the team may carry."""

import re
import unicodedata
from functools import cache
from pathlib import Path

SHORTEST, LONGEST = 3, 30
SKELETON = 60  # the column's room; a name whose letters unfold into more is refused as too long

# Nobody may look like the people who run the place, or like the place itself.
_RESERVED = (
    "mod mods moderator moderators moderation admin admins administrator administrators staff team system sysop root "
    "owner host operator official support supporter help helper helpline crisis crisisteam emergency samaritans police "
    "security safety webmaster postmaster hostmaster mailer noreply service bot robot guardian therapist doctor "
    "anonymous anon deleted removed nobody noone everyone everybody all here somebody someone unknown null none "
    "undefined guest visitor member members newcomer user account me you we"
)
RESERVED = frozenset(_RESERVED.split())
# These may not stand inside a longer name either, between separators or digits (`admin_jo`, `moderator7`).
_TITLES = "mod moderator moderators admin administrator staff official sysop system helpline"
TITLES = frozenset(_TITLES.split())

_SEPARATORS = "_-."
_LATIN = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS )?([A-Z])(?: WITH (?!SMALL).*)?$"
)
_SPOKEN_AS = str.maketrans({"3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "6": "g", "9": "g", "2": "z"})
# Scripts that are written together; every other name keeps to one.
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)


def tidy(typed: str) -> str:
    """The name as it will be shown: one spelling for signs that have several (NFKC), no space around it."""
    return unicodedata.normalize("NFKC", typed.strip())


def problem(name: str, *, site_name: str = "", team: bool = False) -> str | None:
    """Why this tidied name cannot be taken, as a sentence; None when it can. The team may be called what it is."""
    if len(name) < SHORTEST:
        return f"Please choose a name with {SHORTEST} characters or more."
    if len(name) > LONGEST or len(skeleton(name)) > SKELETON:
        return f"Please choose a name with at most {LONGEST} characters."
    if not _well_formed(name):
        return "Please use letters and numbers. A dot, a dash or an underscore may stand between them."
    if not _one_script(name):
        return "Please keep to one alphabet, so that no two names look the same."
    if not team and is_reserved(name, site_name):
        return "That name could be taken for the team of this site. Please choose another."
    return None


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton could be taken for each other, and only one is given out.

    After UTS 39: look-alikes become the ASCII sign they look like, case and accents and separators are dropped.
    """
    looks = look_alikes()
    folded = "".join(looks.get(sign) or sign.casefold() for sign in unicodedata.normalize("NFKC", name))
    plain = unicodedata.normalize("NFD", folded)
    plain = "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f" and sign not in _SEPARATORS)
    plain = "".join(looks.get(sign, sign) for sign in unicodedata.normalize("NFC", plain))
    for one, other in (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("|", "l")):
        plain = plain.replace(one, other)
    return plain


def is_reserved(name: str, site_name: str = "") -> bool:
    """Whether a name could be taken for the team or the site, spelt with digits for letters as well."""
    whole = _spoken(name)
    own = {_spoken(site_name)} if _spoken(site_name) else set()
    if (
        whole in _spoken_set(RESERVED) | own
        or _spoken(name.rstrip("0123456789")) in _spoken_set(RESERVED) | own
    ):
        return True
    parts = (part.strip("0123456789") for part in re.split(r"[_.\-]", name))
    return any(_spoken(part) in _spoken_set(TITLES) for part in parts if part)


@cache
def look_alikes() -> dict[str, str]:
    """From each sign that looks like ASCII letters or digits to those, lower case."""
    found: dict[str, str] = {}
    for sign in map(
        chr, range(0x80, 0xAB70)
    ):  # ø is an o, đ is a d, ᴀ is a small A: their Unicode names say so.
        if letter := _LATIN.match(unicodedata.name(sign, "")):
            found[sign] = letter.group(1).lower()
    for line in Path(__file__).with_name("look_alikes.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            plain, *signs = line.split(" ")
            found |= dict.fromkeys(signs, plain)
    return found


def _spoken(name: str) -> str:
    kept = "".join(sign for sign in skeleton(name) if sign.isalnum())
    return kept.translate(_SPOKEN_AS)


@cache
def _spoken_set(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_spoken(word) for word in words)


def _well_formed(name: str) -> bool:
    """Letters, their marks and digits; single separators between them."""
    between = False
    for place, sign in enumerate(name):
        if sign in _SEPARATORS:
            if place == 0 or between:
                return False
            between = True
            continue
        kind = unicodedata.category(sign)
        if kind in {"Mn", "Mc"} and (place == 0 or between):
            return False
        if not (kind[0] == "L" or kind in {"Mn", "Mc", "Nd"}):
            return False
        between = False
    return not between


def _one_script(name: str) -> bool:
    scripts = {
        _script(sign) for sign in name if sign not in _SEPARATORS and not (sign.isascii() and sign.isdigit())
    }
    scripts.discard("COMBINING")
    return len(scripts) <= 1 or any(scripts <= together for together in _TOGETHER)


def _script(sign: str) -> str:
    """The script a sign belongs to: the first word of its Unicode name says it well enough."""
    return unicodedata.name(sign, "?").split(" ")[0].split("-")[0]
