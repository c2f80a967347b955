"""Joining, signing in and setting up, in a real Chromium: by keyboard, without scripts, read by axe, on a phone."""

from pathlib import Path

import axe_playwright_python
import pytest

from forum.accounts import signing_in
from tests.accounts.cast import PASSWORD, account, code_now, member

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}


def read_by_axe(page) -> None:
    """Nothing to mend by day and by night, and nothing to be scrolled sideways."""
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def fill(page, **fields) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def test_somebody_joins_by_keyboard_alone_without_scripts(browser_page):
    page = browser_page(js=False)
    page.goto("/sign-up")
    page.locator("[name=username]").focus()
    page.keyboard.type("noor")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)  # as a password manager or a paste does
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/recovery-codes")
    assert page.locator(".codes li").count() == 10
    page.locator("button[name=kept][value=y]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("/"))


def test_a_mistake_is_told_at_the_top_and_leads_to_its_field(browser_page, given):
    page = browser_page(js=False, viewport=PHONE)
    page.goto("/sign-up")
    fill(page, username="admin", password="short")
    page.get_by_role("button", name="I agree, let me join").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.locator("#errors a").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#username")
    for name in ("username", "password"):
        field = page.locator(f"#{name}")
        assert field.get_attribute("aria-invalid") == "true"
        for described in (field.get_attribute("aria-describedby") or "").split():
            assert page.locator(f"#{described}").count() == 1


@pytest.mark.parametrize(
    "path, name, wanted",
    [
        ("/sign-up", "username", "username"),
        ("/sign-up", "password", "new-password"),
        ("/sign-up", "email", "email"),
        ("/sign-in", "username", "username"),
        ("/sign-in", "password", "current-password"),
        ("/sign-in/recover", "new_password", "new-password"),
        ("/sign-in/reset", "email", "email"),
    ],
)
def test_password_managers_know_every_field(visit, path, name, wanted):
    person = visit()
    person.get(path)
    field = next(tag for tag in person.page.html.split("<input") if f'name="{name}"' in tag)
    assert f'autocomplete="{wanted}"' in field
    assert "onpaste" not in field and "readonly" not in field


def test_every_state_of_signing_in_and_joining_can_be_read_by_everybody(browser_page, given):
    given(member, "mira", app=True)
    page = browser_page(viewport=PHONE)
    page.goto("/sign-up")
    fill(page, username="a b", password="short", email="x")
    page.get_by_role("button", name="I agree, let me join").click()
    read_by_axe(page)
    page.goto("/sign-in")
    fill(page, username="mira", password="not this one at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    read_by_axe(page)
    fill(page, username="mira", password=PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/sign-in/code")
    fill(page, code="000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    read_by_axe(page)
    page.goto("/sign-in/reset/asked")
    read_by_axe(page)
    page.goto("/sign-in/reset/of-another-day")
    read_by_axe(page)
    page.goto("/sign-up")
    fill(page, username="noor", password=PASSWORD)
    page.get_by_role("button", name="I agree, let me join").click()
    page.wait_for_url("**/settings/recovery-codes")
    read_by_axe(page)


def test_the_picture_for_the_app_is_shown_and_large_enough_to_be_read(browser_page, given):
    given(member, "mira")
    page = browser_page("mira", viewport=PHONE)
    page.goto("/settings/second-factor")
    fill(page, password=PASSWORD)
    page.get_by_role("button", name="Set up an app").click()
    page.wait_for_url("**/settings/second-factor/app")
    picture = page.locator("main img")
    assert picture.evaluate("one => one.complete && one.naturalWidth") >= 200
    assert (picture.bounding_box() or {})["width"] >= 200
    read_by_axe(page)
    secret = page.locator("strong[translate=no]").inner_text().replace(" ", "")
    fill(page, code=code_now(secret))
    page.get_by_role("button", name="Turn it on").click()
    page.wait_for_url("**/settings/second-factor")
    read_by_axe(page)


@pytest.mark.parametrize("js", [True, False])
def test_words_come_through_signing_in_in_a_browser(browser_page, given, js):
    given(member, "mira")
    page = browser_page("mira", js=js, viewport=PHONE)
    page.goto("/threads/new")
    words = "It is three in the morning.\n\nI can't “sleep” & <b>I</b> know it. 🌙"
    page.locator("textarea[name=body]").fill(words)
    given(lambda: signing_in.end_all(account()))
    page.locator("main form[data-writing] button").last.click()
    page.get_by_text("Your words are kept").wait_for()
    if js:
        read_by_axe(page)
    fill(page, username="mira", password=PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Nothing has been sent yet").wait_for()
    assert page.locator("textarea[name=body]").input_value() == words
    if js:
        read_by_axe(page)
