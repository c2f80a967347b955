"""What members reported, what waits for a moderator, what was decided, and the record of it."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Account
from forum.db import UNORDERED, Model, public_id, words
from forum.discussions.models import Post, Visibility


class Kind(StrEnum):
    """Why something waits. `worried` (somebody said so) and `triage` (our program noticed words) are care for a person
    and can never lead to a penalty (see Decision)."""

    HOLD = "hold"
    REPORT = "report"
    WORRIED = "worried"
    TRIAGE = "triage"
    APPEAL = "appeal"


class Lane(StrEnum):
    RULE = "rule"
    WORRIED = "worried"


class ReportReason(StrEnum):
    """What a member says is wrong. To disclose pain is not to encourage it: the two are apart."""

    ENCOURAGES = "encourages"
    DISCLOSES = "discloses"
    HOSTILE = "hostile"
    IDENTIFIES = "identifies"
    SPAM = "spam"
    UNASKED = "unasked"
    ILLEGAL = "illegal"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why a post waits. What people are told about `first_posts` is the same for all."""

    FIRST_POSTS = "first_posts"
    CONTACT = "contact"
    ROOM = "room"
    PACE = "pace"
    MENDED = "mended"  # it was hidden, and its writer changed it
    UNCOVERED = "uncovered"  # its writer took out the sign that a moderator had set in place of a passage
    HARM = "harm"  # a way to come to harm, or urging to it, stands in it: our program noticed


class Danger(StrEnum):
    """Why our program put somebody before the moderators. Which words it marked is worked out anew when one reads."""

    OTHERS = "others"
    HIGH = "high"
    IMMINENT = "imminent"


class Severity(IntEnum):
    """How soon somebody should look; the time goal of each is in rules.py."""

    ROUTINE = 10
    SOON = 20
    HIGH = 30
    IMMINENT = 40


class State(StrEnum):
    OPEN = "open"
    DECIDED = "decided"
    LAPSED = "lapsed"  # its writer took the post back before anybody decided


class Action(StrEnum):
    """What a moderator can do with a post, the smallest step first."""

    PUBLISH = "publish"
    DISMISS = "dismiss"
    WARN = "warn"
    REDACT = "redact"
    HIDE = "hide"
    REMOVE = "remove"


class Tended(StrEnum):
    """What was done for somebody who may be in danger. Nothing here touches the post or its writer."""

    NOTHING_NOW = "nothing_now"
    WROTE = "wrote"
    PASSED = "passed"
    OTHER = "other"


class Outcome(StrEnum):
    UPHELD = "upheld"
    OVERTURNED = "overturned"


# Somebody may appeal against two decisions about one post, so appeals are not held to one at a time.
_OPEN = text("state = 'open' AND kind <> 'appeal'")


