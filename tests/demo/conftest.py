"""A forum that the demo cast has moved into: loaded once, since nothing here changes it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.db import db
from tests import signs
from tests.demo.looking import run


@pytest.fixture(scope="package")
def told(make_app: Callable[..., Flask]) -> Iterator[tuple[Flask, str]]:
    """The forum, and what its host read when the cast moved in."""
    app = make_app()
    with signs.read_by(signs.SHIPPED):
        result = run(app)
    assert result.exit_code == 0, result.output
    yield app, result.output
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def stage(told: tuple[Flask, str]) -> Iterator[Flask]:
    """The same, with its database open."""
    with told[0].app_context():
        yield told[0]
