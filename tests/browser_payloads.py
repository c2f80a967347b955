"""Watches a real Chromium on pages that carry hostile text, touches everything, and counts what happens."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Frame, Page, Route

BARE_HOME = "https://forum.test"
FRAMES = "/frames"
TEXTS = ".post__body"  # The elements that hold a member's text.
A_PAGE = 50  # Payloads on a page: quick to load, and few enough to find the one that did it.
PATIENCE = 6  # Times that a control is waited for and touched.
SETTLING = 250  # Milliseconds in which images fail, animations begin and frames load.

# Before any script of a page, in every frame: whoever calls these or sets __pwned has run a script.
HOOKS = """
(() => {
  const say = console.debug.bind(console), here = () => {
    try { let frame = window; while (frame.parent !== frame.top) frame = frame.parent; return frame.location.pathname }
    catch { return '?' }
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print'])
    Object.defineProperty(window, name, { value: () => { say('RAN ' + here() + ' ' + name) }, writable: false });
  Object.defineProperty(window, '__pwned', { set() { say('RAN ' + here() + ' __pwned') }, get() {} });
  addEventListener('securitypolicyviolation',
    event => say('VIOLATED ' + here() + ' ' + event.violatedDirective + ' ' + event.blockedURI), true);
})()
"""

# Everything that a hand, a keyboard or a page can do to an element. Links to pages are not followed: where they
# lead is for LOOK to say.
POKE = """
roots => {
  const events = `click dblclick auxclick contextmenu mousedown mouseup mousemove mouseover mouseout mouseenter
    mouseleave wheel pointerdown pointerup pointermove pointerover pointerenter pointerleave touchstart touchend
    keydown keypress keyup focus blur focusin focusout input beforeinput change invalid submit reset search select
    copy cut paste drag dragstart dragend dragenter dragover drop scroll scrollend resize toggle beforetoggle load
    error abort canplay play ended animationstart animationend transitionend begin end repeat message pageshow
    hashchange start finish bounce`.split(/\\s+/);
  const documents = [document];
  for (const held of documents)
    for (const frame of held.querySelectorAll('iframe, frame'))
      try { if (frame.contentDocument.body) documents.push(frame.contentDocument) } catch {}  // Gone elsewhere.
  const stay = event => { /^https?:$/.test(event.target.closest?.('a')?.protocol) && event.preventDefault() };
  for (const held of documents) held.defaultView.addEventListener('click', stay, true);
  for (const root of documents.flatMap(held => [...held.querySelectorAll(roots)])) {
    for (const node of [root, ...root.querySelectorAll('*')]) {
      for (const name of events) {
        try { node.dispatchEvent(new Event(name, { bubbles: true, cancelable: true })) } catch {}
      }
      for (const touch of [() => node.focus(), () => node.blur(), () => node.showPopover?.(),
                           () => node.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
                           () => node.click()]) {
        try { touch() } catch {}
      }
    }
  }
  return true;
}
"""

# Puts words into a form as a person would, buttons that carry a value included, and sends it.
FILL = """
([action, fields]) => {
  const leads = form => new URL(form.getAttribute('action'), document.baseURI).pathname;
  const form = [...document.forms].find(each => leads(each) === action);
  for (const [name, value] of Object.entries(fields)) {
    const held = [...form.querySelectorAll('input, textarea, select')].filter(each => each.name === name);
    if (!held.length) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    for (const field of held)
      if (field.type === 'radio') field.checked = field.value === value;
      else field.value = value;
  }
  HTMLFormElement.prototype.submit.call(form);
}
"""

# All the words on a page, those in its fields included.
READ = """
() => document.documentElement.textContent
  + [...document.querySelectorAll('textarea, input')].map(each => each.value).join()
"""

# What no page of ours may hold anywhere, and what a member's text may not hold on top of that.
LOOK = r"""
([roots, elements]) => {
  const found = [], name = node => node.tagName.toLowerCase();
  const runs = value => !/^(https?:|tel:|mailto:|[/?#.]|$)/i.test(value) && /^[^/?#]*:/.test(value);
  for (const node of document.querySelectorAll('*')) {
    if (/^(iframe|frame|frameset|object|embed|applet|base|math|portal|marquee|xmp|plaintext)$/.test(name(node)))
      found.push('<' + name(node) + '>');
    if (name(node) === 'script' && (!node.src || new URL(node.src).origin !== location.origin)) found.push('a script');
    if (name(node) === 'meta' && node.httpEquiv) found.push('meta ' + node.httpEquiv);
    for (const { name: key, value } of node.attributes) {
      if (/^on/i.test(key) || key === 'style' || key === 'srcdoc') found.push(name(node) + ' ' + key);
      if (/^(href|src|action|formaction|xlink:href|data|poster|ping|background)$/i.test(key) && runs(value.trim()))
        found.push(name(node) + ' ' + key + '=' + value);
    }
  }
  for (const root of document.querySelectorAll(roots)) {
    for (const node of root.querySelectorAll('*')) {
      const allowed = elements[name(node)];
      if (!allowed) found.push('<' + name(node) + '> in a text');
      for (const { name: key, value } of node.attributes) {
        if (!allowed || !allowed.includes(key)) found.push(name(node) + ' ' + key + ' in a text');
        if (key === 'href' && !/^https?:\/\/[a-z0-9.-]+\.[a-z]/.test(value)) found.push('href ' + value);
      }
    }
  }
  return found;
}
"""

MEMBERS_HTML: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(["p", "br", "strong", "em", "s", "blockquote", "ul", "li", "h3", "h4", "hr"], ()),
    "a": ("href", "rel"),
    "ol": ("start",),
}


Item = TypeVar("Item")


class Hostile(Protocol):
    """A payload of ours or of a list: what to call it, what to show, and whether it runs uncleaned."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def live(self) -> bool: ...


@dataclass(frozen=True)
class Sighting:
    """One thing that happened and should not: what kind, on which page, and what."""

    kind: str  # executed, dialog, request, navigation, violation, forbidden, broken
    page: str
    what: str


@dataclass
class Watch:
    """A browser context in which nothing leaves this machine, and everything is noticed."""

    context: BrowserContext
    home: str
    served: dict[str, str] = field(default_factory=dict)  # Bare pages by path; other paths go to a real server.
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[Sighting] = field(default_factory=list)
    page: Page = field(init=False)
    _settled: bool = False

    def __post_init__(self) -> None:
        self.context.add_init_script(HOOKS)
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("dialog", lambda dialog: (self._note("dialog", dialog.message), dialog.dismiss()))
        self.page.on("framenavigated", self._navigated)
        self.context.on("page", lambda opened: (self._note("navigation", "a window"), opened.close()))

    def visit(self, path: str, *, touch: str = TEXTS, shows: str = "") -> list[Sighting]:
        """Open a page, let it settle, touch everything in `touch`; what was seen, the page's DOM included."""
        return self._watched(lambda: self.page.goto(self.home + path, wait_until="load"), touch, shows)

    def send(self, path: str, action: str, fields: Mapping[str, str], *, shows: str = "") -> list[Sighting]:
        """Fill in a form of the page at `path` and look at the page that answers."""
        self._settled = False
        self.page.goto(self.home + path, wait_until="load")

        def press() -> None:
            with self.page.expect_navigation(wait_until="load"):
                self.page.evaluate(FILL, [action, dict(fields)])

        return self._watched(press, TEXTS, shows)

    def _watched(self, go: Callable[[], object], touch: str, shows: str) -> list[Sighting]:
        start = len(self.seen)
        self._settled = False
        go()
        self._settled = True
        self.page.wait_for_timeout(SETTLING)
        if shows not in self.page.evaluate(READ):
            self._note("broken", f"the page does not show {shows!r}")
        self._look()
        self.page.evaluate(POKE, touch)
        self.page.wait_for_timeout(SETTLING)
        self._look()
        return self.seen[start:]

    def _look(self) -> None:
        for what in self.page.evaluate(LOOK, [TEXTS, {tag: list(names) for tag, names in MEMBERS_HTML.items()}]):
            self._note("forbidden", what)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(self.home)
        if path == route.request.url:
            self._note("request", route.request.url[:200])
            route.abort()
        elif path in self.served:
            body = self.served[path].encode(errors="replace")
            headers = {} if path == FRAMES else self.headers
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
        elif self.served or not (path.startswith("/static/") or route.request.resource_type in ("document", "fetch")):
            self._note("request", f"{path[:200]} of our own")
            route.abort()
        else:
            route.continue_()

    def _heard(self, message: ConsoleMessage) -> None:
        kind, _, rest = message.text.partition(" ")
        if kind in ("RAN", "VIOLATED"):
            where, _, what = rest.partition(" ")
            self._note("executed" if kind == "RAN" else "violation", what, where)

    def _navigated(self, frame: Frame) -> None:
        if self._settled and frame is self.page.main_frame:
            self._note("navigation", frame.url[:200])

    def _note(self, kind: str, what: str, where: str = "") -> None:
        self.seen.append(Sighting(kind, where or urlsplit(self.page.url).path, what))


@contextmanager
def watching(
    browser: Browser, home: str, *, csp: bool = True, cookies: Sequence[dict[str, str]] = ()
) -> Iterator[Watch]:
    """A watched context. Without `csp` the sanitisers stand alone; with cookies it is somebody's."""
    context = browser.new_context(bypass_csp=not csp)
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": home} for one in cookies])
    try:
        yield Watch(context, home)
    finally:
        context.close()


def bare_page(texts: Iterable[str]) -> str:
    """A page that holds these pieces of HTML as posts, and nothing else."""
    posts = "\n".join(
        f'<article id="post-{number}"><div class="post__body">{html}</div></article>'
        for number, html in enumerate(texts)
    )
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>A thread</title>\n{posts}\n<p id=end>End</p>"


def see_cleaned(watch: Watch, cleaned: list[str]) -> list[Sighting]:
    """Show cleaned texts on bare pages, many a page. The browser must read exactly what we sent."""
    start = len(watch.seen)
    for number, batch in enumerate(batches(cleaned)):
        path = f"/page/{number}"
        watch.served = {path: bare_page(batch)}
        watch.visit(path)
        if watch.page.eval_on_selector_all(TEXTS, "all => all.map(each => each.innerHTML)") != batch:
            watch.seen.append(Sighting("broken", path, "the browser read other HTML than we sent"))
    return watch.seen[start:]


def fired_raw(watch: Watch, payloads: Sequence[Hostile], *, patience: int = PATIENCE) -> set[str]:
    """The ids of those that run a script when nobody cleans them, each in a frame of its own.

    Waits longer for those that are known to: a busy machine must not make the control look void.
    """
    fired: set[str] = set()
    for batch in batches(payloads):
        frames = {f"/raw/{place}": payload for place, payload in enumerate(batch)}
        sources = "".join(f'<iframe src="{path}"></iframe>' for path in frames)
        watch.served = {path: bare_page([payload.text]) for path, payload in frames.items()}
        watch.served[FRAMES] = f"<!doctype html><title>Raw</title>{sources}"
        known = {payload.id for payload in batch if payload.live}
        start = len(watch.seen)
        watch.page.goto(BARE_HOME + FRAMES, wait_until="commit")
        for _ in range(patience):
            watch.page.wait_for_timeout(SETTLING)
            with suppress(Error):  # What is poked may take the whole page elsewhere, or keep it busy for ever.
                watch.page.wait_for_function(POKE, arg="html", polling=100, timeout=10_000)
            watch.page.wait_for_timeout(SETTLING)
            ran = {sighting.page for sighting in watch.seen[start:] if sighting.kind == "executed"}
            fired |= {frames[path].id for path in ran & frames.keys()}
            if known <= fired:
                break
    return fired


def fires_alone(watch: Watch, payload: Hostile) -> bool:
    """Whether it runs anywhere on the page: for those that reach for the topmost window, or run in nobody's name."""
    start = len(watch.seen)
    fired_raw(watch, [payload], patience=2)
    return "executed" in tally(watch.seen[start:])


def batches(items: Iterable[Item], size: int = A_PAGE) -> Iterator[list[Item]]:
    """The items, a page at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def tally(sightings: Iterable[Sighting]) -> Counter[str]:
    """How often each kind of thing happened."""
    return Counter(sighting.kind for sighting in sightings)
