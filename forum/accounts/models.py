"""Members, how they prove who they are, and where they are signed in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.db import UNORDERED, Model, public_id, words


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


class Standing(StrEnum):
    """Whether an account may be used."""

    OPEN = "open"
    PAUSED = "paused"
    LEFT = "left"


class Account(Model):
    """A member. Nothing here moves when they act under a pseudonym; days are the finest time kept."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(seal_share IS NULL) = (seal_key_id IS NULL)", name="share_has_key"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    username: Mapped[str] = mapped_column(String(30), unique=True)
    # What the name looks like (UTS 39 skeleton, case folded), so that no two names look alike.
    skeleton: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[Role] = mapped_column(words(Role), default=Role.MEMBER)
    standing: Mapped[Standing] = mapped_column(words(Standing), default=Standing.OPEN)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    # Optional; encrypted under the site key, found again by a keyed hash, never shown to anybody else.
    email_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_tag: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    totp_box: Mapped[bytes | None] = mapped_column(
        LargeBinary
    )  # the TOTP secret, encrypted under the site key
    # Random per person, encrypted under the seal key: destroying it destroys every link to them (DECISIONS 10).
    seal_share: Mapped[bytes | None] = mapped_column(LargeBinary)
    seal_key_id: Mapped[str | None] = mapped_column(String(16))
    preferences: Mapped[str] = mapped_column(String(1000), default="")
    joined_on: Mapped[date] = mapped_column(Date)
    consented_on: Mapped[date] = mapped_column(
        Date
    )  # to the keeping of health data, and of age; no age is stored

    @property
    def is_moderator(self) -> bool:
        return self.role in {Role.MODERATOR, Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN


class SignIn(Model):
    """One browser that is signed in. The browser holds the token; here lies only its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = (UNORDERED,)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    began_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    kept: Mapped[bool] = mapped_column(default=False)  # "keep me signed in on this private device"
    second_factor: Mapped[bool] = mapped_column(default=False)  # whether one was shown at this sign-in

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class RecoveryCode(Model):
    """One printed code that opens the account once, when a password or second factor is lost."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UNORDERED,)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class Passkey(Model):
    """One passkey of a member: its public key and how often it was used."""

    __tablename__ = "passkeys"
    __table_args__ = (UNORDERED,)

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(60))
    added_on: Mapped[date] = mapped_column(Date)


class OneTimeToken(Model):
    """A link or challenge that works once, for minutes: a reset, a passkey ceremony, a half-finished sign-in."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (Index(None, "expires_at"), UNORDERED)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(30))
    box: Mapped[bytes | None] = mapped_column(LargeBinary)  # what goes with it, encrypted under the site key
    expires_at: Mapped[datetime]
