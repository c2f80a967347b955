"""Every page that can be opened, as everybody who can open it finds it."""

from collections.abc import Iterator
from typing import Any

from flask import Flask

from forum.care import warnings
from forum.preferences import COOKIE, Preferences
from tests import factories
from tests.security import world
from tests.security.world import OBJECTS, Thing
from tests.sweep.album import Album

NEVER_OPENED = {"static", "accounts.leave_page", "accounts.sign_out"}
LISTS = ["/?list=new", "/?list=waiting", "/?after=nonsense", "/help?country=GB", "/help?country=ZZ", "/help?country="]
SEARCHES = ["night", "nothing+so", "the", "I+want+to+die", "how+to+kill+myself", "wrote+three+times", "x" * 201]
LISTS += [f"/search?q={typed}" for typed in SEARCHES] + ["/search?s=over"]
DESK = [
    "/moderation/?kind=report",
    "/moderation/?kind=worried",
    "/moderation/?kind=appeal",
    "/moderation/?state=decided",
    "/moderation/?state=decided&kind=hold",
]
RICH = """# A heading of mine

It was **late**, and *nobody* was up. I wrote to [a friend](https://friend.example/letters) and waited.

> You are not too much, she said.
> > I did not believe her.

1. Wash the cup
2. Open the window
   - only a little

`no code here` and ~~nothing~~ else. Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsparagraph.

***

مرحبا بكم هنا. 🫂 שלום
"""


def addresses(app: Flask, thing: Thing, *, first: bool) -> Iterator[str]:
    """What can be asked for about one thing; what is about no thing only the first time."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NEVER_OPENED:
            continue
        if rule.arguments or first:
            ids = {name: getattr(thing, name, world.NOWHERE) for name in rule.arguments}
            yield rule.build(ids)[1]
    if first:
        yield from LISTS
    yield f"/threads/{thing.thread_id}/reply?answers={thing.post_id}"
    yield f"/posts/{thing.post_id}/report?thanks=rule"
    yield f"/posts/{thing.post_id}/report?thanks=worried"
    yield f"/rooms/{thing.slug}?list=waiting"


def furnish(given: Any, visit: Any, rows: Any) -> dict[str, Thing]:
    """The world of the security tests, and a thread in which everything that a post can hold is held."""
    things = world.build(given, visit, rows)
    return things | {"rich": given(_rich)}


def _rich() -> Thing:
    topics = " ".join(f"{topic}:described" for topic in list(warnings.CATALOGUE)[:3])
    thread_id = factories.thread(
        "So many nights, and a title that is rather long because there was much to say about it",
        by="wren",
        body=RICH,
        warned=topics,
        asked="listen",
    )
    factories.reply(thread_id, by="mira", body=RICH)
    factories.reply(thread_id, by="mira", body="Under another name.", anonymous=True, warned="suicide:mentioned")
    factories.reply(thread_id, by="noor", body="This waits.", anonymous=True)
    return Thing(thread_id, factories.opening(thread_id))


def opened_by(role: str, app: Flask, visit: Any, rows: Any, things: dict[str, Thing], album: Album) -> None:
    """Everything that this role can ask for, and what comes back."""
    person = world.people(visit, rows)[role]
    for number, kind in enumerate(["rich", *OBJECTS]):
        for address in addresses(app, things[kind], first=not number):
            album.keep(f"{role}, {kind}: {address}", person.get(address))
    if role in {"moderator", "admin"}:
        for address in DESK:
            album.keep(f"{role}: {address}", person.get(address))


def as_chosen(visit: Any, things: dict[str, Thing], album: Album) -> None:
    """A handful of pages as readers with other choices meet them."""
    choices = {
        "night, calm, larger": Preferences(theme="dark", calm=True, size="larger", warned="show", titles=True),
        "day, calm, no exit": Preferences(theme="light", calm=True, exit=False, warned="soften"),
        "left out": Preferences(size="large", warned="hide", country="GB"),
    }
    rich = things["rich"]
    for name, chosen in choices.items():
        for who in (None, "mira", "sam")[: 1 if name == "left out" else 3]:
            person = visit(who)
            person.client.set_cookie(COOKIE, str(chosen))
            places = ["/", f"/threads/{rich.thread_id}", "/settings", "/help"]
            if who == "mira":
                places += ["/threads/new", f"/threads/{rich.thread_id}/reply?answers={rich.post_id}"]
            if who == "sam":
                places = ["/moderation/", f"/moderation/items/{things['visible'].item_id}"]
            for place in places:
                album.keep(f"{name}, {who or 'visitor'}: {place}", person.get(place), status=200)
