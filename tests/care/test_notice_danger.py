"""Triage reads what people write: danger now is noticed, what is denied, over, another's or only said so is not."""

import io
import json
import subprocess
import sys

import pytest

from forum.care import risk_signs, triage
from forum.care.__main__ import run
from forum.care.signals import Harm, Risk

DANGER = {
    "wishes not to be alive": "I wish I had never been born. Everyone would be better off without me.",
    "hopes not to wake": "Every night I pray that I just won't wake up in the morning.",
    "thinks of suicide": "I have been thinking about killing myself every day this week and I am scared.",
    "types as people type": "i dont wanna be alive anymore, cant stop thinking abt suicide",
    "denies and means it": "I'd never do anything, promise, but I want to die and it's all I think about lately.",
    "hurts themselves now": "I cut myself again last night and I hate that it helps.",
    "in the middle of a letter": "Work was fine. We had soup. The rota is out and I have two weekends off. My sister "
    "rang about the dog. And the whole time I keep thinking about killing myself. Then I did the washing-up.",
}
NO_DANGER = {
    "an idiom": "This homework is killing me and my feet are killing me too, lol.",
    "a denial": "My doctor asked and no, I am not suicidal, I don't want to hurt myself, I am just very tired.",
    "a film": "In the film the main character says he wants to end it all. Great acting, the best scene of the series.",
    "dinner": "We had soup and the dog slept on my feet. A good evening.",
    "a haircut": "I cut my own hair last night and it looks terrible, I nearly died laughing.",
    "a plan to stay": "I'm glad I am alive. I want to live and see my niece grow up.",
}


@pytest.mark.parametrize("text", DANGER.values(), ids=DANGER)
def test_danger_now_is_noticed(text: str) -> None:
    found = triage.assess(text)
    assert found.risk.rank >= Risk.HIGH.rank
    assert found.signals and all(0 <= s.start < s.end <= len(text) and s.why.endswith(".") for s in found.signals)


@pytest.mark.parametrize("text", NO_DANGER.values(), ids=NO_DANGER)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert triage.assess(text).risk.rank < Risk.HIGH.rank


MEANT_ALL_THE_SAME = {
    "asked how to tell": "How do I tell my dad that I want to kill myself?",
    "said in a question": "Am I allowed to post here if I'm having thoughts of suicide every day?",
    "never born": "I'd give anything for it. I wish I'd never been born and that's the truth of it.",
    "hurt lately": "Came in from the party, locked the door and hurt myself. Nobody has noticed the marks.",
    "come back": "I was well for six years, until this spring. Now I think about killing myself every night again.",
    "a condition is no denial": "If she doesn't answer by midnight, I'm going to kill myself tonight.",
    "it kills me": "The scan is on Monday and I really hope that whatever they find kills me.",
}
SET_ASIDE = {
    "somebody fears it": "My aunt worries that I'll kill myself because I wear black. I'm happy, I just like black.",
    "asked and answered": "Suicidal? No. Hungry, tired and late for the bus, yes.",
    "taken back": "My ex told the judge that I'm suicidal. I'm not and I never have been.",
    "an age ago": "As a young woman I put a noose round my neck. I'm 58 now, I have a garden and I'm glad I stayed.",
    "words of another": "The captain wrote 'I didn't want to be alive any more' in his book and the team read it.",
    "work on a line": "I work nights on a crisis line and hear people say 'I want to die' before breakfast.",
    "a farewell at school": "Saying goodbye to my class today, I start at the new school in autumn.",
}


@pytest.mark.parametrize("text", MEANT_ALL_THE_SAME.values(), ids=MEANT_ALL_THE_SAME)
def test_danger_is_noticed_however_it_is_wrapped(text: str) -> None:
    assert triage.assess(text).risk.rank >= Risk.HIGH.rank


@pytest.mark.parametrize("text", SET_ASIDE.values(), ids=SET_ASIDE)
def test_what_is_over_answered_or_of_another_is_left_alone(text: str) -> None:
    assert triage.assess(text).risk.rank < Risk.HIGH.rank


@pytest.mark.parametrize(
    "text",
    [
        "Three times today I thought about killing myself.",
        "I've wanted to end my life every single night this week.",
    ],
)
def test_a_thought_on_a_day_is_no_plan_for_one(text: str) -> None:
    assert triage.assess(text).risk is Risk.HIGH


