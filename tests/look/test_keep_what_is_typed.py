"""Words on their way: saved while somebody writes, kept on the page when they cannot be, and sent once."""

from playwright.sync_api import Page, Route, expect

from tests.look.quiet_room import QuietRoom

SAVED = "Saved a moment ago."
SAID = ".draft__said"


def write(page: Page, words: str) -> None:
    page.locator("#body").fill(words)


def test_words_are_saved_three_seconds_after_the_last_one(room: QuietRoom, window: Page) -> None:
    write(window, "Forty")
    window.clock.run_for(2000)
    write(window, "Forty-one gates")
    window.clock.run_for(2000)
    assert room.drafts == []
    window.clock.run_for(1100)
    expect(window.locator(SAID)).to_have_text(SAVED)
    assert [draft["body"] for draft in room.drafts] == ["Forty-one gates"]
    assert room.drafts[0]["csrf_token"] == "token"


def test_nothing_is_sent_while_nothing_changes(room: QuietRoom, window: Page) -> None:
    write(window, "Forty-one gates")
    window.clock.run_for(3100)
    expect(window.locator(SAID)).to_have_text(SAVED)
    window.clock.run_for(60_000)
    assert len(room.drafts) == 1


def test_going_to_another_page_saves_the_last_words(room: QuietRoom, window: Page) -> None:
    write(window, "🙂 " * 4000)
    window.get_by_role("link", name="Elsewhere").click()
    expect(window).to_have_title("Elsewhere")
    window.wait_for_timeout(300)
    assert room.drafts[-1]["body"] == "🙂 " * 4000


def test_putting_the_phone_away_saves_though_the_page_may_be_ended(room: QuietRoom, window: Page) -> None:
    write(window, "Forty-one gates")
    with window.expect_console_message() as said:
        window.evaluate(
            """() => {
              Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
              document.dispatchEvent(new Event('visibilitychange'));
            }"""
        )
    assert said.value.text == "/drafts outlives its page: true"
    expect(window.locator(SAID)).to_have_text(SAVED)
    assert room.drafts[-1]["body"] == "Forty-one gates"


def test_a_save_that_fails_is_said_and_tried_again(room: QuietRoom, window: Page) -> None:
    room.failing = True
    write(window, "Forty-one gates")
    window.clock.run_for(3100)
    expect(window.locator(SAID)).to_have_text(
        "Not saved yet. Your words are still on this page, and we will try again."
    )
    room.failing = False
    window.clock.run_for(15_100)
    expect(window.locator(SAID)).to_have_text(SAVED)


def test_leaving_is_asked_about_only_while_words_are_not_saved(room: QuietRoom, window: Page) -> None:
    asked = []
    window.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    room.failing = True
    write(window, "Forty-one gates")
    window.clock.run_for(3100)
    expect(window.locator(SAID)).to_contain_text("Not saved yet")
    window.get_by_role("link", name="Elsewhere").click(no_wait_after=True)
    window.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    room.failing = False
    write(window, "Forty-one gates, counted")
    window.clock.run_for(3100)
    expect(window.locator(SAID)).to_have_text(SAVED)
    window.get_by_role("link", name="Elsewhere").click()
    expect(window).to_have_title("Elsewhere")
    assert asked == ["beforeunload"]


def test_a_second_press_of_the_button_is_the_same_press(window: Page) -> None:
    sent = []

    def no_content(route: Route) -> None:  # the page stays, as while an answer is on its way
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    window.route("**/posts", no_content)
    write(window, "Forty-one gates")
    button = window.get_by_role("button", name="Post")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    window.locator("input[name=title]").press("Enter")
    window.clock.run_for(3900)
    assert len(sent) == 1
    assert "then=post" in sent[0]
    window.clock.run_for(200)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    with window.expect_request("**/posts"):
        button.click()
    assert len(sent) == 2


def test_the_room_left_is_said_only_near_its_end_and_nothing_is_cut_off(room: QuietRoom, window: Page) -> None:
    said = window.locator("#body-said")
    write(window, "a" * 80)
    window.clock.run_for(500)
    expect(said).to_have_text("")
    write(window, "🙂" * 97)
    window.clock.run_for(500)
    expect(said).to_have_text("3 characters left.")
    write(window, "a" * 104)
    window.clock.run_for(500)
    expect(said).to_contain_text("4 characters more than fit here.")
    expect(window.locator("#body")).to_have_value("a" * 104)


def test_no_copy_stays_in_the_browser(room: QuietRoom, window: Page) -> None:
    """Whether the words could be saved in the account or not: the next person at this device may be somebody else."""
    window.on("dialog", lambda dialog: dialog.accept())
    for room.failing, said in ((False, SAVED), (True, "Not saved yet.")):
        window.goto("/thread")
        write(window, "Forty-one gates")
        window.clock.run_for(3100)
        expect(window.locator(SAID)).to_contain_text(said)
        assert window.evaluate("localStorage.length + sessionStorage.length") == 0
        window.goto("/elsewhere")
        assert window.evaluate("localStorage.length + sessionStorage.length") == 0
