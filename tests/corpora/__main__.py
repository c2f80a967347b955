"""Runs every listed payload through the real forms and shows it in a real Chromium; see docs/security-tests.md."""

import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from forum import create_app
from forum.config import Settings
from forum.db import db
from forum.text import render
from tests import factories
from tests.browser_payloads import BARE_HOME, TEXTS, Sighting, Watch, batches, fired_raw, fires_alone, tally, watching
from tests.browsing import Quiet
from tests.corpora.lists import HostileList, Listed, NoLists, read_lists
from tests.engines import chromium
from tests.payloads.stage import Stage, cast

KINDS = ("executed", "dialog", "request", "navigation", "violation", "forbidden", "broken")
ENOUGH = 0.9  # Of the payloads marked live so many must fire uncleaned, or the run says nothing.
SHOWN = 20  # Sightings printed in full; the table counts them all.


@click.command()
@click.option("--most", type=int, default=None, help="At most so many payloads of each list: a quick look.")
def main(most: int | None) -> None:
    """Posts each payload as a reply, a title and an opening, and counts what it does in a browser."""
    folder = os.environ.get("FORUM_CORPORA")
    if not folder:
        click.echo("Say where the lists are: FORUM_CORPORA=folder make corpora. The project holds none itself.")
        sys.exit(2)
    try:
        lists = read_lists(Path(folder))
    except NoLists as problem:
        click.echo(f"There is nothing to run. {problem}")
        sys.exit(2)
    for each in lists:
        each.payloads = each.payloads[:most]
    with chromium.browser() as browser, tempfile.TemporaryDirectory() as instance, _forum(Path(instance)) as forum:
        outcome = _run(browser, lists, *forum)
    sys.exit(outcome)


def _run(browser: Browser, lists: Sequence[HostileList], app: Flask, home: str) -> int:
    fired = _control(browser, lists)
    stage = Stage(app)
    places = {each.name: _post(app, stage, each) for each in lists}
    seen: dict[str, list[Sighting]] = {each.name: [] for each in lists}
    pages = 0
    for csp in (True, False):
        with watching(browser, home, csp=csp) as watch:
            for each in lists:
                click.echo(f"{each.name}: looking, the policy {'on' if csp else 'bypassed'} …")
                start = len(watch.seen)
                pages += _show(watch, each, places[each.name])
                seen[each.name] += watch.seen[start:]
    _table(lists, fired, seen, pages)
    live = sum(payload.live for each in lists for payload in each.payloads)
    if not live or sum(fired.values()) < ENOUGH * live:
        click.echo(f"Void: of {live} payloads known to run, only {sum(fired.values())} ran uncleaned.")
        return 1
    return 1 if any(seen.values()) else 0


@contextmanager
def _forum(instance: Path) -> Iterator[tuple[Flask, str]]:
    """A forum of its own with the cast, before a real server."""
    settings = {
        "FORUM_DATABASE_URL": f"sqlite:///{instance / 'forum.db'}",
        "FORUM_INSTANCE_DIR": str(instance),
        "FORUM_LIMITS": "off",
        "FORUM_TESTING": "1",
    }
    app = create_app(Settings.from_environment(settings))
    with app.app_context():
        flask_migrate.upgrade()
        cast()
        db.session.commit()
    serving = make_server("localhost", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield app, f"http://localhost:{serving.port}"
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()


def _control(browser: Browser, lists: Sequence[HostileList]) -> dict[str, int]:
    """How many of the live ones run when nobody cleans them."""
    counts = {}
    for each in lists:
        live = [payload for payload in each.payloads if payload.live]
        with watching(browser, BARE_HOME) as watch:
            fired = fired_raw(watch, live)
            counts[each.name] = sum(payload.id in fired or fires_alone(watch, payload) for payload in live)
        click.echo(f"{each.name}: {counts[each.name]} of {len(live)} live ones ran uncleaned.")
    return counts


def _post(app: Flask, stage: Stage, each: HostileList) -> dict[str, Sequence[Listed]]:
    """Through the forms: as replies, many a thread, and each as a thread of its own in the list's room."""
    with app.app_context():
        factories.room(each.name)
        db.session.commit()
    places, before = {}, stage.given_back
    for batch in batches(each.payloads):
        texts = [payload.text for payload in batch]
        places[stage.as_replies(texts)] = batch
        stage.as_threads(texts, each.name)
    click.echo(f"{each.name}: {len(each.payloads)} posted twice; {stage.given_back - before} given back by a form.")
    return places


def _show(watch: Watch, each: HostileList, places: dict[str, Sequence[Listed]]) -> int:
    """Every thread and the room's list to its end; answers with the number of pages looked at."""
    for place, batch in places.items():
        watch.visit(place)
        shown = watch.page.eval_on_selector_all(TEXTS, "all => all.map(each => each.innerHTML)")
        wanted = [render(payload.text) for payload in batch]
        if shown[1:] != wanted:
            watch.seen.append(Sighting("broken", place, f"{batch[0].id}…: the browser read other HTML than was made"))
    path, pages = f"/rooms/{each.name}?list=new", len(places)
    while path:
        watch.visit(path, touch=".thread-list")
        pages += 1
        older = watch.page.locator(".pager a").last
        path = (older.get_attribute("href") or "") if older.count() else ""
    return pages


def _table(lists: Sequence[HostileList], fired: dict[str, int], seen: dict[str, list[Sighting]], pages: int) -> None:
    for sighting in [one for each in lists for one in seen[each.name]][:SHOWN]:
        click.echo(f"  {sighting.kind} on {sighting.page}: {sighting.what}")
    click.echo(f"\n{'list':<20}{'read':>7}{'run':>7}{'live':>7}{'fired':>7}" + "".join(f"{kind:>11}" for kind in KINDS))
    sums: Counter[str] = Counter()
    for each in lists:
        counts = tally(seen[each.name])
        sums += counts
        _line(each.name, each.read, each.payloads, fired[each.name], counts)
    everything = [payload for each in lists for payload in each.payloads]
    _line("all", sum(each.read for each in lists), everything, sum(fired.values()), sums)
    click.echo(f"{pages} pages looked at, with the policy and with it bypassed. “fired”: uncleaned, the control.")


def _line(name: str, read: int, payloads: Sequence[Listed], fired: int, counts: Counter[str]) -> None:
    live = sum(payload.live for payload in payloads)
    columns = "".join(f"{counts[kind]:>11}" for kind in KINDS)
    click.echo(f"{name:<20}{read:>7}{len(payloads):>7}{live:>7}{fired:>7}{columns}")


if __name__ == "__main__":
    main()
