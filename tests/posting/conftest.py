"""The people of these tests: Mira and Tomasz have been here a year, Noor joined yesterday, Sam moderates."""

from typing import Any

import pytest

from tests import factories


@pytest.fixture
def people(given: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "tomasz")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")
