"""What follows from what, as tables: severities, steps, effects, who is told, how long things last."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.discussions.models import Visibility
from forum.moderation import rules, wording
from forum.moderation.models import Action, HoldReason, Kind, Lane, ReportReason, Severity
from forum.moderation.rules import Ruling

V, A, K = Visibility, Action, Kind
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "reason, severity",
    [
        ("encourages", Severity.HIGH),
        ("illegal", Severity.HIGH),
        ("identifies", Severity.HIGH),
        ("hostile", Severity.SOON),
        ("other", Severity.SOON),
        ("unasked", Severity.ROUTINE),
        ("spam", Severity.ROUTINE),
    ],
)
def test_how_soon_a_report_is_read(reason: str, severity: Severity) -> None:
    assert rules.severity_of(K.REPORT, reason) is severity


def test_every_reason_has_a_severity_and_words() -> None:
    for reason in set(ReportReason) - {ReportReason.DISCLOSES}:
        assert rules.severity_of(K.REPORT, reason) and wording.REASONS[reason]
    assert set(wording.HELD) == set(HoldReason)
    assert set(rules.GOALS) == set(wording.SEVERITIES) == set(Severity)


def test_a_worry_is_high_and_never_pages_anybody_by_itself() -> None:
    assert rules.severity_of(K.WORRIED, "worried") is Severity.HIGH < Severity.IMMINENT


@pytest.mark.parametrize("lane", list(Lane))
def test_to_disclose_pain_is_not_an_offence(lane: Lane) -> None:
    assert rules.lane_of(lane, ReportReason.DISCLOSES) is Lane.WORRIED
    assert ReportReason.DISCLOSES not in wording.REASONS, "nobody is offered it as a broken rule"


def test_a_worry_can_only_be_closed() -> None:
    for visibility in V:
        assert rules.steps(K.WORRIED, visibility) == (A.DISMISS,)


@pytest.mark.parametrize(
    "kind, action, before, after",
    [
        (K.HOLD, A.PUBLISH, V.HELD, V.VISIBLE),
        (K.HOLD, A.WARN, V.HELD, V.VISIBLE),
        (K.HOLD, A.REDACT, V.HELD, V.VISIBLE),
        (K.HOLD, A.HIDE, V.HELD, V.HIDDEN),
        (K.HOLD, A.REMOVE, V.HELD, V.REMOVED),
        (K.REPORT, A.DISMISS, V.VISIBLE, V.VISIBLE),
        (K.REPORT, A.DISMISS, V.HIDDEN, V.HIDDEN),
        (K.REPORT, A.PUBLISH, V.HIDDEN, V.VISIBLE),
        (K.REPORT, A.WARN, V.VISIBLE, V.VISIBLE),
        (K.REPORT, A.WARN, V.HIDDEN, V.HIDDEN),
        (K.HOLD, A.PUBLISH, V.SCHEDULED, V.SCHEDULED),
        (K.HOLD, A.PUBLISH, V.WITHDRAWN, V.WITHDRAWN),
        (K.HOLD, A.PUBLISH, V.AWAY, V.AWAY),
    ],
)
def test_what_a_step_does(kind: Kind, action: Action, before: Visibility, after: Visibility) -> None:
    assert rules.visibility_after(kind, action, before) is after


def test_the_smallest_step_comes_first() -> None:
    for kind in (K.HOLD, K.REPORT):
        offered = rules.steps(kind, V.HELD if kind is K.HOLD else V.VISIBLE)
        assert offered[-4:] == (A.WARN, A.REDACT, A.HIDE, A.REMOVE)


def test_nothing_is_done_to_words_that_were_taken_back() -> None:
    for kind in (K.HOLD, K.REPORT, K.WORRIED):
        assert rules.steps(kind, V.WITHDRAWN) == (A.DISMISS,)


def test_two_ways_to_say_one_thing() -> None:
    assert rules.meant(K.HOLD, A.DISMISS, V.HELD) is A.PUBLISH
    assert rules.meant(K.REPORT, A.PUBLISH, V.VISIBLE) is A.DISMISS
    assert rules.meant(K.REPORT, A.PUBLISH, V.HIDDEN) is A.PUBLISH
    assert rules.meant(K.WORRIED, A.PUBLISH, V.VISIBLE) is A.PUBLISH, "and so it is refused"


@pytest.mark.parametrize(
    "ruling, fields",
    [
        (Ruling(A.PUBLISH), set()),
        (Ruling(A.DISMISS), {"facts"}),
        (Ruling(A.WARN, "It tells of a death."), {"warnings"}),
        (Ruling(A.REDACT, "A number."), {"rule", "passage"}),
        (Ruling(A.HIDE), {"rule", "facts"}),
        (Ruling(A.REMOVE, "It sells something."), {"rule"}),
        (Ruling(A.REMOVE, "It sells something.", "no_selling"), set()),
    ],
)
def test_what_a_decision_needs(ruling: Ruling, fields: set[str]) -> None:
    assert set(rules.missing(ruling)) == fields


def test_who_is_told() -> None:
    for action in A:
        assert not rules.tells_writer(K.WORRIED, action, "a note")
    assert not rules.tells_writer(K.REPORT, A.DISMISS, "a note")
    assert not rules.tells_writer(K.HOLD, A.PUBLISH, "")
    assert rules.tells_writer(K.HOLD, A.PUBLISH, "Thank you for this.")
    for action in (A.WARN, A.REDACT, A.HIDE, A.REMOVE):
        assert rules.tells_writer(K.REPORT, action, "")


@pytest.mark.parametrize(
    "kind, days, changed, brings_words, settled",
    [
        (K.REPORT, 29, False, True, True),
        (K.REPORT, 30, False, False, False),
        (K.REPORT, 1, True, False, False),
        (K.WORRIED, 0.5, False, False, True),
        (K.WORRIED, 0.5, False, True, False),
        (K.WORRIED, 2, False, False, False),
    ],
)
def test_how_long_an_answer_holds(kind: Kind, days: float, changed: bool, brings_words: bool, settled: bool) -> None:
    since = timedelta(days=days)
    assert rules.is_settled(kind, since=since, changed=changed, brings_words=brings_words) is settled


def test_an_appeal_is_open_for_six_months_and_once() -> None:
    def may(**other: object) -> bool:
        facts = {"decided_at": NOW - timedelta(days=180), "overturned": False, "appealed": False, "now": NOW} | other
        return rules.may_be_appealed(A.HIDE, **facts)  # type: ignore[arg-type]

    assert may()
    assert not may(decided_at=NOW - timedelta(days=184))
    assert not may(appealed=True)
    assert not may(overturned=True)
    assert not rules.may_be_appealed(A.PUBLISH, decided_at=NOW, overturned=False, appealed=False, now=NOW)


def test_a_lease_is_between_twenty_and_thirty_minutes() -> None:
    assert timedelta(minutes=20) <= rules.LEASE <= timedelta(minutes=30)


def test_moderators_learn_an_age_and_a_number_only_as_a_word() -> None:
    assert rules.age_of(date(2026, 3, 1), date(2026, 3, 4)) == "new"
    assert rules.age_of(date(2026, 2, 25), date(2026, 3, 4)) == "settled"
    assert [rules.how_many(number) for number in (0, 1, 3, 4, 90)] == ["none", "a few", "a few", "many", "many"]
