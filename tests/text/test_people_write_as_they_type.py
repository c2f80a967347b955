"""What people type is what others read: light Markdown, kept line breaks, nothing lost."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text import clean_source, render

TYPED_AND_SHOWN = [
    # Paragraphs and lines.
    ("I am here.", "<p>I am here.</p>"),
    ("one\ntwo", "<p>one<br>\ntwo</p>"),
    ("one\r\ntwo\rthree", "<p>one<br>\ntwo<br>\nthree</p>"),
    ("one\n\ntwo\n\n\n\nthree", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
    ("one  \ntwo", "<p>one<br>\ntwo</p>"),
    ("one\\\ntwo", "<p>one<br>\ntwo</p>"),
    ("    I indent my paragraphs.", "<p>I indent my paragraphs.</p>"),
    ("\tSo do I.\n\n\tAlways.", "<p>So do I.</p>\n<p>Always.</p>"),
    ("one\u2028two\u2029three\x0bfour", "<p>one<br>\ntwo<br>\nthree<br>\nfour</p>"),
    ("", ""),
    (" \n\t\n", ""),
    # Emphasis, and stars that are none.
    ("*so* tired, **really** tired", "<p><em>so</em> tired, <strong>really</strong> tired</p>"),
    ("_so_ tired, __really__ tired", "<p><em>so</em> tired, <strong>really</strong> tired</p>"),
    ("***both***", "<p><em><strong>both</strong></em></p>"),
    ("~~I hate her~~ I miss her", "<p><s>I hate her</s> I miss her</p>"),
    ("f**k this s**t", "<p>f**k this s**t</p>"),
    ("s*icide and r*pe", "<p>s*icide and r*pe</p>"),
    ("what the f*** is this ***", "<p>what the f*** is this ***</p>"),
    ("snake_case_word and 5*3*2", "<p>snake_case_word and 5*3*2</p>"),
    ("*unfinished", "<p>*unfinished</p>"),
    ("5 * 3 * 2", "<p>5 * 3 * 2</p>"),
    ("这是**重点**文字", "<p>这是<strong>重点</strong>文字</p>"),
    ('(*whispers*) "*no*"', '<p>(<em>whispers</em>) "<em>no</em>"</p>'),
    # Quotes: the next line is the answer.
    ("> you said this\nand I say", "<blockquote>\n<p>you said this</p>\n</blockquote>\n<p>and I say</p>"),
    (">no space\n>two lines", "<blockquote>\n<p>no space<br>\ntwo lines</p>\n</blockquote>"),
    ("I say\n> you said", "<p>I say</p>\n<blockquote>\n<p>you said</p>\n</blockquote>"),
    (">:( I am so angry", "<p>&gt;:( I am so angry</p>"),
    (">.< and >_<", "<p>&gt;.&lt; and &gt;_&lt;</p>"),
    (">...and then I left", "<blockquote>\n<p>...and then I left</p>\n</blockquote>"),
    # Lists keep the numbers that were typed.
    ("- sleep\n- eat\n- call", "<ul>\n<li>sleep</li>\n<li>eat</li>\n<li>call</li>\n</ul>"),
    ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
    ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
    ("1) one\n2) two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
    ("I was young in\n1986. It was cold.", "<p>I was young in<br>\n1986. It was cold.</p>"),
    ("-not a list", "<p>-not a list</p>"),
    ("+1 from me", "<p>+1 from me</p>"),
    ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    # Headings stand under the page's own; a line under a title is a rule, not a heading.
    ("# My story", "<h3>My story</h3>"),
    ("###### Small", "<h3>Small</h3>"),
    ("# Me\n## Then\n### Now", "<h3>Me</h3>\n<h4>Then</h4>\n<h4>Now</h4>"),
    ("#notaheading #1 reason", "<p>#notaheading #1 reason</p>"),
    ("My story\n---\nIt began", "<p>My story</p>\n<hr>\n<p>It began</p>"),
    ("My story\n===\nIt began", "<p>My story<br>\n===<br>\nIt began</p>"),
    ("* * *", "<hr>"),
    # What we do not offer stays as typed.
    ("`code` and ```more```", "<p>`code` and ```more```</p>"),
    ("~~~\nI cried\n~~~", "<p>~~~<br>\nI cried<br>\n~~~</p>"),
    ("[me]: calm", "<p>[me]: calm</p>"),
    ("[ ] sleep\n[x] eat", "<p>[ ] sleep<br>\n[x] eat</p>"),
    ("|a|b|\n|-|-|\n|c|d|", "<p>|a|b|<br>\n|-|-|<br>\n|c|d|</p>"),
    ("<b>bold?</b> <script>x</script>", "<p>&lt;b&gt;bold?&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>"),
    ("&amp; &lt; &nbsp; &#8238; AT&T", "<p>&amp;amp; &amp;lt; &amp;nbsp; &amp;#8238; AT&amp;T</p>"),
    ('I <3 you </3 "quoted" it\'s', '<p>I &lt;3 you &lt;/3 "quoted" it\'s</p>'),
    ("{{7*7}} ${7*7} <%= 7*7 %>", "<p>{{7*7}} ${7*7} &lt;%= 7*7 %&gt;</p>"),
    ("C:\\path\\to", "<p>C:\\path\\to</p>"),
    ("\\*not emphasis\\*", "<p>*not emphasis*</p>"),
]


class _Visible(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def visible(html: str) -> str:
    return "".join(_Visible(html).words)


@pytest.mark.parametrize(("typed", "shown"), TYPED_AND_SHOWN, ids=lambda text: repr(text)[:40])
def test_what_is_typed_is_what_others_read(typed: str, shown: str) -> None:
    assert render(typed) == shown


def test_ten_thousand_lines_are_ten_thousand_lines() -> None:
    html = render("\n".join("a" * 10_000))
    assert html.count("a") == 10_000
    assert html.count("<br>") == 9_999


def test_words_nested_deeper_than_anybody_means_are_still_shown() -> None:
    for typed in (">" * 40 + " here", "- " * 40 + "here", "*a " * 40 + "here" + " a*" * 40):
        assert "here" in visible(render(typed))


# fmt: off
_TYPING = st.lists(
    st.sampled_from([
        "word", "another", "été", "مرحبا", "I", "f**k", " ", " ", "\n", "\n\n", "*", "**", "_", "__",
        "~~", "> ", ">", "- ", "* ", "+ ", "# ", "### ", "---\n", "    ", "\t", "`", "```\n", "[", "]",
        "(", ")", "!", "<", "&", ":", "\\", "{{", "|", "=\n", "“", "!?", "\u200d", "\U0001f469",
        "e\u0301", "<b>", "</p>", "javascript:", "https://",
    ]),
    max_size=60,
).map("".join)
# fmt: on


@given(_TYPING)
def test_no_letter_that_was_typed_is_lost_or_moved(typed: str) -> None:
    def letters(text: str) -> str:
        return "".join(character for character in text if character.isalpha())

    assert letters(visible(render(typed))) == letters(clean_source(typed))
