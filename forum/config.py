"""Every setting, its default and why; refuses to start with a secret that protects nobody."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LEAST_ARGON2 = 46 * 1024  # KiB; with one pass and one lane, what OWASP asks for at least
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
            database_url=env.get("FORUM_DATABASE_URL") or _file_in(instance),
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
            argon2_memory_kib=_number(env, "FORUM_ARGON2_MEMORY_KIB", LEAST_ARGON2),
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

    @property
    def keeps_its_own_file(self) -> bool:
        """Whether the database is the file in the instance folder."""
        return self.database_url == _file_in(self.instance_dir)

    def check(self, env: Mapping[str, str]) -> None:
        """Refuse to start, in plain words, with settings that would put people at risk."""
        if self.secret_key is not None:
            check_secret(self.secret_key, "FORUM_SECRET_KEY")
        for is_wrong, why in self._anywhere():
            if is_wrong:
                raise BadSetting(why)
        for is_wrong, why in () if self.on_loopback else self._in_public(env):
            if is_wrong:
                raise BadSetting(why)

    def _anywhere(self) -> Iterator[tuple[bool, str]]:
        """What is wrong on every machine, and the sentence for it."""
        public = urlsplit(self.public_url)
        kinds = {self.database_url.partition(":")[0], (self.read_database_url or "sqlite:").partition(":")[0]}
        yield self.limits not in {"standard", "relaxed", "off"}, "FORUM_LIMITS is one of standard, relaxed, off."
        yield (
            public.scheme not in {"http", "https"} or not public.hostname or bool(public.path or public.query),
            "FORUM_PUBLIC_URL is the address that people open, like https://forum.example, without a path.",
        )
        yield (
            not kinds <= {"sqlite", "postgresql", "postgresql+psycopg"},
            "FORUM_DATABASE_URL begins with sqlite: or postgresql:. Other databases are not known here.",
        )
        yield (
            self.redis_url is not None and urlsplit(self.redis_url).scheme not in {"redis", "rediss", "unix"},
            "FORUM_REDIS_URL begins with redis://, rediss:// or unix://.",
        )
        yield (
            self.mail_url is not None and urlsplit(self.mail_url).scheme not in {"smtp", "smtps", "smtp+plain"},
            "FORUM_MAIL_URL begins with smtps://, smtp:// or smtp+plain:// (docs/hosting.md, Mail).",
        )
        yield (
            not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", self.mail_from),
            "FORUM_MAIL_FROM is one address, like noreply@forum.example.",
        )
        yield (
            urlsplit(self.exit_url).scheme not in {"http", "https"} or not urlsplit(self.exit_url).hostname,
            "FORUM_EXIT_URL is a page on the web that anybody might have open, like https://www.bbc.co.uk/weather.",
        )
        yield not 0 <= self.proxy_hops <= 9, "FORUM_PROXY_HOPS is the number of your own proxies, 0 to 9."
        yield not 13 <= self.minimum_age <= 99, "FORUM_MINIMUM_AGE is a number of years from 13 to 99."
        yield self.argon2_memory_kib < 8, "FORUM_ARGON2_MEMORY_KIB is a number of KiB; 47104 is the usual one."
        yield any("*" in host for host in self.trusted_hosts), "FORUM_TRUSTED_HOSTS names hosts one by one, without *."

    def _in_public(self, env: Mapping[str, str]) -> Iterator[tuple[bool, str]]:
        """What is wrong as soon as others than this machine can reach the forum."""
        yield (
            not self.https,
            "FORUM_PUBLIC_URL starts with http://. People's words need https:// outside this machine.",
        )
        yield (
            env.get("FLASK_DEBUG", "0") not in {"", "0", "false"},
            "FLASK_DEBUG shows members' words to anyone who makes a page fail. Please unset it.",
        )
        yield (
            self.limits == "off",
            "FORUM_LIMITS=off is for benchmarks on this machine. Please use standard or relaxed.",
        )
        yield (
            self.argon2_memory_kib < LEAST_ARGON2,
            f"FORUM_ARGON2_MEMORY_KIB is below {LEAST_ARGON2}: a stolen database would give passwords away too fast.",
        )
        yield (
            not (env.get("FORUM_SECRET_KEY") or env.get("FORUM_SECRET_KEY_FILE")),
            "Please set FORUM_SECRET_KEY_FILE: on a public address no secret is made for you.",
        )
        yield (
            not env.get("FORUM_SEAL_KEY_FILE"),
            "Please set FORUM_SEAL_KEY_FILE to a path outside the database and its backups.",
        )
        yield (
            any(path.absolute().is_relative_to(self.instance_dir) for path in (self.seal_key_file, self.site_key_file)),
            "FORUM_SEAL_KEY_FILE and FORUM_SITE_KEY_FILE must lie outside FORUM_INSTANCE_DIR: who takes a backup of "
            "the data must not get the keys.",
        )


def _file_in(instance: Path) -> str:
    return f"sqlite:///{instance / 'forum.sqlite'}"


def check_secret(secret: str, name: str) -> None:
    if len(secret) < 32 or secret.lower() in WEAK or len(set(secret)) < 8:
        raise BadSetting(f"{name} is too easy to guess. Please use 32 random characters or more.")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(env.get(name) or default)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number.") from None
