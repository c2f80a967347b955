"""What a reader's eye finds on a page of threads or of posts."""

import re
from html.parser import HTMLParser

from tests.people import Person

POST = re.compile(r'<article class="[^"]*" id="post-([a-z2-9]{16})" data-visibility="(\w+)"')
ROW = re.compile(r'<h2 class="thread-row__title"><a href="/threads/([a-z2-9]{16})"')
NEXT = re.compile(r'<a rel="next" href="([^"]+)"')


def posts(html: str) -> dict[str, str]:
    """The posts on a page, in order, with what each says about who can see it."""
    return dict(POST.findall(html))


def rows(html: str) -> list[str]:
    """The threads that a list shows, in order."""
    return ROW.findall(html)


def next_page(html: str) -> str | None:
    """Where “Older …” leads, as the browser would read it."""
    found = NEXT.search(html)
    return found[1].replace("&amp;", "&") if found else None


def walk(person: Person, start: str, most: int = 20) -> list[str]:
    """Every page from here on, by pressing “Older …” until there is none."""
    pages, place = [], start
    for _ in range(most):
        answer = person.get(place)
        assert answer.status_code == 200, place
        pages.append(answer.get_data(as_text=True))
        following = next_page(pages[-1])
        if following is None:
            return pages
        place = following
    raise AssertionError(f"{start} goes on for more than {most} pages")


def assert_no_offset(statements: list[str]) -> None:
    """No page is found by counting past the ones before it. (SQLite's dialect always writes an offset, of nothing.)"""
    assert not [line for line in statements if "OFFSET" in line.upper().replace("LIMIT ? OFFSET ?", "")]


class _Standing(HTMLParser):
    """Where a word stands on a page: in the open, inside a closed `<details>`, in a field, or in an attribute."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word, self.found, self._around = word, set[str](), ["open"]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self._around.append("open" if "open" in dict(attributes) else "folded")
        elif tag in {"textarea", "title"}:
            self._around.append(tag)
        if any(self.word in (value or "") for _, value in attributes):
            self.found.add("attribute")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"details", "textarea", "title"}:
            self._around.pop()

    def handle_data(self, data: str) -> None:
        if self.word in data:
            around = set(self._around) - {"open"}
            self.found.add(around.pop() if around else "open")


def standing(html: str, word: str) -> str:
    """`open`, `folded`, `textarea`, …, several of them with a plus between, or `nowhere`."""
    reading = _Standing(word)
    reading.feed(html)
    return "+".join(sorted(reading.found)) or "nowhere"
