"""The care engine on the command line: python -m forum.care triage|coach|warnings, a JSON text a line in and out."""

import json
import sys
from importlib import import_module
from typing import TextIO

USAGE = 'python -m forum.care triage|coach|warnings < lines of {"id": …, "text": …}'
WAYS = {"triage": "triage", "coach": "coach", "warnings": "suggestions"}  # and the module that answers


def run(way: str, lines: TextIO, out: TextIO) -> int:
    """Answer every line in its order; 2 when a line is no JSON object, with its number and nothing of its words."""
    answer = import_module(f"forum.care.{WAYS[way]}").as_json
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
        text = item.get("text")  # nothing for null; what is no text, as it would be typed
        out.write(json.dumps(answer({**item, "text": "" if text is None else str(text)})) + "\n")
    return 0


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in WAYS:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    return run(sys.argv[1], sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
