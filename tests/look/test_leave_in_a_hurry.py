"""Somebody comes in: the page is gone at once, the sign-in ends, and Back does not bring it again."""

from playwright.sync_api import Browser, Page, expect

from tests.look.quiet_room import QuietRoom

SAID = ".exit__said"


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def signed_in(page: Page, room: QuietRoom) -> None:
    page.context.add_cookies([{"name": "s", "value": "mira", "url": room.home}])


def test_shift_three_times_leaves_and_signs_out(room: QuietRoom, window: Page) -> None:
    signed_in(window, room)
    with window.expect_console_message() as said:
        press_shift(window, 3)
    window.wait_for_url(room.outside)
    expect(window).to_have_title("Weather")
    assert said.value.text == "/leave-page outlives its page: true"
    assert room.left == ["s=mira"]


def test_each_press_is_said_for_those_who_listen(window: Page) -> None:
    press_shift(window, 1)
    expect(window.locator(SAID)).to_have_text("Shift, press twice more to leave.")
    press_shift(window, 1)
    expect(window.locator(SAID)).to_have_text("Shift, press once more to leave.")


def test_writing_a_capital_letter_never_leaves(room: QuietRoom, window: Page) -> None:
    window.locator("#body").press_sequentially("I AM HERE")
    for _ in range(4):
        window.keyboard.press("Shift+A")
    press_shift(window, 2)
    window.keyboard.press("x")
    press_shift(window, 2)
    expect(window).to_have_title("A thread")
    assert room.left == []


def test_presses_are_forgotten_after_five_seconds(room: QuietRoom, window: Page) -> None:
    press_shift(window, 2)
    window.clock.run_for(5100)
    expect(window.locator(SAID)).to_have_text("")
    press_shift(window, 2)
    expect(window).to_have_title("A thread")
    assert room.left == []


def test_back_does_not_return_to_the_page(room: QuietRoom, window: Page) -> None:
    window.goto("/elsewhere")
    window.goto("/thread")
    window.get_by_role("link", name="Leave this site").click()
    window.wait_for_url(room.outside)
    window.go_back()
    assert window.url.endswith("/elsewhere")
    for _ in range(3):
        window.go_back()
        assert "Forty-one gates" not in window.content() or window.url == f"{room.home}/thread"


def test_the_page_is_blank_before_the_other_site_answers(room: QuietRoom, window: Page) -> None:
    window.route(room.outside, lambda route: None)  # the other site never answers
    window.locator("#body").fill("words nobody else should read")
    seen = window.evaluate(
        """() => {
          for (let i = 0; i < 3; i += 1) dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
          return document.title.trim() + document.body.innerHTML;
        }"""
    )
    assert seen == ""


def test_it_leaves_though_our_own_server_is_gone(room: QuietRoom, window: Page) -> None:
    window.route(f"{room.home}/leave-page", lambda route: route.abort())
    press_shift(window, 3)
    window.wait_for_url(room.outside)


def test_unsaved_words_do_not_hold_it_up(room: QuietRoom, window: Page) -> None:
    room.failing = True
    asked = []
    window.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.locator("#body").fill("not saved anywhere")
    window.clock.run_for(3500)
    expect(window.locator(".draft__said")).to_contain_text("Not saved yet")
    press_shift(window, 3)
    window.wait_for_url(room.outside)
    assert asked == []


def test_it_takes_what_this_browser_had_kept(room: QuietRoom, window: Page) -> None:
    window.evaluate("localStorage.setItem('draft:/thread', 'words'); sessionStorage.setItem('a', 'b')")
    press_shift(window, 3)
    window.wait_for_url(room.outside)
    window.goto(f"{room.home}/elsewhere")
    assert window.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_javascript_the_link_still_leaves(room: QuietRoom, browsers: Browser) -> None:
    context = browsers.new_context(base_url=room.home, java_script_enabled=False)
    page = context.new_page()
    page.goto("/thread")
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(room.outside)
    context.close()
    assert len(room.left) == 1
