"""The reply coach reads drafts: what may hurt, what is left alone, and what it does with anything that can be typed."""

import pytest

from forum.care.coach import Problem, as_json, suggest


def kinds(draft: str, *support: str, thread: str = "") -> set[str]:
    return {str(finding.kind) for finding in suggest(draft, support, thread).findings}


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("You brought this on yourself, you know.", "judge"),
        ("No wonder she left you.", "judge"),
        ("You are being so selfish.", "judge"),
        ("Calm down, it's not a big deal.", "invalidate"),
        ("At least you still have a job.", "invalidate"),
        ("You should call her tomorrow and tell her.", "advice"),
        ("Everything happens for a reason!", "positivity"),
        ("That's just your bipolar talking.", "stigma"),
        ("Shut up, nobody cares.", "hostile"),
        ("That's nothing, I had it so much worse than you.", "oneup"),
        ("I promise you will never feel like this again.", "promise"),
    ],
)
def test_a_plain_case_of_each_kind_is_marked_where_it_stands_and_explained(draft: str, kind: str) -> None:
    findings = [one for one in suggest(draft).findings if one.kind == kind]
    assert findings, suggest(draft)
    assert draft[findings[0].start : findings[0].end].strip()
    assert findings[0].why.endswith(".") and "you are" not in findings[0].why.lower()


@pytest.mark.parametrize(
    "draft",
    [
        "It's NOT your fault. None of it is.",
        "I don't think you're lazy at all. That sounds exhausting.",
        "He's a selfish man and he was cruel to you. I'm so sorry.",
        "When I was ill I thought I was lazy and selfish. I was just tired.",
        "> get over it\nThat line hurt me to read. I'm sorry they wrote that to you.",
        "Whoever told you to calm down has never been this scared. I'm sorry.",
        "That sounds so lonely. I'm glad you wrote here.",
        "Do you want ideas, or just someone to listen?",
    ],
)
def test_a_good_reply_with_the_words_of_a_bad_one_is_left_alone(draft: str) -> None:
    assert kinds(draft) == set()


def test_advice_is_left_alone_where_it_was_asked_for() -> None:
    draft = "You could call your doctor in the morning and ask for an earlier date."
    assert "advice" in kinds(draft, "listen")
    assert "advice" not in kinds(draft, "advice")
    assert "advice" not in kinds(draft, "look")
    assert "advice" not in kinds(draft, thread="I can't sleep any more. Does anyone have any advice?")
    assert "advice" not in kinds("You asked for ideas, so: " + draft)


def test_to_ask_for_space_is_stronger_than_to_ask_for_advice() -> None:
    assert "advice" in kinds("You should call your doctor in the morning.", "advice", "space")


def test_words_taken_from_the_thread_are_not_the_repliers_own() -> None:
    thread = "My sister told me you brought this on yourself and I cannot stop hearing it."
    assert kinds("you brought this on yourself and I cannot stop hearing it. Oh, that hurts.", thread=thread) == set()


def test_a_warm_reply_is_heard_and_a_cold_one_is_asked_about() -> None:
    warm = suggest("I'm so sorry. That sounds terribly lonely, and it makes sense that you cried.", first=True)
    cold = suggest("The office opens at nine on Mondays.", first=True)
    assert warm.heard > 0.8 > cold.heard
    assert not warm.nudges and cold.nudges
    assert cold.openers


def test_a_sentence_that_blames_does_not_count_as_having_heard() -> None:
    assert suggest("You brought this on yourself.").heard < 0.3


def test_what_it_offers_to_begin_with_is_a_question_each_time() -> None:
    for draft in (
        "You brought this on yourself.",
        "Calm down.",
        "The office opens at nine.",
        "You should leave him now.",
    ):
        for support in ((), ("listen",), ("space",), ("experience", "advice")):
            offered = suggest(draft, support, first=True).openers
            assert len(offered) <= 3
            assert all(one.endswith("?") for one in offered)


def test_a_language_that_it_does_not_know_is_said_to_be_unread() -> None:
    coaching = suggest("Es tu culpa, no deberías haber hecho eso, siempre haces lo mismo con todos")
    assert not coaching.read and not coaching.findings and not coaching.nudges


@pytest.mark.parametrize(
    "draft",
    [
     "", "   \n", "\x00", "\x00you\x00 should\x00", "🙂" * 500, "أنت لست وحدك يا صديقي هنا معك دائما",
     "?!…" * 300, "> ", '"', "İ" * 40 + " you should leave",
     "you should " * 9_000, "a" * 100_000, "You brought this on yourself. " * 3_400],
)  # fmt: skip
def test_anything_that_can_be_typed_is_read_and_every_place_lies_in_it(draft: str) -> None:
    coaching = suggest(draft, ("listen",), "thread \x00 " + draft[:2000], first=True)
    assert 0 <= coaching.heard <= 1
    for finding in coaching.findings:
        assert 0 <= finding.start < finding.end <= len(draft)
        assert 0 <= finding.score <= 1


def test_the_command_gets_what_it_is_promised() -> None:
    answer = as_json(
        {"id": 7, "text": "You brought this on yourself.", "thread": "It was an awful day.", "support": ["listen"]}
    )
    assert answer["id"] == 7
    assert set(answer["findings"][0]) == {"kind", "start", "end", "why", "score"}
    assert set(answer["scores"]) == {str(kind) for kind in Problem}
    assert all(0 <= score <= 1 for score in (*answer["scores"].values(), answer["heard"]))
    assert as_json({"id": "x"})["findings"] == []
