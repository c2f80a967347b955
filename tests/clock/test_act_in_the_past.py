"""Seeding and tests may act as if it were another time, and the clock goes right again afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from forum import clock

THEN = datetime(2024, 2, 29, 23, 40, tzinfo=UTC)


def test_the_clock_goes_right_again_even_after_a_mistake():
    with pytest.raises(RuntimeError), clock.at(THEN):
        assert clock.now() == THEN
        assert clock.today() == THEN.date()
        with clock.at(THEN + timedelta(days=1)):
            assert clock.today() == datetime(2024, 3, 1, tzinfo=UTC).date()
        assert clock.now() == THEN
        raise RuntimeError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
