"""Whatever is typed, the HTML holds only elements, attributes and schemes on the list."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.text import render
from tests.payloads.hostile import HOSTILE

ELEMENTS = {"p", "br", "strong", "em", "s", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"}
REL = "noopener noreferrer nofollow ugc"


class Listed(HTMLParser):
    """Reads HTML and complains of everything that a member's text may not contain."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            if not _is_listed(tag, name, value or ""):
                self.complaints.append(f"<{tag} {name}={value!r}>")
        if tag == "a" and dict(attrs).get("rel") != REL:
            self.complaints.append("a link without rel")

    def handle_comment(self, data: str) -> None:
        self.complaints.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.complaints.append("an instruction")

    def unknown_decl(self, data: str) -> None:
        self.complaints.append("a section")


def _is_listed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        address = urlsplit(value)
        return address.scheme in ("http", "https") and bool(address.hostname)
    return ((tag, name) == ("a", "rel") and value == REL) or ((tag, name) == ("ol", "start") and value.isdecimal())


# fmt: off
_PIECES = st.sampled_from([
    "<", ">", "&", '"', "'", "`", "=", "/", "\\", "(", ")", "[", "]", "!", "#", "*", "_", "~", "-", "+",
    ":", ";", "\n", "\n\n", "\t", "    ", "> ", "- ", "1. ", "999999999. ", "```html\n", "word",
    "{{7*7}}", "<script>", "</script>", "<svg onload=x()>", "<math>", "<style>", "<template>",
    "<noscript>", "<p>", "</p>", "<h1>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "<a href=",
    "onerror=alert(1)", "style=", "id=x", "javascript:", "data:text/html,", "https://e.org",
    'https://e.org/"onclick=', "//e.org", "[x](", "![", "](", "<https:", "&#x6A;", "&colon;", "&lt;",
    "&quot;", "\x00", "\u2028", "\u202e", "\ufeff", "\xad", "\u200b",
])
# fmt: on


@settings(max_examples=400)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join))
@example('[a](https://e.org/"><img/src=x)')
@example("<https://e.org/'onmouseover='alert(1)'>")
def test_whatever_is_typed_only_listed_html_comes_out(typed: str) -> None:
    assert Listed(render(typed)).complaints == []


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda payload: payload.id)
def test_no_hostile_text_of_ours_leaves_anything_else(payload: object) -> None:
    assert Listed(render(payload.text)).complaints == []  # type: ignore[attr-defined]


def test_the_reader_of_html_does_complain() -> None:
    for html in (
        "<b>x</b>",
        "<p id=a>",
        "<a href='javascript:1'>",
        "<a href='/x'>",
        "<!--x-->",
        "<ol start=x>",
        "<p onclick=x>",
    ):
        assert Listed(html).complaints
