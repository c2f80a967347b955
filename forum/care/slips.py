"""What slipped in a host's care settings, said in words that a volunteer understands."""

import re
import tomllib
from collections.abc import Collection

EXAMPLE = "docs/care.example.toml shows how it is written"
SIGNS = "Brackets, |, *, ^, $ and ... have a meaning of their own in a phrase"
_CLOSING = {"(": ")", "[": "]", "<": ">"}
_LONGEST = 60  # characters of a line that are said again


def in_file(text: str, problem: tomllib.TOMLDecodeError) -> str:
    """The line that cannot be read, and how it would be written; the reader of TOML says it in words of its own."""
    found = re.search(r"\(at line (\d+)", str(problem))
    lines = text.splitlines() or [""]
    number = min(int(found[1]), len(lines)) if found else len(lines)
    line = lines[number - 1].strip()
    said = f"line {number} (“{line[:_LONGEST]}{'…' if len(line) > _LONGEST else ''}”)"
    return f"This is not a TOML file: {said} cannot be read. {_how(line, str(problem))}"


def _how(line: str, problem: str) -> str:
    """The commonest slips, most telling first."""
    name, equals, value = (part.strip() for part in line.partition("="))
    comma = re.match(r"([+-]?\d*),(\d+)", value)
    if comma:
        whole = comma[1] if comma[1].strip("+-") else f"{comma[1]}0"
        return f"Please write {whole}.{comma[2]}, with a point and not a comma."
    if re.match(r"[+-]?\.\d", value):
        return "Please write a number with a digit before the point, like 0.5."
    if re.search("[“”„‘’«»]", line):
        return 'Please use straight quotes, like "high": some programs turn them into curly ones.'
    if "Cannot" in problem:
        return f"“{name}” stands in the file twice. Please keep one of them."
    if "\\" in line:
        return "Please leave out the \\: it has a meaning of its own in this file."
    if line.count('"') % 2 or line.count("'") % 2:
        return 'A quote is opened and not closed. Words stand between two of them, like "night ferry".'
    if "array" in problem:
        return f"A list stands between [ and ], with a comma after each entry; {EXAMPLE}."
    if not equals and not line.startswith("["):
        return f"A line is a name, then =, then a value; {EXAMPLE}."
    if re.match(r"\[?\s*[A-Za-z]", value):
        return 'Words stand between quotes, like "high".'
    return f"Please look at it again; {EXAMPLE}."


def in_phrase(typed: str, sets: Collection[str] = ()) -> str:
    """What is wrong with the brackets of a phrase, as the end of a sentence that begins with it; mostly nothing.

    `sets` are the names of the groups that it may use.
    """
    opened: list[str] = []
    for sign in typed:
        if sign in _CLOSING:
            opened.append(sign)
        elif sign in _CLOSING.values():
            if not opened or _CLOSING[opened[-1]] != sign:
                return f"has a closing bracket {sign} without the opening one before it. {SIGNS}; {EXAMPLE}"
            opened.pop()
    if opened:
        return f"has an opening bracket {opened[-1]} that is never closed. {SIGNS}; {EXAMPLE}"
    for name in re.findall(r"<([^<>]*)>", typed):
        if name not in sets:
            return f"uses the group <{name}>, which does not stand under [sets]. {SIGNS}; {EXAMPLE}"
    return ""
