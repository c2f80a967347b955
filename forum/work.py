"""What is done beside the pages: sending what waits in the outbox, and taking away what has had its time."""

import logging
import os
import select
import signal
import smtplib
import ssl
import time
from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

import click
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from forum import clock, limits, outbox
from forum.accounts import signing_in, tokens
from forum.anonymity import seal
from forum.anonymity.models import Slot
from forum.config import LOOPBACK, Settings
from forum.db import db, only_reading, rows_changed
from forum.extensions import settings
from forum.moderation import evidence
from forum.posting.models import Submission
from forum.search.commands import Upkeep

log = logging.getLogger("forum.work")

PAUSE = 5.0  # seconds between two looks into the outbox
SWEEP_EVERY = 3600.0  # seconds
PATIENCE = 20  # seconds for a mail server to answer


class Unreachable(Exception):
    """The mail server did not let us in; the others in this round would fail as well."""


@click.command("work")
@click.option("--once", is_flag=True, help="One round of everything, then end.")
def work(once: bool) -> None:
    """Send mail and sweep, until asked to stop."""
    stop, searching = Stop(), Upkeep()
    swept_at = -SWEEP_EVERY
    while not stop.asked:
        try:
            send_what_is_due(stop)
            if time.monotonic() - swept_at >= SWEEP_EVERY:
                sweep()
                swept_at = time.monotonic()
            searching.round()
            db.session.remove()
            forget_the_order_of_writing()
        except (
            SQLAlchemyError,
            OSError,
        ) as problem:  # A locked or absent database: the next round tries again.
            db.session.rollback()
            log.warning("work_waits kind=%s", type(problem).__name__)
        finally:
            db.session.remove()
        if once:
            return
        stop.wait(PAUSE)


class Stop:
    """Whether somebody asked us to stop. No lock: a second signal in the middle of the first would wait for ever."""

    def __init__(self) -> None:
        self.asked = False
        self._wakes, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._ask)

    def wait(self, seconds: float) -> None:
        """Sleep for so long, or until asked."""
        select.select([self._wakes], [], [], seconds)

    def _ask(self, *_: object) -> None:
        if not self.asked:
            self.asked = True
            os.write(self._wake, b".")


def send_what_is_due(stop: Stop | None = None) -> tuple[int, int]:
    """Send every letter that is due, until asked to stop; how many went and how many could not.

    Without a mail server all of them wait.
    """
    if settings().mail_url is None:
        return 0, 0
    only_reading(True)
    waiting = outbox.due()
    db.session.rollback()
    only_reading(False)
    server = MailServer(settings())
    went = stayed = 0
    try:
        for row_id in waiting:
            if stop is not None and stop.asked:
                break
            if _send_one(server, row_id):
                went += 1
            else:
                stayed += 1
    except Unreachable:
        stayed += 1
    finally:
        server.close()
    if went or stayed:
        log.info("mail sent=%d waiting=%d", went, stayed)
    return went, stayed


def _send_one(server: "MailServer", row_id: str) -> bool:
    row = outbox.claim(row_id)
    db.session.commit()
    if row is None:
        return False
    try:
        letter = outbox.opened(row)
        if letter is not None:
            server.send(letter)
    except (OSError, smtplib.SMTPException) as problem:
        # Never the problem's own words: mail servers repeat the address in them.
        if not outbox.failed(row):
            log.warning("mail_given_up count=1 kind=%s", type(problem).__name__)
        db.session.commit()
        if not server.is_open:
            raise Unreachable from None
        return False
    outbox.sent(row)
    db.session.commit()
    return True


def forget_the_order_of_writing() -> None:
    """Empty SQLite's write-ahead log: it tells in which order rows changed, and so who was active when (T3).

    It waits for nobody: while somebody reads or writes it does what it can, and the next round does the rest.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()  # SQLAlchemy would begin a transaction, and inside one nothing is emptied.
    try:
        cursor = connection.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
    finally:
        connection.close()


def sweep() -> dict[str, int]:
    """Take away everything whose time is over; how many rows of each kind went."""
    only_reading(False)
    today = clock.today()
    gone = {
        "tokens": tokens.sweep(),
        "sign_ins": signing_in.sweep(),
        "slots": rows_changed(delete(Slot).where(Slot.until < today)),
        "submissions": rows_changed(delete(Submission).where(Submission.until < today)),
        "outbox": outbox.sweep(),
        "evidence": evidence.forget_expired(today),
    }
    db.session.commit()
    limits.forget_what_is_over()
    lost = seal.how_many_lost()
    if lost:
        log.error("seal_key_missing members=%d see=docs/hosting.md", lost)
    if gone["outbox"]:
        log.warning("mail_given_up count=%d kind=never_tried", gone["outbox"])
    return gone


class MailServer:
    """One connection to the host's mail server, opened when the first letter needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        return self._open is not None

    def send(self, letter: outbox.Letter) -> None:
        """Hand over one letter. After a failure the connection is closed, unless only this address was refused."""
        if self._open is None:
            self._open = self._connect()
        try:
            self._open.send_message(self.message(letter))
        except smtplib.SMTPRecipientsRefused:
            raise  # This letter's trouble, not the server's.
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def message(self, letter: outbox.Letter) -> EmailMessage:
        """The letter as mail: no picture, no link that counts, nothing that tells the mail program who reads it."""
        made = EmailMessage()
        made["From"] = self._settings.mail_from
        made["To"] = letter.to
        made["Subject"] = letter.subject
        made["Date"] = format_datetime(clock.now().astimezone(UTC).replace(microsecond=0))
        made["Message-ID"] = make_msgid(domain=self._settings.mail_from.rpartition("@")[2] or "localhost")
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(letter.words)
        return made

    def close(self) -> None:
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None

    def _connect(self) -> smtplib.SMTP:
        """smtps:// is encrypted from the start; smtp:// must become so (STARTTLS) outside this machine;
        smtp+plain:// never is, for a relay on a network of one's own."""
        place = urlsplit(self._settings.mail_url or "")
        host = place.hostname or "localhost"
        if place.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, place.port or 465, timeout=PATIENCE, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, place.port or 25, timeout=PATIENCE)
        try:
            server.ehlo()
            if place.scheme == "smtp" and host not in LOOPBACK:
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if place.username:
                server.login(unquote(place.username), unquote(place.password or ""))
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server
