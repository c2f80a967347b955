"""Texts made to be slow: each generator fills exactly the length it is given."""

from collections.abc import Callable
from itertools import count
from typing import Final


def _repeat(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _counting(line: Callable[[int], str]) -> Callable[[int], str]:
    def fill(length: int) -> str:
        parts, size = [], 0
        for number in count():
            parts.append(line(number))
            size += len(parts[-1])
            if size >= length:
                return "".join(parts)[:length]
        return ""

    return fill


def _around(before: str, middle: str, after: str) -> Callable[[int], str]:
    """As many openings as closings, with a word between."""

    def fill(length: int) -> str:
        pairs = (length - len(middle)) // (len(before) + len(after))
        return (before * pairs + middle + after * pairs).ljust(length, ".")

    return fill


BOMBS: Final[dict[str, Callable[[int], str]]] = {
    "quotes in quotes": _repeat(">"),
    "quotes in quotes, spaced": _repeat("> "),
    "a quote a line": _repeat(">\n"),
    "quotes one deeper each line": _counting(lambda n: ">" * (n % 40) + "a\n"),
    "lists in lists on one line": _repeat("- "),
    "lists one deeper each line": _counting(lambda n: "  " * (n % 60) + "- a\n"),
    "staircase without end": _counting(lambda n: " " * n + "- a\n"),
    "numbered staircase": _counting(lambda n: "   " * (n % 30) + f"{n}. a\n"),
    "lists that change their mark": _repeat("-\n+\n*\n"),
    "lists and quotes in turn": _repeat("> - "),
    "a list item a line": _repeat("- a\n"),
    "empty list items": _repeat("-\n"),
    "lazy lines": _repeat("> - a\nb\n"),
    "opening brackets": _repeat("["),
    "closing brackets": _repeat("]"),
    "bracket pairs": _around("[", "a", "]"),
    "links in links": _repeat("[a]("),
    "links with open titles": _repeat('[a](https://e.org "'),
    "links with open angle": _repeat("[a](<b"),
    "links opened around links": _around("[", "a", "](https://e.org)"),
    "real links": _repeat("[a](https://e.org) "),
    "links and brackets in a destination": _repeat("[a](https://e.org/(("),
    "images": _repeat("![a]("),
    "images in images": _around("![", "a", "](https://e.org)"),
    "reference definitions": _counting(lambda n: f"[{n}]: https://e.org\n"),
    "one reference, many uses": lambda length: ("[a]: https://e.org\n\n" + "[a] " * length)[:length],
    "typed addresses": _repeat("https://e.org "),
    "typed addresses, closed up": _repeat("https://e.org"),
    "schemes only": _repeat("http://"),
    "one endless address": lambda length: ("https://e.org/" + "a" * length)[:length],
    "one endless host": lambda length: ("https://" + "a." * length)[:length],
    "an address of hyphens": lambda length: ("https://a" + "-" * length)[:length],
    "an address that ends in marks": lambda length: ("https://e.org/" + ")" * length)[:length],
    "angled addresses": _repeat("<https://e.org>"),
    "open angles": _repeat("<"),
    "open angle addresses": _repeat("<https:"),
    "colons": _repeat(":"),
    "emphasis that never closes": _repeat("*a "),
    "emphasis closed at once": _repeat("*a* "),
    "stars": _repeat("*"),
    "underscores": _repeat("_"),
    "tildes": _repeat("~"),
    "stars and underscores": _repeat("*_"),
    "stars, underscores, letters": _repeat("*a_b "),
    "strong that never closes": _repeat("**a "),
    "strike that never closes": _repeat("~~a "),
    "emphasis in emphasis": _around("*a ", "b", " a*"),
    "strong in emphasis": _around("*a **b ", "c", " b** a*"),
    "strike in strike": _around("~~a ", "b", " a~~"),
    "crossed emphasis": _repeat("_*a_*"),
    "longer and longer runs": _counting(lambda n: "*" * n + "a "),
    "every kind of run": _repeat("*a **b ***c _d __e ~~f "),
    "back ticks": _repeat("`"),
    "longer and longer ticks": _counting(lambda n: "`" * n + " "),
    "fences": _repeat("```\n"),
    "ampersands": _repeat("&"),
    "entities": _repeat("&amp;"),
    "numbered entities": _repeat("&#8238;"),
    "backslashes": _repeat("\\"),
    "escaped stars": _repeat("\\*"),
    "nested elements": _repeat("<div>"),
    "formatting elements": _repeat("<b><i>"),
    "one element, many attributes": lambda length: ("<a " + "x=1 " * length)[:length],
    "open comments": _repeat("<!--"),
    "open sections": _repeat("<![CDATA["),
    "open instructions": _repeat("<?"),
    "double quotes": _repeat('"'),
    "a table": lambda length: ("|a" * 500 + "\n" + "|-" * 500 + "\n" + "|x" * length)[:length],
    "headings": _repeat("# a\n"),
    "empty headings": _repeat("#\n"),
    "heading that closes and closes": lambda length: ("# a" + " #" * length)[:length],
    "underlined headings": _repeat("a\n=\n"),
    "rules": _repeat("---\n"),
    "newlines": _repeat("\n"),
    "a letter a line": _repeat("a\n"),
    "a letter a paragraph": _repeat("a\n\n"),
    "spaces": _repeat(" "),
    "spaces before a letter": lambda length: (" " * length)[:-1] + "a",
    "newlines before a letter": lambda length: ("\n" * length)[:-1] + "a",
    "spaces between letters": lambda length: "a" + " " * (length - 2) + "b",
    "a space a line": _repeat(" \n"),
    "hard breaks": _repeat("a  \n"),
    "tabs": _repeat("\t"),
    "one long word": _repeat("a"),
    "accents on one letter": lambda length: "a" + "\u0301" * (length - 1),
    "letters that fall apart": _repeat("\u0958"),
    "overrides": _repeat("\u202e"),
    "joined faces": _repeat("\U0001f469\u200d"),
    "flags": _repeat("\U0001f1ec\U0001f1e7"),
    "nothing but joiners": _repeat("\u200d"),
    "mentions": _counting(lambda n: f"@u{n} "),
    "frowns": _repeat(">:(\n"),
    "bold paragraphs": _repeat("**a**\n\n"),
    "ordinary words": _repeat("I **really** don't know. _Sorry._\nIt is late.\n\n"),
}