class ReviewItem(Model):
    """One thing waiting for a moderator, or decided. A post may have had several over time, one open of each kind."""

    __tablename__ = "review_items"
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        Index("ix_review_items_one_open", "post_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "state", "severity", "opened_at"),
        Index(None, "state", "settled_at"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_time"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"))
    kind: Mapped[Kind] = mapped_column(words(Kind))
    reason: Mapped[str] = mapped_column(String(32))  # a HoldReason, a ReportReason, a Danger, or the kind's own word
    severity: Mapped[int] = mapped_column(default=Severity.ROUTINE)
    state: Mapped[State] = mapped_column(words(State), default=State.OPEN)
    opened_at: Mapped[datetime]  # to ten minutes: it may be the moment of an act under a pseudonym
    settled_at: Mapped[datetime | None]  # the same
    claimed_by_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    claimed_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Touch(Model):
    """A moderator handled an item, so they may not judge an appeal about it."""

    __tablename__ = "touches"
    __table_args__ = (UNORDERED,)

    item_id: Mapped[str] = mapped_column(ForeignKey("review_items.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)


class Evidence(Model):
    """A version of a post as it was when somebody reported it or it was decided about, encrypted under the site key.

    It outlives an edit, and the post's being taken back, until the window for appeals has closed (DECISIONS 18).
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("post_id", "version"), Index(None, "until"), UNORDERED)

    id: Mapped[str] = public_id()
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"))
    version: Mapped[int] = mapped_column()
    box: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[date] = mapped_column(Date)


class Report(Model):
    """A member asked moderators to look. Who it was is a tag that only that member's own sign-in can match."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("post_id", "lane", "reporter_tag"),
        CheckConstraint("(lane = 'rule') = (reason IS NOT NULL)", name="worry_has_no_reason"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    item_id: Mapped[str] = mapped_column(ForeignKey("review_items.id"), index=True)
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"))
    lane: Mapped[Lane] = mapped_column(words(Lane))
    reason: Mapped[ReportReason | None] = mapped_column(words(ReportReason))
    note: Mapped[str] = mapped_column(Text, default="")
    reporter_tag: Mapped[bytes] = mapped_column(LargeBinary(32))
    evidence_id: Mapped[str | None] = mapped_column(ForeignKey("evidence.id", ondelete="SET NULL"))
    made_on: Mapped[date] = mapped_column(Date)


class Decision(Model):
    """What a moderator decided, as fields. The author reads it, may mend the post, and may appeal."""

    __tablename__ = "decisions"
    __table_args__ = (
        ForeignKeyConstraint(["item_id", "item_kind"], ["review_items.id", "review_items.kind"]),
        # To be in danger is not an offence: no such item touches the post at all, whatever the code does.
        CheckConstraint("item_kind NOT IN ('worried', 'triage') OR action = 'dismiss'", name="worry_never_punishes"),
        CheckConstraint("tended IS NULL OR item_kind IN ('worried', 'triage')", name="only_worries_are_tended"),
        CheckConstraint(
            "action NOT IN ('redact', 'hide', 'remove') OR rule IS NOT NULL OR legal_ground IS NOT NULL",
            name="penalty_has_ground",
        ),
        Index(None, "post_id"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    item_id: Mapped[str] = mapped_column(String(16), unique=True)  # an item is decided once
    item_kind: Mapped[Kind] = mapped_column(words(Kind))
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"))
    action: Mapped[Action] = mapped_column(words(Action))
    tended: Mapped[Tended | None] = mapped_column(words(Tended))
    before: Mapped[Visibility] = mapped_column(words(Visibility))  # so that an appeal can undo the effect
    post_version: Mapped[int] = mapped_column()  # of the post, as the decision left it
    evidence_id: Mapped[str | None] = mapped_column(ForeignKey("evidence.id", ondelete="SET NULL"))
    rule: Mapped[str | None] = mapped_column(String(40))  # a word of care.community_rules
    legal_ground: Mapped[str | None] = mapped_column(String(300))
    facts: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")  # to the author, in the moderator's own words
    warnings_added: Mapped[str] = mapped_column(String(400), default="")
    found_by_machine: Mapped[bool] = mapped_column(default=False)
    decided_by_machine: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]
    overturned_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Account] = relationship(lazy="raise_on_sql")


class Appeal(Model):
    """A request to look at a decision again, by somebody who had no part in it.

    That it is somebody else, a trigger of the database makes sure of as well (migration 0001).
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_by_id IS NULL)", name="outcome_has_decider"),
        UniqueConstraint("decision_id", "appellant_tag"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("review_items.id"), unique=True)  # its place in the queue
    appellant_tag: Mapped[bytes] = mapped_column(LargeBinary(32))
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    words: Mapped[str] = mapped_column(Text)
    lodged_at: Mapped[datetime]  # to ten minutes
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class AuditEntry(Model):
    """One thing a member of the team did. Added, never changed: each carries the hash of the one before."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "about"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))  # empty: the host, at the command line
    did: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(60))  # `post:…`, `account:…`; never the words themselves (T15)
    details: Mapped[str] = mapped_column(Text, default="{}")  # canonical JSON of words and ids
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Model):
    """Where the chain ends: one row, locked while an entry is added, so that a cut-off tail is noticed too."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint('"only" = 1', name="one_row"),)

    only: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
