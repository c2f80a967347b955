"""Strange signs in an address, a question or a form are answered by a page, never by a failure of ours."""

import re

import pytest

from tests import factories

QUESTIONS = ("q", "after", "list", "country", "to", "token", "lane")
FIELDS = (
    *("username", "password", "new_password", "email", "code", "which", "kept", "begin"),
    *("title", "body", "room", "warnings", "support", "anonymous", "hold", "answers", "draft", "place", "then"),
    *("note", "words", "reason", "lane", "action", "rule", "facts", "harm", "prefer", "theme", "country"),
)
STRANGE = {
    "a NUL": "a%00b",
    "no UTF-8": "a%ff%fe",
    "half a surrogate": "a%ed%a0%80",
    "a template": "%7b%7b7*7%7d%7d%25s",
    "a line": "a%0d%0aSet-Cookie:%20b",
    "long": "x" * 3000,
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("name", [None, "sam"])
def test_every_route_answers_whatever_is_sent(app, visit, given, name, strange):
    if name is not None:
        given(factories.moderator, name)
    asked = "&".join(f"{question}={strange}" for question in QUESTIONS)
    fields = "&".join(f"{field}={strange}" for field in FIELDS)
    reader = visit(name).client
    answers = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", strange, rule.rule)
        if "GET" in rule.methods:
            answers += [reader.get(path), reader.get(f"{path}?{asked}")]
        if "POST" in rule.methods:
            writer = visit(name)  # Signing out or leaving must not shield the forms after it.
            sent = f"csrf_token={writer.token_for('/sign-in')}&{fields}"
            answers.append(writer.client.post(path, data=sent, content_type="application/x-www-form-urlencoded"))
    assert {answer.status_code for answer in answers if answer.request.method == "POST"} & {303, 422}
    failed = [answer for answer in answers if answer.status_code >= 500]
    assert [f"{answer.status_code} {answer.request.method} {answer.request.path}" for answer in failed] == []


NAMELESS = b'--x\r\nContent-Disposition: form-data\r\n\r\nwords without a name\r\n--x--\r\n'


@pytest.mark.parametrize("place", ["/sign-in", "/sign-up", "/settings", "/drafts", "/nowhere"])
@pytest.mark.parametrize("name", [None, "mira"])
def test_a_part_of_a_form_without_a_name_is_refused_kindly(visit, given, name, place):
    """No browser sends one. What reads forms stumbled over it, and so did the page that says so."""
    if name is not None:
        given(factories.member, name)
    person = visit(name)
    answer = person.client.post(place, data=NAMELESS, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 404}
    assert "ways to get help" in answer.get_data(as_text=True)
