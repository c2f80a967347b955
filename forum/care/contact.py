"""Finding links and contact details in a text, so that a newcomer's can be read by a moderator first.

Help lines are never taken for private contacts: their numbers, pages and addresses pass. So do doses,
dates, ages, sums and counting. What is found is a place in the text and a kind, never a judgement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forum.care import resources


class Kind(StrEnum):
    """What a passage looks like."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"


@dataclass(frozen=True, order=True)
class Span:
    """A passage of the text, from `start` up to but not including `end`."""

    start: int
    end: int
    kind: Kind


def find(text: str) -> list[Span]:
    """Every passage that looks like a link or a contact detail, in order and without overlaps."""
    found: list[Span] = []
    for span in (*_emails(text), *_links(text), *_handles(text), *_phones(text)):
        if all(span.end <= other.start or span.start >= other.end for other in found):
            found.append(span)
    return sorted(found)


# E-mail, also with "at" and "dot" written out to slip past a reader.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MAIL_HOSTS = "gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|gmx|web|aol|mail|posteo|tutanota"
_EMAIL_SPELT = re.compile(
    rf"\b[\w.+-]{{2,64}}\s?(?:[\[(]\s?at\s?[\])]\s?[\w-]{{2,63}}"
    rf"|\sat\s(?:{_MAIL_HOSTS})\s?(?:\.|\sdot\s|[\[(]dot[\])])\s?\w{{2,6}})",
    re.I,
)


def _emails(text: str) -> Iterator[Span]:
    known = resources.book().places
    for match in _EMAIL.finditer(text):
        if match[0].lower().rstrip(".") not in known:
            yield Span(*match.span(), Kind.EMAIL)
    for match in _EMAIL_SPELT.finditer(text):
        yield Span(*match.span(), Kind.EMAIL)


