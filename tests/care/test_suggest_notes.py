"""A writer is offered content notes for what a text is about, and is left alone about figures of speech."""

import pytest

from forum.care import suggestions
from forum.care.reading.clauses import take_in
from forum.care.tuning import AS_SHIPPED, Tuning, read
from forum.care.warnings import CATALOGUE, Level


def topics(text, tuning=AS_SHIPPED):
    return {one.topic for one in suggestions.suggest(text, tuning)}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I keep thinking about suicide. I don't want to be alive any more and I am so tired.", "suicide"),
        ("My brother killed himself in spring and I still cannot say it out loud.", "suicide"),
        ("I cut myself again last night after four months without self-harm.", "self_harm"),
        ("My ex was physically abusive. He hit me when dinner was late and I was afraid of him every day.", "abuse"),
        ("I was raped when I was nineteen and I have never told my family.", "sexual_violence"),
        ("My anorexia is back. I am restricting again and I count every calorie I eat.", "eating_disorder"),
        ("I relapsed on heroin after two years clean and I am in withdrawal now.", "substance"),
        ("He stabbed a man outside the pub and I saw it. I keep seeing him get stabbed, all the blood.", "violence"),
        ("My mum died in March. I cried at the funeral and the grief will not let go of me.", "death"),
        ("I had a miscarriage in May. We lost our baby at twelve weeks and there was no heartbeat.", "child_loss"),
        ("They sectioned me and I was restrained and held on the ward against my will.", "forced_treatment"),
        ("I have been hearing voices again and the voices tell me that they are watching me.", "psychosis"),
        ("Two men attacked me for being gay, it was a homophobic attack and they used slurs.", "hate"),
    ],
)
def test_a_topic_that_is_told_is_offered(text, topic):
    assert topic in topics(text)


@pytest.mark.parametrize(
    "text",
    [
        "I killed it at work today, the presentation went so well and everyone clapped.",
        "We were in violent agreement about the new timetable all afternoon.",
        "I am completely addicted to this show, three seasons in one week!",
        "I take my sertraline every morning as prescribed and it has helped me a lot.",
        "By abuse of notation we write f for both functions in the proof.",
        "My phone died on the bus, so I am late with my answers, sorry.",
        "The bakery's chocolate cake is to die for, and I would kill for another slice.",
        "I binge-watched the whole series at the weekend and feel no shame.",
        "We had one beer after football and were home by nine.",
        "She cut her hair short and I cut down on coffee. Small steps.",
        "I am starving, has anyone got a good recipe for soup?",
        "My manager shot down my idea and I had a panic attack in the lift.",
        "Hello everyone, I am new. I knit, I have two cats, and I get anxious on Sundays.",
    ],
)
def test_a_figure_of_speech_or_an_ordinary_day_is_left_alone(text):
    assert topics(text) == set()


def test_the_places_lead_back_to_what_was_typed():
    text = "Ünï day… — It’s been hard.\n\nMy dad died on Tuesday. I can’t stop crying at the funeral photos. 💔"
    (found,) = [one for one in suggestions.suggest(text) if one.topic == "death"]
    assert any("died" in text[start:end] for start, end in found.spans)
    assert 0 < found.score <= 1 and isinstance(found.level, Level)


def test_notes_come_in_the_order_of_the_catalogue():
    text = "My dad died. I was raped years ago. I want to kill myself. I relapsed on heroin and I am drunk every day."
    found = [one.topic for one in suggestions.suggest(text)]
    assert found == [topic for topic in CATALOGUE if topic in found] and len(found) >= 3


def test_a_closer_account_gets_a_closer_level():
    passing = suggestions.suggest("There was a poster about suicide in the hall of our library.")
    told = suggestions.suggest(
        "I want to die. Every night I think about killing myself, I have written a note and I lie there and hope that "
        "I never wake up. I tried to kill myself last year and I wish it had worked."
    )
    levels = {one.topic: one.level.strength for one in told}
    assert levels["suicide"] >= Level.DESCRIBED.strength
    assert all(one.level.strength <= levels["suicide"] for one in passing)


def test_a_text_that_was_read_once_gives_the_same():
    text = "I relapsed and I have been drinking vodka every day since the funeral of my sister."
    assert suggestions.suggest(take_in(text)) == suggestions.suggest(text) != ()


def test_a_host_can_ask_for_more_for_fewer_and_for_none_of_a_topic():
    text = "I was drunk at the weekend and I am thinking of quitting alcohol for a while."
    more, fewer = topics(text, read("note = -2.0")), topics(text, read("note = 2.0"))
    assert fewer <= topics(text) <= more
    assert "substance" not in topics("I am an alcoholic and I relapsed.", Tuning(quiet=frozenset({"substance"})))


def test_a_line_of_the_command_carries_words_that_json_knows():
    line = suggestions.as_json({"id": "7", "text": "I want to kill myself and I cannot stop thinking of suicide."})
    assert line["id"] == "7"
    assert [set(one) for one in line["warnings"]] == [{"topic", "level", "score"}]
    assert line["warnings"][0]["topic"] == "suicide" and type(line["warnings"][0]["level"]) is str
    assert suggestions.as_json({"id": 8, "text": "A quiet day."}) == {"id": 8, "warnings": []}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00",
        "I want to\x00 kill myself \x00\x00 tonight",
        "I want to kill myself. " * 4400,
        "a" * 100_000,
        "((((((((" * 500,
        "\u202eI was raped and I drink vodka\u202c",
        "أريد أن أموت ولا أستطيع التوقف عن التفكير في ذلك كل يوم",
        "😭😭😭 he died 😭😭😭 my dad died 😭",
        "ﬁ ŉ İ ẞ suicide İİİ suicide",
    ],
)
def test_whatever_is_typed_the_places_stay_inside(text):
    for one in suggestions.suggest(text):
        assert one.spans
        for start, end in one.spans:
            assert 0 <= start < end <= len(text)


def test_nothing_is_offered_for_a_language_that_is_not_known():
    assert topics("No quiero vivir más, estoy cansada de todo y pienso en el suicidio todas las noches.") == set()
