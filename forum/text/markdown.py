"""Light Markdown, read the way tired people type it."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from forum.text.source import is_blank

MAX_LINKS: Final = 100  # Further addresses stay plain text: a letter has a few, a flood has thousands.
MAX_DEPTH: Final = 16  # Lists, quotes and emphasis in one another; nobody writes eight nested lists.
MAX_ELEMENTS: Final = 2_000  # Paragraphs, items, emphasis; a long letter has a few hundred.
_MAX_URL: Final = 2_000
_URL_PUNCTUATION: Final = "/?#[]@!$&'()*+,;=:%~-._"

# An address as people paste it. The first character that cannot be part of it ends it, in any script.
_TYPED_URL = re.compile(
    r"https?://[^\s<>\"`{}|^\[\]*«»“”‘’\u3001\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
    rf"{{1,{_MAX_URL}}}",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?:^|[^0-9A-Za-z])(https?)$", re.IGNORECASE)
# A host has a name: no bare numbers, no sign-in part, no letters that only look like others. An address
# that a reader cannot judge stays plain text.
_LINK = re.compile(
    r"(https?)://"
    r"((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))"
    r"(:\d{1,5})?"
    r"([/?#].*)?",
    re.IGNORECASE,
)
_QUOTE_THEN_ANSWER = re.compile(r"^([ \t]*>.*\n)(?=[ \t]*[^>\s])", re.MULTILINE)
_FROWN = re.compile(r"^([ \t]*)>(?=[:;=]['’-]?[()|/\\\[\]3cCdDpPoOsSxX]|[._]+[<>])", re.MULTILINE)
_BLOCK_START = re.compile(r"\n\n|^[ \t]*(?:[-+*#>]|\d{1,9}[.)])", re.MULTILINE)
UNSPACED_SCRIPT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")


def html_of(source: str) -> str:
    """The HTML of a cleaned text; safe only once both sanitisers have seen it."""
    return str(_LIGHT.renderer.render(tokens_of(source), _LIGHT.options, {}))


def tokens_of(source: str) -> list[Token]:
    """A cleaned text as Markdown reads it, with the places changed where people mean something else.

    Text with more marks, or nested deeper, than anybody means is read as plain paragraphs: every word is
    shown as typed, and nobody can make the sanitisers work for seconds.
    """
    if len(_BLOCK_START.findall(source)) > MAX_ELEMENTS:
        return _PLAIN.parse(source)
    meant = _FROWN.sub(r"\1\\>", source)  # ">:(" is a face, not a quote.
    meant = _QUOTE_THEN_ANSWER.sub(r"\1\n", meant)  # The line after a quote is the answer to it.
    tokens = _LIGHT.parse(meant)
    if _overloaded(tokens):
        return _PLAIN.parse(source)
    _level_headings(tokens)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_hosts(token.children))
    return tokens


def _level_headings(tokens: Sequence[Token]) -> None:
    """A member's headings stand under the page's own: the first is h3, deeper ones h4, nothing is skipped."""
    top: int | None = None
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            top = level if top is None else top
            token.tag = "h3" if level <= top else "h4"


def _with_hosts(children: Sequence[Token]) -> Iterator[Token]:
    """The same tokens, with the host written after every link whose own words are not its address."""
    href, label = "", ""
    for token in children:
        if token.type == "link_open":
            href, label = str(token.attrs["href"]), ""
            token = token if href else _ours("[")
        elif token.type == "link_close":
            if not href:
                token = _ours("]()")
            elif is_blank(label):
                yield _ours(href)
            elif _tidy_link(label) != href:
                yield token
                yield _ours(f" ({urlsplit(href).hostname})")
                continue
        else:
            label += token.content
        yield token


def _ours(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    token.meta = {"ours": True}
    return token


def _overloaded(tokens: Sequence[Token]) -> bool:
    elements = 0
    for token in chain(tokens, chain.from_iterable(token.children or () for token in tokens)):
        elements += token.nesting == 1 and not token.hidden
        if token.level > MAX_DEPTH or elements > MAX_ELEMENTS:
            return True
    return False


def _tidy_link(url: str) -> str:
    """The address as a browser will take it, or nothing when it is not one that a reader can judge."""
    found = _LINK.fullmatch(url.strip())
    if found is None or len(found[2]) > 253:
        return ""
    scheme, host, port, rest = found.groups(default="")
    return f"{scheme.lower()}://{host.lower()}{port}{quote(rest, safe=_URL_PUNCTUATION)}"


def _typed_url(state: StateInline, silent: bool) -> bool:
    """Link an address typed in full. Bare words such as example.org stay words."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _WORD_BEFORE.search(state.pending[-6:])
    if scheme is None or state.env.get("links", 0) >= MAX_LINKS:
        return False
    found = _TYPED_URL.match(state.src, state.pos - len(scheme[1]), state.posMax)
    if found is None or len(found[0]) >= _MAX_URL:
        return False
    url = _without_closing_marks(found[0])
    if not (href := _tidy_link(url)):
        return False
    if not silent:
        state.env["links"] = state.env.get("links", 0) + 1
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(url) - len(scheme[1])
    return True


def _without_closing_marks(url: str) -> str:
    """Without the full stop or bracket that belongs to the sentence around it."""
    while url and (url[-1] in ".,;:!?'\"_~…" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis, but never from inside a word: people write f**k and s*icide, and mean the stars."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    if not (_spaced_letter(before) and _spaced_letter(after)):
        return emphasis.tokenize(state, silent)
    state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _spaced_letter(character: str) -> bool:
    return character.isalnum() and UNSPACED_SCRIPT.match(character) is None


def _light_markdown() -> MarkdownIt:
    """Paragraphs, line breaks, emphasis, quotes, lists, headings, rules, links; the rest stays as typed."""
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": 20})
    md.disable(["code", "fence", "html_block", "lheading", "reference"])
    md.disable(["backticks", "entity", "html_inline", "image"])
    md.enable("strikethrough")
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.after("text", "typed_url", _typed_url)
    md.add_render_rule("text", _escaped)
    md.normalizeLink = _tidy_link  # type: ignore[method-assign]
    md.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    md.validateLink = bool  # type: ignore[method-assign,assignment]
    return md


def _plain_paragraphs() -> MarkdownIt:
    md = MarkdownIt("zero", {"html": False, "breaks": True, "xhtmlOut": False}).enable("newline")
    md.add_render_rule("text", _escaped)
    return md


def _escaped(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """Text with the two characters escaped that begin something; more would only cost the sanitisers time."""
    return tokens[place].content.replace("&", "&amp;").replace("<", "&lt;")


_LIGHT: Final = _light_markdown()
_PLAIN: Final = _plain_paragraphs()