# Endings that are no English words stand for themselves. The others (`so`, `me`, `it` …) appear whenever
# somebody forgets the space after a full stop, so they count only with a path behind them.
_ENDINGS = (
    "com|net|org|info|biz|io|gg|xyz|dev|edu|gov|onion|tv|ly|eu|ru|pl|cz|sk|hu|ro|gr|fr|nl|dk|fi|ch|li|lu|"
    "jp|cn|kr|br|mx|cl|nz|za|ca|uk|de|au|ie|ua|lt|lv|ee|pt"
)
_URL = re.compile(r"\b(?:https?://|ftp://|www\.)[^\s<>\"”’)\]]{2,500}", re.I)
_BARE = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_ENDINGS})(?![\w-]|\.\w)(?:/[^\s<>\"”’)\]]{{0,500}})?",
    re.I,
)
_WITH_PATH = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}/[\w@+#?=&%.-]{2,500}", re.I)
_SPELT_DOT = re.compile(r"\b[\w-]{2,63}\s?[\[(]dot[\])]\s?[a-z]{2,6}\b", re.I)


def _links(text: str) -> Iterator[Span]:
    known = resources.book().places
    for pattern in (_URL, _WITH_PATH, _BARE, _SPELT_DOT):
        for match in pattern.finditer(text):
            host = re.sub(r"^\w+://", "", match[0].lower()).removeprefix("www.")
            if re.split(r"[/?#:]", host)[0].rstrip(".,;!") in known:
                continue
            if pattern is _BARE and _is_a_lost_space(match[0]):
                continue
            yield Span(*match.span(), Kind.LINK)


def _is_a_lost_space(word: str) -> bool:
    """`later.De` or `home.Ca`: two sentences without a space between, where an address would be small."""
    ending = word.partition("/")[0].rpartition(".")[2]
    return ending[0].isupper() and not word.isupper()


_PLATFORM = (
    r"discord|insta(?:gram)?|ig|snap(?:chat)?|telegram|tg|whats\s?app|wa|signal|kik|tik\s?tok|twitter|"
    r"face\s?book|fb|messenger|we\s?chat|skype|reddit|threema|tumblr|viber|bluesky"
)
_NAME = r"@?[\w][\w.\-]{1,31}(?:#\d{4})?"
_WORDY_NAME = r"(?=\w*[\d_.#])[\w.]{3,32}(?:#\d{4})?"  # One that no ordinary word looks like.
_CALLED = r"(?:\s(?:name|nick|handle|id|user|username|account|number)){0,2}"
_AT = re.compile(r"(?<![\w@/.])@[a-z_]\w{2,30}", re.I)
_TAG = re.compile(r"\b[\w.]{2,32}#\d{4}\b")
_REDDIT = re.compile(r"(?<![\w/])/?u/[\w-]{3,20}\b")
# "discord: moon", "kik id = moon"
_GIVEN = re.compile(rf"\b(?:{_PLATFORM}){_CALLED}\s?[:=]\s?({_NAME})", re.I)
# "my insta is moon", "my discord username’s moon"
_MINE = re.compile(rf"\bmy\s(?:{_PLATFORM}){_CALLED}(?:\sis|’s|'s)\s({_NAME})", re.I)
# "I’m moon_9 on discord"
_I_AM = re.compile(rf"\b(?:i(?:’|')?m|i am)\s({_WORDY_NAME})\son\s(?:{_PLATFORM})\b", re.I)
# "find me on tumblr as moon"
_FIND_AS = re.compile(
    rf"\b(?:find|add|follow|search|message)\s(?:\w+\s){{0,3}}on\s(?:{_PLATFORM})\s(?:as|under)\s({_NAME})",
    re.I,
)
# "Add me on snap", "you can text me on whatsapp", "please message me privately on signal"
_COME_OVER = re.compile(
    r"(?:^|[.!?,;:(\n]\s{0,3}|\b(?:please|you (?:can|could|may)|feel free to|and|or)\s)"
    r"(?:add|dm|pm|message|msg|text|find|contact|reach|hit|write to|talk to|follow)\sme\s(?:\w+\s)?"
    rf"(?:on|in|via|over|through|at)\s(?:my\s)?(?:{_PLATFORM})\b",
    re.I,
)
_AT_PLACES = {
    "@home",
    "@work",
    "@school",
    "@night",
    "@the",
    "@all",
    "@everyone",
    "@here",
    "@mods",
    "@moderators",
}
# What people say about an account, or after a colon, without giving a name away.
_SAID_OF_IT = frozenset(
    word
    for words in (
        "a about all already also always an another as at awful back bad banned because been being",
        "blank blocked boring broken but closed completely deactivated dead deleted different down",
        "dry embarrassing empty even everybody everyone fake far filled fine for from full fun gone",
        "good hacked he her hidden his how i if in inactive it its just killing like locked lonely",
        "long lying made making me mostly much my never nice no nobody not nothing now off old on",
        "one only open our over people pretty private proof public quiet really ruining safe scary",
        "set she showing silent so somebody someone soon still stupid such that the their there they",
        "this to too toxic under unused up useless usual very we weird well what when where who why",
        "with working you your",
    )
    for word in words.split()
)


def _handles(text: str) -> Iterator[Span]:
    known = _AT_PLACES | resources.book().places
    for pattern in (_GIVEN, _MINE, _I_AM, _FIND_AS):
        for match in pattern.finditer(text):
            if match[1].lower().rstrip(".") not in _SAID_OF_IT | known:
                yield Span(*match.span(), Kind.HANDLE)
    for match in _AT.finditer(text):
        if match[0].lower() not in known:
            yield Span(*match.span(), Kind.HANDLE)
    for pattern in (_TAG, _REDDIT, _COME_OVER):
        for match in pattern.finditer(text):
            yield Span(match.end() - len(match[0].lstrip(" .!?,;:(\n")), match.end(), Kind.HANDLE)


_NUMBER = re.compile(r"(?<![\w.,:/€$£-])(?:\+|\()?\d(?:[ .\-]?[()]?[ .\-]?\d){6,16}(?![\w:/%€$£]|[.,]\d)")
_DATE = re.compile(r"\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)?\d\d|(?:19|20)\d\d[ .\-]\d{1,2}[ .\-]\d{1,2}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .\-]{1,3})+(?:19|20)\d\d")
_CUE = re.compile(
    r"\b(?:call|text|ring|phone|tel|telephone|mobile|cell|whats\s?app|sms|number|no|nr|nummer|numero|número|"
    r"numéro|reach me)\b"
    r"[^\n\d]{0,25}$",
    re.I,
)
_NOT_A_PHONE = re.compile(r"\b(?:isbn|order|ref|reference|case|ticket|invoice|doi|pmid)\b[^\n\d]{0,12}$", re.I)
_UNIT = re.compile(
    r"\s?(?:mg|mcg|ml|g|kg|lbs?|cal|kcal|calories|steps|people|years|days|hours|times|euros?|dollars|pounds)\b",
    re.I,
)


def _phones(text: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(text):
        before, after = text[max(0, match.start() - 45) : match.start()], text[match.end() : match.end() + 12]
        if _NOT_A_PHONE.search(before) or _UNIT.match(after) or _is_help_line(match[0]):
            continue
        if _looks_dialled(match[0], bool(_CUE.search(before))):
            yield Span(*match.span(), Kind.PHONE)


def _is_help_line(number: str) -> bool:
    """Whether these digits are a published line, as it is dialled at home or from abroad."""
    known = resources.book().numbers
    digits = re.sub(r"\D", "", number)
    if digits in known or digits.removeprefix("1") in known:
        return True
    if not number.startswith("+"):
        return False
    return any(digits[code:] in known or "0" + digits[code:] in known for code in (1, 2, 3))


def _looks_dialled(number: str, asked_to_call: bool) -> bool:
    """Whether a run of digits is grouped as a telephone number rather than a date, a sum or counting."""
    if _DATE.fullmatch(number) or _YEARS.fullmatch(number):
        return False
    if re.fullmatch(r"\d+\.\d+", number):
        return False  # A decimal fraction.
    groups = re.findall(r"\d+", number)
    digits = "".join(groups)
    if number.startswith("+"):
        return len(digits) >= 8
    if re.search(r"0{5,}$", digits) or (len(groups) > 1 and all(int(group) % 50 == 0 for group in groups)):
        return False
    if all(len(group) == 1 for group in groups) and len(groups) > 3 and not asked_to_call:
        return False  # Counting down, a pattern for breathing.
    if digits.startswith("0"):
        return 9 <= len(digits) <= 13 or asked_to_call
    if len(groups) == 1:
        return 9 <= len(digits) <= 13 or asked_to_call
    if "(" in number or [len(group) for group in groups[-3:]] == [3, 3, 4]:
        return len(digits) >= 10
    return asked_to_call or (
        len(digits) in {9, 10, 11} and all(len(group) > 1 for group in groups[1:]) and len(groups) < 5
    )
