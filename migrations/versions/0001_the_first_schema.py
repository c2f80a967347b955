"""Everything the forum keeps, from the first day."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None


# An audit entry is added and never changed; the database itself refuses, on both engines. So it does when somebody
# who handled the item would judge the appeal about it (T6).
HANDLED_IT = """SELECT 1 FROM decisions WHERE decisions.id = NEW.decision_id AND (
        decisions.decided_by_id = NEW.decided_by_id OR EXISTS (SELECT 1 FROM touches
            WHERE touches.item_id = decisions.item_id AND touches.account_id = NEW.decided_by_id))"""
SQLITE_GUARDS = [
    *(
        f"""CREATE TRIGGER audit_entries_no_{verb} BEFORE {verb} ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'audit entries are only ever added'); END"""
        for verb in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER appeals_judged_by_another_{verb} BEFORE {verb} ON appeals
    WHEN NEW.decided_by_id IS NOT NULL AND EXISTS ({HANDLED_IT})
    BEGIN SELECT RAISE(ABORT, 'an appeal is judged by somebody who had no part in it'); END"""
        for verb in ("INSERT", "UPDATE")
    ),
]
POSTGRES_GUARDS = [
    """CREATE FUNCTION audit_entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are only ever added'; END $$""",
    """CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_are_kept()""",
    f"""CREATE FUNCTION appeals_are_judged_by_another() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.decided_by_id IS NOT NULL AND EXISTS ({HANDLED_IT}) THEN
            RAISE EXCEPTION 'an appeal is judged by somebody who had no part in it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER appeals_judged_by_another BEFORE INSERT OR UPDATE ON appeals
    FOR EACH ROW EXECUTE FUNCTION appeals_are_judged_by_another()""",
]


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("username", sa.String(length=30), nullable=False),
        sa.Column("skeleton", sa.String(length=60), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "moderator",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "open",
                "paused",
                "left",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("email_box", sa.LargeBinary(), nullable=True),
        sa.Column("email_tag", sa.LargeBinary(length=32), nullable=True),
        sa.Column("totp_box", sa.LargeBinary(), nullable=True),
        sa.Column("seal_share", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key_id", sa.String(length=16), nullable=True),
        sa.Column("preferences", sa.String(length=1000), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(seal_share IS NULL) = (seal_key_id IS NULL)", name=op.f("ck_accounts_share_has_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email_tag", name=op.f("uq_accounts_email_tag")),
        sa.UniqueConstraint("skeleton", name=op.f("uq_accounts_skeleton")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint('"only" = 1', name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_due_at"), ["due_at"], unique=False)

    op.create_table(
        "pseudonyms",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("guardian_box", sa.LargeBinary(), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonyms")),
        sa.UniqueConstraint("scope", "name", name=op.f("uq_pseudonyms_scope_name")),
        sa.UniqueConstraint("tag", name=op.f("uq_pseudonyms_tag")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column(
            "readers",
            sa.Enum(
                "anyone", "members", name="readers", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("holds_posts", sa.Boolean(), nullable=False),
        sa.Column("informational", sa.Boolean(), nullable=False),
        sa.Column("open_to_search", sa.Boolean(), nullable=False),
        sa.Column("feed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_rooms_slug_is_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("slug", name=op.f("uq_rooms_slug")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_lists",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_sealed_lists")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slots",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_slots")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slots_until"), ["until"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=16), nullable=True),
        sa.Column("did", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts.id"], name=op.f("fk_audit_entries_actor_id_accounts")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_entries_previous_hash")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_about"), ["about"], unique=False)

    op.create_table(
        "one_time_tokens",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_tokens")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_tokens_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "passkeys",
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_passkeys_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_passkeys")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_account_id"), ["account_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_recovery_codes_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ins")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)

    op.create_table(
        "threads",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("room_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("support", sa.String(length=80), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("replies_paused", sa.Boolean(), nullable=False),
        sa.Column(
            "ending",
            sa.Enum(
                "okay_for_now",
                "elsewhere",
                "thank_you",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "visible",
                "scheduled",
                "held",
                "hidden",
                "removed",
                "withdrawn",
                "away",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("reply_count >= 0", name=op.f("ck_threads_reply_count_counts")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_threads_room_id_rooms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_threads_room_id_visibility_last_activity_at_id"),
            ["room_id", "visibility", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_threads_visibility_last_activity_at_id"),
            ["visibility", "last_activity_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_threads_visibility_started_at_id"),
            ["visibility", "started_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_threads_waiting_since_id"), ["waiting_since", "id"], unique=False
        )

    op.create_table(
        "posts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("thread_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("pseudonym_id", sa.String(length=16), nullable=True),
        sa.Column("answers_id", sa.String(length=16), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.String(length=240), nullable=False),
        sa.Column("warnings", sa.String(length=400), nullable=False),
        sa.Column("advice", sa.Boolean(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "visible",
                "scheduled",
                "held",
                "hidden",
                "removed",
                "withdrawn",
                "away",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (pseudonym_id IS NULL)", name=op.f("ck_posts_one_byline")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_posts_account_id_accounts")),
        sa.ForeignKeyConstraint(["answers_id"], ["posts.id"], name=op.f("fk_posts_answers_id_posts")),
        sa.ForeignKeyConstraint(
            ["pseudonym_id"], ["pseudonyms.id"], name=op.f("fk_posts_pseudonym_id_pseudonyms")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("thread_id", "place", name=op.f("uq_posts_thread_id_place")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posts_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_answers_id"), ["answers_id"], unique=False)
        batch_op.create_index(
            "ix_posts_opening",
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("opening"),
            postgresql_where=sa.text("opening"),
        )
        batch_op.create_index(batch_op.f("ix_posts_pseudonym_id"), ["pseudonym_id"], unique=False)

    op.create_table(
        "review_items",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hold",
                "report",
                "worried",
                "appeal",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "decided", "lapsed", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by_id", sa.String(length=16), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["accounts.id"], name=op.f("fk_review_items_claimed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_review_items_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        sa.UniqueConstraint("id", "kind", name=op.f("uq_review_items_id_kind")),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)", name=op.f("ck_review_items_settled_has_time")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("review_items", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_items_one_open",
            ["post_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'open' AND kind <> 'appeal'"),
            postgresql_where=sa.text("state = 'open' AND kind <> 'appeal'"),
        )
        batch_op.create_index(
            batch_op.f("ix_review_items_state_severity_opened_at"),
            ["state", "severity", "opened_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_review_items_state_settled_at"), ["state", "settled_at"], unique=False
        )

    op.create_table(
        "revisions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("warnings", sa.String(length=400), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_revisions_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("post_id", "version", name=op.f("uq_revisions_post_id_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "submissions",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_submissions_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_submissions")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_until"), ["until"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_evidence_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("post_id", "version", name=op.f("uq_evidence_post_id_version")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_until"), ["until"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column(
            "item_kind",
            sa.Enum(
                "hold",
                "report",
                "worried",
                "appeal",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "publish",
                "dismiss",
                "warn",
                "redact",
                "hide",
                "remove",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "visible",
                "scheduled",
                "held",
                "hidden",
                "removed",
                "withdrawn",
                "away",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("post_version", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.String(length=16), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=True),
        sa.Column("legal_ground", sa.String(length=300), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("warnings_added", sa.String(length=400), nullable=False),
        sa.Column("found_by_machine", sa.Boolean(), nullable=False),
        sa.Column("decided_by_machine", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=16), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overturned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "item_kind <> 'worried' OR action = 'dismiss'", name=op.f("ck_decisions_worry_never_punishes")
        ),
        sa.CheckConstraint(
            "action NOT IN ('redact', 'hide', 'remove') OR rule IS NOT NULL OR legal_ground IS NOT NULL",
            name=op.f("ck_decisions_penalty_has_ground"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_decisions_evidence_id_evidence"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_decisions_decided_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "item_kind"],
            ["review_items.id", "review_items.kind"],
            name=op.f("fk_decisions_item_id_item_kind_review_items"),
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_decisions_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("item_id", name=op.f("uq_decisions_item_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_post_id"), ["post_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column(
            "lane",
            sa.Enum("rule", "worried", name="lane", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "encourages",
                "discloses",
                "hostile",
                "identifies",
                "spam",
                "unasked",
                "illegal",
                "other",
                name="reportreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reporter_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=16), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(lane = 'rule') = (reason IS NOT NULL)", name=op.f("ck_reports_worry_has_no_reason")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_reports_evidence_id_evidence"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_reports_item_id_review_items")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reports_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "post_id", "lane", "reporter_tag", name=op.f("uq_reports_post_id_lane_reporter_tag")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_item_id"), ["item_id"], unique=False)

    op.create_table(
        "touches",
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_touches_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_touches_item_id_review_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "account_id", name=op.f("pk_touches")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=16), nullable=False),
        sa.Column("appellant_tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld", "overturned", name="outcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lodged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=16), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_appeals_outcome_has_decider")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_appeals_decided_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_appeals_item_id_review_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint(
            "decision_id", "appellant_tag", name=op.f("uq_appeals_decision_id_appellant_tag")
        ),
        sa.UniqueConstraint("item_id", name=op.f("uq_appeals_item_id")),
        sqlite_with_rowid=False,
    )
    op.execute(
        sa.text('INSERT INTO audit_head ("only", number, hash) VALUES (1, 0, :zero)').bindparams(zero=bytes(32))
    )
    for guard in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(guard)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER audit_entries_no_change ON audit_entries")
        op.execute("DROP FUNCTION audit_entries_are_kept()")
        op.execute("DROP TRIGGER appeals_judged_by_another ON appeals")
        op.execute("DROP FUNCTION appeals_are_judged_by_another()")
    op.drop_table("appeals")
    op.drop_table("touches")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_item_id"))

    op.drop_table("reports")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_post_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_until"))

    op.drop_table("evidence")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_until"))

    op.drop_table("submissions")
    op.drop_table("revisions")
    with op.batch_alter_table("review_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_items_state_settled_at"))
        batch_op.drop_index(batch_op.f("ix_review_items_state_severity_opened_at"))
        batch_op.drop_index(
            "ix_review_items_one_open",
            sqlite_where=sa.text("state = 'open' AND kind <> 'appeal'"),
            postgresql_where=sa.text("state = 'open' AND kind <> 'appeal'"),
        )

    op.drop_table("review_items")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_pseudonym_id"))
        batch_op.drop_index(
            "ix_posts_opening", sqlite_where=sa.text("opening"), postgresql_where=sa.text("opening")
        )
        batch_op.drop_index(batch_op.f("ix_posts_answers_id"))
        batch_op.drop_index(batch_op.f("ix_posts_account_id"))

    op.drop_table("posts")
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_threads_waiting_since_id"))
        batch_op.drop_index(batch_op.f("ix_threads_visibility_started_at_id"))
        batch_op.drop_index(batch_op.f("ix_threads_visibility_last_activity_at_id"))
        batch_op.drop_index(batch_op.f("ix_threads_room_id_visibility_last_activity_at_id"))

    op.drop_table("threads")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_account_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_account_id"))

    op.drop_table("recovery_codes")
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkeys_account_id"))

    op.drop_table("passkeys")
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_expires_at"))

    op.drop_table("one_time_tokens")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_about"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slots_until"))

    op.drop_table("slots")
    op.drop_table("sealed_lists")
    op.drop_table("rooms")
    op.drop_table("pseudonyms")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_due_at"))

    op.drop_table("outbox")
    op.drop_table("audit_head")
    op.drop_table("accounts")
