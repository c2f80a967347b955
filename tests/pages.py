"""Reading a page as a person would: its words, its links, its forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "template"}


@dataclass
class Form:
    """A form, with what would be sent if the person pressed the button now."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """One answer of the server: `words` is what can be read, `html` what was sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.title = ""
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._said: list[str] = []
        self._open: list[str] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(html)
        self.words = " ".join(" ".join(self._said).split())

    @property
    def csrf_token(self) -> str | None:
        """The token of any form on the page."""
        tokens = (form.fields.get("csrf_token") for form in self.forms)
        return next((token[0] for token in tokens if token), None)

    def form(self, action: str) -> Form:
        """The form that posts to this address."""
        for form in self.forms:
            if form.action.partition("?")[0] == action.partition("?")[0]:
                return form
        raise AssertionError(f"no form for {action}, only {[form.action for form in self.forms]}")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if given.get("id"):
            self.ids.add(given["id"])
        if tag in SILENT or tag == "title":
            self._open.append(tag)
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self._fill(name, given.get("value", "on"))
        elif tag == "input" and given.get("type") not in {"submit", "button"}:
            self._fill(name, given.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self._fill(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._fill(self._select, given.get("value", ""))

    def _fill(self, name: str, value: str) -> None:
        if name:
            self.forms[-1].fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None

    def handle_data(self, text: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += text
        elif not self._open:
            self._said.append(text)
        if self._textarea:
            typed = self.forms[-1].fields[self._textarea]
            typed[-1] += text if typed[-1] else text.removeprefix("\r").removeprefix("\n")
