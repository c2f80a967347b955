"""Whether somebody has an account here cannot be read from an answer, its size, or the work behind it."""

import re

import pytest
from sqlalchemy import select, update

from forum import outbox
from forum.accounts import addresses
from forum.accounts.models import Account, OneTimeToken, Standing
from forum.db import db
from forum.outbox import OutboxRow
from tests.accounts.cast import ANOTHER, PASSWORD, account, codes, member


def bare(answer, *typed):
    """An answer without what must differ: the form's token, and what the person typed themself."""
    text = re.sub(rb'name="csrf_token" value="[^"]*"', b"", answer.data)
    for words in typed:
        text = text.replace(words.encode(), b"TYPED")
    headers = {name: value for name, value in answer.headers if name not in {"Set-Cookie", "Content-Length"}}
    return answer.status_code, headers, text


@pytest.fixture
def people(given):
    given(member, "mira")
    given(member, "gone")
    given(member, "rest")

    def leave() -> None:
        db.session.execute(
            update(Account).where(Account.username == "gone").values(standing=Standing.LEFT, password_hash=None)
        )
        db.session.execute(update(Account).where(Account.username == "rest").values(standing=Standing.PAUSED))

    given(leave)


@pytest.mark.parametrize("name", ["mira", "zoey", "gone", "rest", "x" * 200, "", "a\0b", "💙💙💙"])
def test_every_way_of_not_signing_in_takes_one_hash_and_says_the_same(visit, people, hashes, name):
    known, other = visit(), visit()
    first = known.post("/sign-in", username="mira", password="not this one at all")
    second = other.post("/sign-in", username=name, password="not this one at all")
    assert len(hashes) == 2
    assert first.status_code == 422
    assert known.page.words.replace("mira", "") == other.page.words.replace(name, "")
    if len(name) == 4:
        assert bare(first, "mira") == bare(second, name)


def test_a_right_password_takes_one_hash_as_well(visit, people, hashes):
    assert visit().post("/sign-in", username="mira", password=PASSWORD).status_code == 303
    assert len(hashes) == 1


def test_a_paused_or_closed_account_looks_like_none(visit, people, hashes):
    for name in ("gone", "rest"):
        assert visit().post("/sign-in", username=name, password=PASSWORD).status_code == 422
    assert len(hashes) == 2


@pytest.mark.parametrize("name", ["mira", "zoey"])
def test_a_recovery_code_that_does_not_fit_says_nothing_about_the_name(visit, people, given, hashes, name):
    given(codes, "mira")
    seen = {}
    for who in ("mira", name):
        person = visit()
        answer = person.post("/sign-in/recover", username=who, code="abcd-efgh-ijkm-nopq", new_password=ANOTHER)
        seen[who] = bare(answer, who)
    assert len(hashes) == 2
    assert seen["mira"] == seen[name]


def test_asking_for_a_link_does_the_same_for_a_stranger_and_writes_only_to_the_member(app, visit, people, given, rows):
    given(lambda: addresses.ask_to_confirm(account(), "mira@example.org", site=""))
    with app.app_context():
        (letter,) = outbox.letters()
    visit("mira").post(re.search(r"/settings/email/\S+", letter.words).group())

    answers, made = [], []
    for email in ("mira@example.org", "zoey@example.org"):
        given(lambda: [db.session.delete(row) for row in db.session.scalars(select(OutboxRow))])
        person = visit()
        answers.append(bare(person.post("/sign-in/reset", email=email)))
        answers[-1] += bare(person.get("/sign-in/reset/asked"))
        with rows() as session:
            made.append([len(row.box) for row in session.scalars(select(OutboxRow))])
            session.expire_all()
        with app.app_context():
            written_to = [letter.to for letter in outbox.letters()]
        assert written_to == (["mira@example.org"] if email.startswith("mira") else [])
    assert answers[0] == answers[1]
    assert made[0] == made[1] and len(made[0]) == 1
    with rows() as session:
        sizes = {len(row.box) for row in session.scalars(select(OneTimeToken)) if row.purpose == "reset"}
    assert len(sizes) <= 2


def test_giving_somebody_elses_address_tells_them_and_not_the_one_who_gave_it(app, visit, people, given):
    given(lambda: addresses.ask_to_confirm(account(), "mira@example.org", site="https://forum.example"))
    with app.app_context():
        (letter,) = outbox.letters()
    visit("mira").post(re.search(r"/settings/email/\S+", letter.words).group())
    said = []
    for email in ("mira@example.org", "zoey@example.org"):
        noor = visit()
        answer = noor.post("/sign-up", username=f"noor{len(said)}", password=PASSWORD, email=email)
        said.append((answer.status_code, answer.location))
        noor.follow(answer)
        said[-1] += (re.sub(r"\w{4}-\w{4}-\w{4}-\w{4}", "", noor.page.words),)
    assert said[0] == said[1]
    with app.app_context():
        words = [letter.words for letter in outbox.letters() if letter.to == "mira@example.org"]
    assert any("already belongs to one" in text for text in words)


def test_no_letter_names_anybody_or_says_what_this_place_is_for(app, visit, given):
    given(member, "mira")
    mira = visit("mira")
    mira.post("/settings/email", email="mira@example.org", password=PASSWORD)
    with app.app_context():
        (first,) = outbox.letters()
    link = re.search(r"/settings/email/\S+", first.words).group()
    mira.post(link)
    mira.post("/sign-in/reset", email="mira@example.org")
    visit().post("/sign-up", username="noor", password=PASSWORD, email="mira@example.org")
    with app.app_context():
        letters = list(outbox.letters())
    assert len(letters) == 3
    for letter in letters:
        assert letter.subject == "The link you asked for"
        plain = letter.words.lower()
        for word in ("mira", "noor", "what say you", "forum", "mental", "health", "illness", "support", "peer", "post"):
            assert word not in plain.replace("http://localhost:8000", ""), word
        assert plain.count("http") == 1
