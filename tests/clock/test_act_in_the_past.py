"""Seeding and tests may act as if it were another time, and the clock goes right again afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from forum import clock

THEN = datetime(2024, 2, 29, 23, 40, tzinfo=UTC)


def fail_in_the_past():
    with clock.at(THEN):
        raise RuntimeError


def test_acts_are_dated_when_they_are_said_to_happen():
    with clock.at(THEN):
        assert clock.now() == THEN
        with clock.at(THEN + timedelta(days=1)):
            assert clock.today() == datetime(2024, 3, 1, tzinfo=UTC).date()
        assert clock.today() == THEN.date()


def test_the_clock_goes_right_again_even_after_a_mistake():
    with pytest.raises(RuntimeError):
        fail_in_the_past()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
