"""A quiet room with one browser window in it, for trying the modules of static/js for themselves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.look.quiet_room import QuietRoom, opened

# Says in the console which requests may outlive their page.
TELL_FETCHES = """
const asked = window.fetch;
window.fetch = (address, options) => {
  console.log(`${new URL(address, location).pathname} outlives its page: ${options.keepalive}`);
  return asked(address, options);
};
"""


@pytest.fixture
def room() -> Iterator[QuietRoom]:
    with opened() as quiet:
        yield quiet


@pytest.fixture
def window(room: QuietRoom, browsers: Browser) -> Iterator[Page]:
    """A window on the writing page, whose clock the test may move."""
    context = browsers.new_context(base_url=room.home)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.add_init_script(TELL_FETCHES)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.clock.install()
    page.goto("/thread")
    yield page
    context.close()
    assert broken == []