def test_imminent_always_has_a_phrase_that_a_moderator_can_read() -> None:
    found = triage.assess("I have written the letters. I am going to kill myself tonight when everyone is asleep.")
    assert found.risk is Risk.IMMINENT
    assert any(signal.kind in triage.NOW for signal in found.signals)


def test_what_was_learned_alone_never_makes_a_text_imminent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk_signs, "find", lambda reading: [])
    for text in (*DANGER.values(), "I am going to kill myself tonight. Goodbye everyone."):
        assert triage.assess(text).risk is not Risk.IMMINENT


def test_the_place_is_that_of_the_words_as_typed() -> None:
    text = "Hello 🌧️ all…\n\nI’m so tired. I want to kill myself.\n"
    places = [text[s.start : s.end] for s in triage.assess(text).signals]
    assert any(place.endswith("kill myself") for place in places), places


def test_another_language_is_said_to_be_unread() -> None:
    for text in (
        "Estoy muy triste y no quiero vivir más, no puedo con esta vida que tengo.",
        "Я очень устал и больше не могу так жить.",
    ):
        found = triage.assess(text)
        assert not found.read and found.risk is Risk.NONE and not found.signals


@pytest.mark.parametrize("text", ["kill yourself kill yourself kill yourself", "kys kys kys kys kys kys", "KYS " * 40])
def test_abuse_that_is_hardly_any_language_is_noticed_all_the_same(text: str) -> None:
    found = triage.assess(text)
    assert found.harm is Harm.ENCOURAGEMENT and found.risk.rank < Risk.HIGH.rank  # it is said to somebody else
    assert found.signals and all(0 <= one.start < one.end <= len(text) for one in found.signals)


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin so müde und die Nacht ist lang, aber meine Schwester hat heute angerufen und das war schön.",
        "Je suis fatiguée et je ne dors plus, mais ma sœur est venue dimanche avec une tarte.",
    ],
)
def test_another_language_is_not_taken_for_abuse(text: str) -> None:
    found = triage.assess(text)
    assert found.harm is Harm.NONE and not found.read and not found.signals


UGLY = (
    "",
    " \n\t",
    "\0\0",
    "💔" * 500,
    "‏أنا حزين‎",
    "a" * 100_000,
    "I want to die. " * 7_000,
    "\n" * 10_000,
    '"' * 5_000,
    "' " * 5_000,
)


@pytest.mark.parametrize("text", UGLY, ids=lambda text: repr(text[:8]))
def test_nothing_that_anybody_types_breaks_it(text: str) -> None:
    found = triage.assess(text)
    assert 0 <= found.score <= 1 and found.harm in Harm
    assert all(0 <= s.start < s.end <= len(text) for s in found.signals)


def test_the_command_answers_each_line_in_its_order() -> None:
    lines = "\n".join(
        json.dumps({"id": n, "text": text}) for n, text in enumerate([*DANGER.values(), *NO_DANGER.values()])
    )
    done = subprocess.run(
        [sys.executable, "-m", "forum.care", "triage"], input=lines, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(DANGER) + len(NO_DANGER)))
    assert {"id", "risk", "harm", "score", "signals"} <= set(answers[0])
    assert all(answer["risk"] in {"high", "imminent"} for answer in answers[: len(DANGER)])


def test_the_command_says_which_line_it_cannot_read_and_none_of_its_words() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "forum.care", "triage"], input="very secret words\n", capture_output=True, text=True
    )
    assert done.returncode == 2 and "Line 1" in done.stderr and "secret" not in done.stderr + done.stdout


@pytest.mark.parametrize("text", ["x", "Goodnight x", "tomorrow", "again", "ready", "Hugs x"])
def test_a_word_or_two_is_never_high_by_its_sound_alone(text: str) -> None:
    assert triage.assess(text).risk.rank < Risk.HIGH.rank


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "\\ud800", "text": "hello"}',
        '{"id": 1, "text": null}',
        '{"text": 5}',
        '{"id": 4, "text": "x", "thread": 5, "support": 5}',
    ],
)
@pytest.mark.parametrize("way", ["triage", "coach", "warnings"])
def test_odd_lines_are_answered_too(way: str, line: str) -> None:
    out = io.StringIO()
    assert run(way, io.StringIO(f"{line}\n"), out) == 0
    json.loads(out.getvalue())


def test_a_line_that_is_nested_without_end_is_said_to_be_none() -> None:
    assert run("triage", io.StringIO('{"a":' * 5000 + "1" + "}" * 5000), io.StringIO()) == 2
