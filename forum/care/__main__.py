"""The care engine on the command line: python -m forum.care triage|coach|warnings, a JSON text a line in and out."""

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

Answer = Callable[[dict[str, Any]], dict[str, Any]]
USAGE = 'python -m forum.care triage|coach|warnings < lines of {"id": …, "text": …}'


def triage(item: dict[str, Any]) -> dict[str, Any]:
    """What triage finds, as the command prints it."""
    from forum.care.triage import assess

    found = assess(words(item.get("text")))
    return {
        "id": item.get("id"),
        "risk": found.risk.value,
        "harm": found.harm.value,
        "score": found.score,
        "signals": [{"start": one.start, "end": one.end, "why": one.why} for one in found.signals],
        "others": found.others,
        "read": found.read,
    }


def words(value: object) -> str:
    """A field as text: nothing for null, and what is no text as it would be typed."""
    return "" if value is None else str(value)


def _coach() -> Answer:
    from forum.care import coach

    return coach.as_json


def _warnings() -> Answer:
    from forum.care import suggestions

    return suggestions.as_json


WAYS: dict[str, Callable[[], Answer]] = {"triage": lambda: triage, "coach": _coach, "warnings": _warnings}


def run(way: str, lines: TextIO, out: TextIO) -> int:
    """Answer every line in its order; 2 when a line is no JSON object, with its number and nothing of its words."""
    answer = WAYS[way]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            item = None
        if not isinstance(item, dict):
            sys.stderr.write(f"Line {number} is not a JSON object.\n")
            return 2
        out.write(json.dumps(answer(item)) + "\n")
    return 0


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in WAYS:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    return run(sys.argv[1], sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
