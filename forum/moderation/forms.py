"""Reading what the browser sent to the desk, keeping all of it when something is missing."""

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from forum import text
from forum.care import warnings
from forum.care.community_rules import RULES
from forum.care.warnings import ContentWarning
from forum.moderation import rules
from forum.moderation.models import Action, Lane, Outcome, ReportReason, Tended
from forum.moderation.reports import Filing
from forum.moderation.rules import NOTHING_SEEN, Ruling, Seen

NOTE = 2_000
WORDS = 8_000
READ = 60_000  # what is read of a field at all, so that too much can be given back with a word about it


@dataclass
class Reporting:
    """A report as typed."""

    lane: str = ""
    reason: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def filing(self) -> Filing:
        reason = ReportReason(self.reason) if self.lane == Lane.RULE else None
        return Filing(Lane(self.lane), reason, self.note)


def read_report(data: MultiDict[str, str]) -> Reporting:
    form = Reporting(lane=data.get("lane", ""), reason=data.get("reason", ""))
    if form.lane not in set(Lane):
        form.errors["lane"] = "Please choose one of the two."
    if form.lane == Lane.RULE and form.reason not in set(ReportReason):
        form.errors["reason"] = "Please choose what fits best."
    form.note = _text(data, "note", NOTE, form.errors)
    return form


@dataclass
class Deciding:
    """A decision as typed. `outcome` is set on an appeal, `ruling` on everything else."""

    action: str = ""
    rule: str = ""
    facts: str = ""
    note: str = ""
    passage: str = ""
    tended: str = ""
    warnings: tuple[ContentWarning, ...] = ()
    seen: Seen = NOTHING_SEEN
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def level_of(self) -> dict[str, str]:
        """Topic to level, for filling the form again."""
        return {one.topic: str(one.level) for one in self.warnings}

    def ruling(self) -> Ruling:
        return Ruling(
            Action(self.action),
            self.facts,
            self.rule or None,
            self.note,
            warnings.written(self.warnings),
            self.passage,
            Tended(self.tended) if self.tended else None,
        )

    @property
    def outcome(self) -> Outcome:
        return APPEAL_WORDS[self.action]

    @property
    def instead(self) -> str | None:
        """The rule to be named instead, when an appeal ends in the post staying as it is for another reason."""
        return self.rule if self.action == CORRECT else None


# On an appeal `dismiss` and `publish` are understood as well: to dismiss it is to uphold, to publish is to overturn.
CORRECT = "correct"  # the reason was wrong, and the post stays as it is
APPEAL_WORDS = {
    CORRECT: Outcome.OVERTURNED,
    "uphold": Outcome.UPHELD,
    "dismiss": Outcome.UPHELD,
    "overturn": Outcome.OVERTURNED,
    "publish": Outcome.OVERTURNED,
}


def read_decision(data: MultiDict[str, str], *, appeal: bool) -> Deciding:
    form = Deciding(action=data.get("action", ""), rule=data.get("rule", ""), tended=data.get("tended", ""))
    for name in ("facts", "note", "passage"):
        words = _text(data, name, text.MAX_LENGTH if name == "passage" else WORDS, form.errors)
        setattr(form, name, "" if text.is_blank(words) else words)
    form.seen = Seen(_number(data.get("version")), _number(data.get("post_version")), data.get("post_visibility"))
    try:
        form.warnings = warnings.parse_all(data.getlist("warnings"))
    except ValueError as problem:
        form.errors["warnings"] = str(problem)
    if appeal:
        _check_appeal(form)
    elif form.action not in set(Action):
        form.errors["action"] = "Please choose a step."
    elif form.rule and form.rule not in RULES:
        form.errors["rule"] = "Please choose one of the rules."
    elif form.tended and form.tended not in set(Tended):
        form.errors["tended"] = "Please choose one of these."
    return form


def _check_appeal(form: Deciding) -> None:
    if form.action not in APPEAL_WORDS:
        form.errors["action"] = "Please choose whether the decision stands."
    if form.action == CORRECT and form.rule not in RULES:
        form.errors["rule"] = "Please choose the rule that it is about instead. The writer will read it."
    if not form.facts:
        form.errors["facts"] = "Please tell the writer what you looked at, and why you decided so."


@dataclass
class Appealing:
    """An appeal as typed."""

    words: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_appeal(data: MultiDict[str, str]) -> Appealing:
    form = Appealing()
    form.words = _text(data, "words", WORDS, form.errors)
    if text.is_blank(form.words):
        form.errors.setdefault("words", "Please tell us in your own words what we should look at again.")
    return form


def _text(data: MultiDict[str, str], name: str, limit: int, errors: dict[str, str]) -> str:
    """A field's words as we keep them; too many are kept for the page, with a sentence about it."""
    typed = data.get(name, "")[:READ]
    try:
        words = text.clean_source(typed)
        if len(words) <= limit:
            return words
        typed = words
    except text.TooLong:
        pass
    errors[name] = f"Please keep this under {limit:,} characters. It is {len(typed):,} long."
    return typed


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else None


def gaps(form: Deciding) -> dict[str, str]:
    """What the chosen step still needs."""
    return {} if form.action in {"uphold", "overturn", CORRECT} or form.errors else rules.missing(form.ruling())
