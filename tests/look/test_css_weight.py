"""The stylesheet is light and our own, and the contrast computed from its tokens is enough for everyone."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SITE = (STATIC / "css" / "site.css").read_text()
SHEETS = {path.name: path.read_text() for path in (STATIC / "css").glob("*.css")}
MODULES = {path.name: path.read_text() for path in (STATIC / "js").glob("*.mjs")}

AAA, AA, EDGE = 7.0, 4.5, 3.0


def bare(css: str) -> str:
    """The sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def rules(selector: str, css: str = SITE) -> list[dict[str, str]]:
    """The custom properties of every block with this selector, in the order of the file."""
    blocks = re.findall(rf"(?:^|[}};\s]){re.escape(selector)}\s*{{([^{{}}]*)}}", bare(css))
    return [dict(re.findall(r"(--[\w-]+):\s*([^;]+?)\s*(?:;|$)", block)) for block in blocks]


def tokens(theme: str, calm: bool) -> dict[str, str]:
    """What the tokens come to for a reader with these choices."""
    found = dict(rules(":root")[0])
    if theme == "dark":
        found |= rules("[data-theme=dark]")[0]
    if calm:
        found |= rules("[data-calm=y]")[0]
    for name, value in found.items():
        while value.startswith("var("):
            value = found[value[4:-1]]
        found[name] = value
    return found


def luminance(colour: str) -> float:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), f"{colour} is not a colour of six digits"
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 for the same colour, 21 for black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ruler_itself_measures_right() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


PAIRS = [
    ("--ink", "--paper", AAA, "posts, and everything that is read"),
    ("--ink", "--field", AAA, "what somebody is typing"),
    ("--ink", "--lamp", AAA, "the help strip"),
    ("--soft", "--paper", AAA, "quoted words in posts, names, days, hints"),
    ("--soft", "--field", AA, "hints on a field"),
    ("--accent", "--paper", AAA, "links, in posts too"),
    ("--accent", "--field", AA, "links on a field"),
    ("--paper", "--accent", AA, "words on a button"),
    ("--exit", "--paper", AA, "the way out"),
    ("--edge", "--paper", EDGE, "the edge of a field against the page"),
    ("--edge", "--field", EDGE, "the edge of a field against its inside"),
    ("--accent", "--lamp", EDGE, "the ring around what has the focus"),
]


@pytest.mark.parametrize("calm", [False, True], ids=["accent", "calm"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least", "what"), PAIRS, ids=[p[3] for p in PAIRS])
def test_everyone_can_read_it(theme: str, calm: bool, front: str, back: str, least: float, what: str) -> None:
    seen = tokens(theme, calm)
    assert contrast(seen[front], seen[back]) >= least, f"{what}: {seen[front]} on {seen[back]}"


def test_night_looks_the_same_whether_chosen_or_taken_from_the_device() -> None:
    assert rules("[data-theme=auto]")[0] == rules("[data-theme=dark]")[0]


def test_every_token_that_is_used_is_set() -> None:
    known = set().union(*rules(":root"))
    for name, css in SHEETS.items():
        assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= known, name


def test_colours_live_in_the_tokens_and_nowhere_else() -> None:
    for name, css in SHEETS.items():
        outside = re.sub(r"--[\w-]+:[^;]+;", "", bare(css))
        assert not re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|light-dark\(", outside), name


def test_a_reading_page_stays_light() -> None:
    assert len(SITE.encode()) < 13_000
    assert len(gzip.compress(SITE.encode(), 9)) < 4_200
    assert sum(len(css.encode()) for css in SHEETS.values()) < 16_000


def test_the_modules_together_stay_under_eight_kilobytes() -> None:
    assert sum(len(text.encode()) for text in MODULES.values()) < 8_000


def test_nothing_is_fetched_from_anywhere() -> None:
    for name, css in SHEETS.items():
        assert not re.findall(r"url\(|@import|@font-face", css), name
    for name, text in MODULES.items():
        assert not re.findall(r"https?:|['\"]//", text), name


def test_the_styles_do_not_fight_each_other() -> None:
    for name, css in SHEETS.items():
        assert "!important" not in css, name


def test_it_is_a_quiet_room() -> None:
    """No shadows, no gradients, nothing that moves."""
    for name, css in SHEETS.items():
        assert not re.findall(r"\b(box-shadow|text-shadow|gradient|animation|transition|@keyframes)\b", css), name


def test_no_module_writes_html() -> None:
    """Trusted Types would refuse it; here it is refused earlier."""
    for name, text in MODULES.items():
        assert not re.findall(r"innerHTML|outerHTML|AdjacentHTML|\.write\(|\beval\b|Function\(|srcdoc", text), name
