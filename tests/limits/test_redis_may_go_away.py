"""Without Redis nobody meets an error and nobody waits; what is too much is still too much."""

import time

import pytest

from forum.limits import tallies
from tests.engines import free_port
from tests.limits.knocking import ALLOWED, door, knocks


@pytest.fixture
def with_redis(standard, redis):
    return {**standard, "FORUM_REDIS_URL": redis.url}


def test_a_redis_that_was_never_there(standard):
    app = door({**standard, "FORUM_REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"})
    assert knocks(app, ALLOWED + 3) == [200] * ALLOWED + [429] * 3


def test_a_redis_that_dies_while_people_are_here(with_redis, redis):
    app = door(with_redis)
    assert knocks(app, 40) == [200] * 40
    redis.kill()
    answers = knocks(app, ALLOWED + 40)
    assert set(answers) == {200, 429}
    assert answers.count(200) == ALLOWED  # This machine counts from nought, once.
    assert set(answers[-40:]) == {429}


def test_a_redis_that_accepts_and_never_answers(with_redis, redis):
    app = door(with_redis)
    knocks(app, 1)
    redis.freeze()
    began = time.monotonic()
    answers = knocks(app, ALLOWED + 3)
    waited = time.monotonic() - began
    redis.thaw()
    assert answers == [200] * ALLOWED + [429] * 3
    assert waited < 3, "only the first page may wait, and that a quarter of a second"


def test_a_redis_that_hangs_from_the_start(with_redis, redis):
    redis.freeze()
    app = door(with_redis)
    began = time.monotonic()
    answers = knocks(app, 1)
    waited = time.monotonic() - began
    redis.thaw()
    assert answers == [200]
    assert waited < 1.5


def test_a_redis_that_comes_back_is_used_again(with_redis, redis, monkeypatch):
    monkeypatch.setattr(tallies, "REST", 0.05)
    app = door(with_redis)
    redis.kill()
    knocks(app, ALLOWED + 1)
    redis.start()
    time.sleep(0.1)
    assert knocks(app, 1) == [200]
