"""Every setting, its default and why; refuses to start with a secret that protects nobody."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
WEAK = {"dev", "secret", "changeme", "password", "test", "key"}


class BadSetting(SystemExit):
    """A setting that would put people at risk. The message says which and what to do; the exit code is 2."""

    def __init__(self, message: str) -> None:
        super().__init__(2)
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Settings:
    """What a host can set, read once from the environment (names in docs/hosting.md)."""

    instance_dir: Path
    database_url: str
    read_database_url: str | None
    redis_url: str | None
    secret_key: str | None
    secret_key_file: Path
    seal_key_file: Path
    site_key_file: Path
    public_url: str
    site_name: str
    mail_url: str | None
    mail_from: str
    contact: str
    exit_url: str
    minimum_age: int
    limits: str
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    argon2_memory_kib: int
    testing: bool

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> "Settings":
        env = os.environ if env is None else env
        instance = Path(env.get("FORUM_INSTANCE_DIR") or ROOT / "instance").absolute()
        keys = instance.with_name(instance.name + "-keys")  # beside the data, never inside it or its backups
        public_url = (env.get("FORUM_PUBLIC_URL") or f"http://localhost:{env.get('PORT', '8000')}").rstrip("/")
        host = urlsplit(public_url).hostname or "localhost"
        hosts = tuple(h.strip() for h in env.get("FORUM_TRUSTED_HOSTS", "").split(",") if h.strip())
        settings = cls(
            instance_dir=instance,
            database_url=env.get("FORUM_DATABASE_URL") or f"sqlite:///{instance / 'forum.sqlite'}",
            read_database_url=env.get("FORUM_READ_DATABASE_URL") or None,
            redis_url=env.get("FORUM_REDIS_URL") or None,
            secret_key=env.get("FORUM_SECRET_KEY") or None,
            secret_key_file=Path(env.get("FORUM_SECRET_KEY_FILE") or keys / "secret.key"),
            seal_key_file=Path(env.get("FORUM_SEAL_KEY_FILE") or keys / "seal.key"),
            site_key_file=Path(env.get("FORUM_SITE_KEY_FILE") or keys / "site.key"),
            public_url=public_url,
            site_name=env.get("FORUM_SITE_NAME") or "What Say You?",
            mail_url=env.get("FORUM_MAIL_URL") or None,
            mail_from=env.get("FORUM_MAIL_FROM") or f"noreply@{host}",
            contact=env.get("FORUM_CONTACT") or "",
            exit_url=env.get("FORUM_EXIT_URL") or "https://www.bbc.co.uk/weather",
            minimum_age=_number(env, "FORUM_MINIMUM_AGE", 16),  # said at sign-up, never stored
            limits=env.get("FORUM_LIMITS") or "standard",
            trusted_hosts=hosts
            or (("localhost", "127.0.0.1", "[::1]") if host in LOOPBACK else (host, "localhost", "127.0.0.1")),
            proxy_hops=_number(env, "FORUM_PROXY_HOPS", 0),
            argon2_memory_kib=_number(env, "FORUM_ARGON2_MEMORY_KIB", 46 * 1024),  # DECISIONS 22: 46 MiB, t=1, p=1
            testing=env.get("FORUM_TESTING") == "1",
        )
        settings.check(env)
        return settings

    @property
    def on_loopback(self) -> bool:
        return (urlsplit(self.public_url).hostname or "") in LOOPBACK

    @property
    def https(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    def check(self, env: Mapping[str, str]) -> None:
        """Refuse to start, in plain words, with settings that would put people at risk."""
        if self.limits not in {"standard", "relaxed", "off"}:
            raise BadSetting("FORUM_LIMITS is one of standard, relaxed, off.")
        if env.get("FLASK_DEBUG", "0") not in {"", "0", "false"} and not self.on_loopback:
            raise BadSetting("FLASK_DEBUG shows members' words to anyone who makes a page fail. Please unset it.")
        if self.mail_url is not None and urlsplit(self.mail_url).scheme not in {"smtp", "smtps", "smtp+plain"}:
            raise BadSetting("FORUM_MAIL_URL begins with smtps://, smtp:// or smtp+plain:// (docs/hosting.md, Mail).")
        if self.secret_key is not None:
            check_secret(self.secret_key, "FORUM_SECRET_KEY")
        if self.on_loopback:
            return
        if not self.https:
            raise BadSetting("FORUM_PUBLIC_URL starts with http://. People's words need https:// outside this machine.")
        if self.limits == "off":
            raise BadSetting("FORUM_LIMITS=off is for benchmarks on this machine. Please use standard or relaxed.")
        if not (env.get("FORUM_SECRET_KEY") or env.get("FORUM_SECRET_KEY_FILE")):
            raise BadSetting("Please set FORUM_SECRET_KEY_FILE: on a public address no secret is made for you.")
        if not env.get("FORUM_SEAL_KEY_FILE"):
            raise BadSetting("Please set FORUM_SEAL_KEY_FILE to a path outside the database and its backups.")


def check_secret(secret: str, name: str) -> None:
    if len(secret) < 32 or secret.lower() in WEAK or len(set(secret)) < 8:
        raise BadSetting(f"{name} is too easy to guess. Please use 32 random characters or more.")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name) or default)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number.") from None
