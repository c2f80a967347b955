"""Someone wants to answer well, and reads how and why."""

import re

import pytest

from forum.care import (
    answering,
    community_rules,
    easy_read,
    guidelines,
    hard_moments,
    hearing,
    sources,
    warnings,
)
from forum.care.support import Support

PARTS = [
    hearing.HEAR_FIRST,
    hearing.LANDS_AND_HURTS,
    hearing.SET,
    hearing.SIX_LEVELS,
    hearing.WHAT_PEOPLE_SAY,
    *answering.ANSWERING.values(),
    *hard_moments.HARD_MOMENTS,
    hard_moments.YOURSELF,
]
BANNED = re.compile(
    r"\bOops\b|\bsuccessfully\b|\binvalid\b|\bforbidden\b|you must|suffer(?:s|ing)? from|committed suicide", re.I
)


def words_of(part):
    said = [part.title, *part.says, *part.points]
    said += [word for pair in part.pairs for word in (pair.hurts, pair.lands, pair.why)]
    return said + [word for step in part.steps for word in (step.name, step.means, step.sounds)]


def test_each_kind_of_support_has_its_part_with_an_example():
    assert set(answering.ANSWERING) == set(Support)
    for part in answering.ANSWERING.values():
        assert part.pairs and part.points


def test_what_lands_and_what_hurts_come_with_a_reason():
    pairs = [pair for part in PARTS for pair in part.pairs]
    assert len(pairs) >= 15
    assert all(pair.hurts and pair.lands and pair.why for pair in pairs)


def test_set_has_its_three_steps_in_order_and_validation_its_six():
    assert [step.name for step in hearing.SET.steps] == ["Support", "Empathy", "Truth"]
    assert len(hearing.SIX_LEVELS.steps) == 6


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.word)
def test_the_words_are_plain_and_never_blame(part):
    for said in words_of(part):
        assert not BANNED.search(said)
        for sentence in re.split(r"[.!?:;]\s", said):
            assert len(sentence.split()) <= 32, sentence


def test_every_part_has_its_own_address():
    words = [part.word for part in PARTS]
    assert len(set(words)) == len(words)


def test_every_source_can_be_looked_up():
    for source in (*sources.GUIDELINES, *sources.CONTENT_NOTES):
        assert re.match(r"(19|20)\d\d", source.year) and source.authors and source.title and source.where


RULE_WORDS = [
    *("kind", "no_methods", "no_encouragement", "no_identifying", "no_contact", "what_was_asked"),
    *("content_notes", "medicine", "honest", "no_selling", "no_illegal"),
]


def test_the_words_that_moderators_decide_by_are_stable_and_fit_their_column():
    assert list(community_rules.RULES) == RULE_WORDS
    assert all(len(word) <= 40 for word in RULE_WORDS)


@pytest.mark.parametrize("rule", community_rules.RULES.values(), ids=lambda rule: rule.word)
def test_each_rule_says_what_why_and_how_to_mend_it(rule):
    assert rule.title and rule.asks and rule.why and rule.mend
    assert not BANNED.search(f"{rule.title} {rule.asks} {rule.why} {rule.mend}")


@pytest.mark.parametrize("chapter", easy_read.CHAPTERS, ids=lambda chapter: chapter.heading)
def test_the_easy_version_is_easy(chapter):
    for line in chapter.lines:
        for sentence in re.split(r"(?<=[.!?])\s", line):
            assert len(sentence.split()) <= 11, sentence
        assert not re.search(r"validat|empath|diagnos|\w{14,}", line)


def test_a_visitor_reads_the_guidelines_the_rules_and_the_sources(visit):
    visitor = visit()
    assert visitor.get("/guidelines").status_code == 200
    assert {part.word for part in PARTS} <= visitor.page.ids
    assert {f"rule-{word}" for word in RULE_WORDS} <= visitor.page.ids
    assert "Building a Life Worth Living" in visitor.page.words
    for link in visitor.page.links:
        if link.startswith("#"):
            assert link[1:] in visitor.page.ids, link


def test_a_visitor_reads_the_easy_version(visit):
    visitor = visit()
    visitor.get("/guidelines")
    assert "/guidelines/easy" in visitor.page.links
    assert visitor.get("/guidelines/easy").status_code == 200
    assert "First: show that you heard" in visitor.page.words


def test_a_visitor_reads_about_content_notes_and_gets_no_promise(visit):
    visitor = visit()
    assert visitor.get("/content-notes").status_code == 200
    for topic in warnings.CATALOGUE.values():
        assert topic.label in visitor.page.words
    assert "we do not say that notes keep anyone safe" in visitor.page.words


def test_the_guidance_beside_a_reply_box_says_what_was_asked_for_and_leads_to_the_reasons(app):
    with app.test_request_context("/"):
        from flask import render_template

        shown = render_template("care/_reply_guidance.html", guidance=guidelines.short([Support.ADVICE]))
    assert "They would like ideas to try." in shown
    assert Support.ADVICE.guideline in shown
    assert "/guidelines" in shown
