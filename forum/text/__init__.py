"""What members write, turned into HTML that is safe to show: the only place that knows the sanitisers."""

from typing import Final

import bleach
import nh3

from forum.text.markdown import UNSPACED_SCRIPT, html_of
from forum.text.plain import around, excerpt, reading_minutes, word_count
from forum.text.source import MAX_LENGTH, TooLong, clean_line, clean_source, is_blank

__all__ = [
    "MAX_LENGTH",
    "RENDERER_VERSION",
    "UNSPACED_SCRIPT",
    "TooLong",
    "around",
    "clean_line",
    "clean_source",
    "excerpt",
    "is_blank",
    "reading_minutes",
    "render",
    "word_count",
]

# Raise it with every change to what render() or excerpt() answers; `flask rerender` then makes the stored ones again.
RENDERER_VERSION: Final = 2

# The one allow-list, given to both sanitisers. `start` keeps the "3." somebody typed from becoming "1.".
TAGS: Final = frozenset({"p", "br", "strong", "em", "s", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "hr"})
ATTRIBUTES: Final = {"a": frozenset({"href"}), "ol": frozenset({"start"})}
SCHEMES: Final = frozenset({"http", "https"})
LINK_REL: Final = "noopener noreferrer nofollow ugc"


def render(source: str) -> str:
    """HTML of a member's text that is safe to show on any page. Raises TooLong.

    Markdown without raw HTML first, then two sanitisers with the same list: each stands if the other falls.
    """
    html = bleach.clean(
        html_of(clean_source(source)),
        tags=TAGS,
        attributes={tag: sorted(names) for tag, names in ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=True,
    )
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"*": set(), **{tag: set(names) for tag, names in ATTRIBUTES.items()}},
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=LINK_REL,
        strip_comments=True,
    ).strip()
