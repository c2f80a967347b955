"""Somebody who writes in two languages finds each paragraph beginning on the side where it is read from."""

from tests import factories

BODY = "هذا كثير\n\n(She opened the curtain, and that is all.)"


def test_an_english_paragraph_after_an_arabic_one_begins_on_the_left(given, browser_page):
    given(factories.member, "mira")
    thread_id = given(factories.thread, body=BODY)
    page = browser_page()
    page.goto(f"/threads/{thread_id}")
    sides = page.locator(".post__body p").evaluate_all(
        """paragraphs => paragraphs.map(one => {
            const words = document.createRange();
            words.selectNodeContents(one.firstChild);
            const [text, box] = [words.getBoundingClientRect(), one.getBoundingClientRect()];
            return Math.abs(text.left - box.left) < 2 ? "left" : Math.abs(text.right - box.right) < 2 ? "right" : "?";
        })"""
    )
    assert sides == ["right", "left"]
