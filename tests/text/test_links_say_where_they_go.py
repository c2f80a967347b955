"""Only whole addresses are linked, and a link never hides where it leads."""

import pytest

from forum.text import excerpt, render
from forum.text.markdown import MAX_LINKS

REL = ' rel="noopener noreferrer nofollow ugc"'


def link(href: str, words: str) -> str:
    return f'<a href="{href}"{REL}>{words}</a>'


LINKED = [
    ("https://example.org", link("https://example.org", "https://example.org")),
    (
        "https://example.org/a?b=c&d=e#f",
        link("https://example.org/a?b=c&amp;d=e#f", "https://example.org/a?b=c&amp;d=e#f"),
    ),
    ("See https://example.org.", f"See {link('https://example.org', 'https://example.org')}."),
    ("(https://example.org/a)", f"({link('https://example.org/a', 'https://example.org/a')})"),
    ("https://example.org/a_(b)", link("https://example.org/a_(b)", "https://example.org/a_(b)")),
    ("*https://example.org*", f"<em>{link('https://example.org', 'https://example.org')}</em>"),
    ("https://example.org/a_b_c", link("https://example.org/a_b_c", "https://example.org/a_b_c")),
    ("https://example.org/a：b", f"{link('https://example.org/a', 'https://example.org/a')}：b"),
    ("https://example.org/für", link("https://example.org/f%C3%BCr", "https://example.org/für")),
    ("HTTPS://EXAMPLE.ORG/A", link("https://example.org/A", "HTTPS://EXAMPLE.ORG/A")),
    ("http://example.org:8080/x", link("http://example.org:8080/x", "http://example.org:8080/x")),
    ("<https://example.org/x>", link("https://example.org/x", "https://example.org/x")),
    (
        "[the charity](https://example.org/help)",
        f"{link('https://example.org/help', 'the charity')} (example.org)",
    ),
    ("[https://example.org](https://example.org)", link("https://example.org", "https://example.org")),
    ("[https://good.org](https://evil.org)", f"{link('https://evil.org', 'https://good.org')} (evil.org)"),
    (
        "[good.org](https://good.org.evil.org)",
        f"{link('https://good.org.evil.org', 'good.org')} (good.org.evil.org)",
    ),
    ("[](https://example.org)", link("https://example.org", "https://example.org")),
    ("[\u200b\u3164](https://example.org)", link("https://example.org", "\u200b\u3164https://example.org")),
    (
        "[**bold**](https://example.org)",
        f"{link('https://example.org', '<strong>bold</strong>')} (example.org)",
    ),
    ("[a](https://example.org 'hidden words')", f"{link('https://example.org', 'a')} (example.org)"),
    ("[a](<https://example.org/b c>)", f"{link('https://example.org/b%20c', 'a')} (example.org)"),
    ("![cat](https://example.org/cat.png)", f"!{link('https://example.org/cat.png', 'cat')} (example.org)"),
    ("[see https://a.org](https://b.org)", f"{link('https://b.org', 'see https://a.org')} (b.org)"),
    ("https://xn--pple-43d.com", link("https://xn--pple-43d.com", "https://xn--pple-43d.com")),
    ("<https://xn--pple-43d.com>", link("https://xn--pple-43d.com", "https://xn--pple-43d.com")),
]

NOT_LINKED = [
    "example.org",
    "www.example.org",
    "me@example.org",
    "mailto:me@example.org",
    "<me@example.org>",
    "ftp://example.org",
    "xhttps://example.org",
    "https://",
    "https:// example.org",
    "https:example.org",
    "https:/example.org",
    "https://localhost/x",
    "https://example",
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "https://good.org@evil.org/",
    "https://good.org:pass@evil.org/",
    "https://good.org\\@evil.org/",
    "https://good.org%2f@evil.org/",
    "https://\u0430pple.com/",
    "https://-a.org/",
    "https://a..org/",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//example.org)",
    "[a](/settings)",
    "[a](settings)",
    "[a](#post-1)",
    "[a](?x=1)",
    "[a]()",
    "[a](tel:123)",
    "[a](https:example.org)",
    "[a](https:\\\\example.org)",
    "[a](https://good.org@evil.org)",
    "[a]",
    "[a][b]\n\n[b]: example.com",
]


@pytest.mark.parametrize(("typed", "shown"), LINKED, ids=lambda text: text[:40])
def test_a_link_shows_where_it_leads(typed: str, shown: str) -> None:
    assert render(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize("typed", NOT_LINKED)
def test_what_is_not_a_whole_address_stays_text(typed: str) -> None:
    assert "<a" not in render(typed)


def test_an_address_too_long_to_read_is_not_cut_into_a_different_one() -> None:
    assert "<a" not in render("https://example.org/" + "a" * 3_000)


def test_a_flood_of_addresses_stays_text() -> None:
    html = render("https://example.org\n" * (MAX_LINKS + 50))
    assert html.count("<a ") == MAX_LINKS
    assert html.count("https://example.org") == MAX_LINKS * 2 + 50


def test_an_opening_in_a_list_shows_the_writers_words_and_no_host_of_ours() -> None:
    assert excerpt("I read [this](https://example.org/x) today.") == "I read this today."
