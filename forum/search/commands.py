"""Looking after the index: filling it anew, and what the worker does for it beside the pages."""

import time

import click
from flask.cli import AppGroup

from forum.db import db, only_reading
from forum.search import index, operations

search = AppGroup("search", help="The index of words.")

SETTLE_EVERY = 3600.0  # seconds
SLICE = 1.0  # seconds of catching up in one round of the worker
REST = 100  # times as long as tidying took, it rests: never more than a hundredth of the machine


@search.command("rebuild")
def rebuild() -> None:
    """Empty the index and fill it from the posts. The forum may go on meanwhile; it finds less until this is done."""
    operations.forget_everything()
    db.session.commit()
    after = operations.catch_up()
    while after is not None:
        db.session.commit()
        db.session.expunge_all()
        after = operations.catch_up(after)
    while operations.settle_everything():
        db.session.commit()
    _tidy()
    db.session.rollback()
    click.echo(f"{operations.how_many()} posts can be found.")


class Upkeep:
    """What the worker does for the index, a little in each round."""

    def __init__(self) -> None:
        self._after: str | None = ""  # at the start it looks once whether posts are missing, as after an upgrade
        self._settled_at = self._rest_until = float("-inf")

    def round(self) -> None:
        begun = time.monotonic()
        while self._after is not None and time.monotonic() - begun < SLICE:
            self._after = operations.catch_up(self._after)
            db.session.commit()
            db.session.expunge_all()
        if begun < self._rest_until or not index.on_sqlite():
            return
        if begun - self._settled_at >= SETTLE_EVERY:
            while operations.settle():
                db.session.commit()
            self._settled_at = begun
        db.session.rollback()
        only_reading(True)
        untidy = index.untidy()
        db.session.rollback()
        only_reading(False)
        if untidy:
            began_tidying = time.monotonic()
            _tidy()
            self._rest_until = time.monotonic() + REST * (time.monotonic() - began_tidying)


def _tidy() -> None:
    """Make the segments one, in short steps between which others write."""
    begin = True
    while index.untidy():
        more = index.tidy(begin=begin)
        db.session.commit()
        begin = not more  # Somebody may have added a segment since: then from the start.
