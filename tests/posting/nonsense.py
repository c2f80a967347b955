"""Requests that no person and no browser would make, the same ones on every run."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote_plus

JUNK = [
    *("", " ", "\0", "%00", "%", "%zz", "%c0%af", "%ff%fe", "%ed%a0%80", "\u202e", "..", "../" * 8, "'", "' OR 1=1--"),
    *(
        "{{7*7}}",
        "${jndi:ldap://127.0.0.1/a}",
        "<svg/onload=x>",
        "-1",
        "0",
        "9" * 19,
        "9" * 400,
        "1e309",
        "NaN",
        "0x10",
    ),
    *(
        "１２",
        "null",
        "undefined",
        "[]",
        "{}",
        "true",
        "a" * 5000,
        "\r\nX-Injected: 1",
        "\n",
        "\t",
        "😀" * 50,
        "ﷺ" * 20,
    ),
    *(
        "\ufeff",
        "\u2028",
        "\u0958" * 300,
        "aaaabbbbccccdddd",
        "edit:",
        "new",
        "y",
        "=" * 90,
        "death:detailed",
        "publish",
    ),
]
FIELDS = [
    *("title", "body", "room", "warnings", "support", "anonymous", "advice", "answers", "once", "draft", "seen"),
    *("coach", "offered"),
    *(
        "version",
        "place",
        "then",
        "username",
        "password",
        "new_password",
        "email",
        "code",
        "token",
        "keep",
        "next",
        "begin",
    ),
    *("lane", "reason", "note", "action", "rule", "facts", "words", "passage", "outcome", "theme", "size", "warned"),
    *(
        "country",
        "topic-death",
        "credential",
        "recovery",
        "kept:body",
        "kept:csrf_token",
        "post_version",
        "label",
        "id",
    ),
]
FORM = "application/x-www-form-urlencoded"


@dataclass
class Request:
    """One thing to send; `kind` says in two words what is wrong with it."""

    kind: str
    path: str
    method: str = "POST"
    data: Any = b""
    content_type: str | None = FORM
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""


def requests(seed: int, number: int, routes: list[str], current: Callable[[], str]) -> Iterator[Request]:
    """So many of them, going round all the routes. Most carry the current form token, to get past that door."""
    dice = Random(seed)
    for n in range(number):
        token = current()
        made = _KINDS[n % len(_KINDS)](dice, routes[n % len(routes)], token)
        # Where the token cannot stand in what is sent it goes into a header, as a script of ours would send it.
        if dice.random() < 0.9:
            made.headers.setdefault("X-CSRFToken", token)
        yield made


def _word(dice: Random) -> str:
    return dice.choice([dice.choice(JUNK), dice.choice(JUNK) + dice.choice(JUNK), "x" * dice.randint(0, 300)])


def _form(dice: Random, token: str, most: int = 9) -> bytes:
    pairs = [(dice.choice(FIELDS), _word(dice)) for _ in range(dice.randint(1, most))]
    if dice.random() < 0.8:
        pairs.append(("csrf_token", token))
    return "&".join(f"{quote_plus(name)}={quote_plus(word)}" for name, word in pairs).encode()


def junk_in_fields(dice: Random, path: str, token: str) -> Request:
    return Request("junk in fields", path, data=_form(dice, token))


def every_field(dice: Random, path: str, token: str) -> Request:
    pairs = [f"{name}={quote_plus(_word(dice))}" for name in FIELDS]
    return Request("every field", path, data=f"csrf_token={token}&{'&'.join(pairs)}".encode())


def not_encoded(dice: Random, path: str, token: str) -> Request:
    """Words as they are, with the signs in them that part a form."""
    pairs = [f"{dice.choice(FIELDS)}={_word(dice)}" for _ in range(6)]
    return Request("not encoded", path, data=f"csrf_token={token}&{'&'.join(pairs)}".encode())


def broken_text(dice: Random, path: str, token: str) -> Request:
    bad = dice.choice([b"\xff\xfe\xc3(", b"\xed\xa0\x80", b"\xf0\x28\x8c\x28", b"%ED%A0%80", b"%FF", b"\xc0\xaf"])
    data = b"csrf_token=" + token.encode() + b"&body=" + bad + b"&title=" + bad + b"&" + bad + b"=x"
    return Request("broken text", path, data=data)


def many_fields(dice: Random, path: str, token: str) -> Request:
    name = dice.choice(["body", "warnings", "k"])
    data = "&".join(f"{name}{n if name == 'k' else ''}=x" for n in range(dice.choice([500, 3000])))
    return Request("many fields", path, data=f"csrf_token={token}&{data}".encode())


def nested_json(dice: Random, path: str, token: str) -> Request:
    deep = b"[" * 20_000 + b"]" * dice.choice([0, 20_000])
    plain = json.dumps({name: _word(dice) for name in FIELDS}).encode()
    data = dice.choice([deep, plain, b"{", b'"\\ud800"', b'{"a":1e999}', b"null", b"\xff"])
    return Request("json", path, data=data, content_type="application/json")


def broken_parts(dice: Random, path: str, token: str) -> Request:
    head = f'--x\r\nContent-Disposition: form-data; name="{dice.choice(FIELDS)}"{dice.choice(["", "; filename=a.png"])}'
    whole = f"{head}\r\n\r\n{_word(dice)}\r\n--x--\r\n".encode()
    kinds = [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/mixed",
    ]
    return Request("broken parts", path, data=whole[: dice.randint(1, len(whole))], content_type=dice.choice(kinds))


def many_parts(dice: Random, path: str, token: str) -> Request:
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\ny\r\n'
    whole = "".join(part.format(f"f{n}") for n in range(dice.choice([59, 61, 1001]))) + "--x--\r\n"
    return Request("many parts", path, data=whole.encode(), content_type="multipart/form-data; boundary=x")


def another_type(dice: Random, path: str, token: str) -> Request:
    kinds = [
        "text/plain",
        "",
        "x",
        f"{FORM}; charset=utf-7",
        f"{FORM}; charset=zlib",
        "application/xml",
        "\u00e9/x",
        None,
    ]
    return Request("another type", path, data=_form(dice, token), content_type=dice.choice(kinds))


def much(dice: Random, path: str, token: str) -> Request:
    size = dice.choice([30_000, 300_000, 3_000_000])
    return Request("much", path, data=f"csrf_token={token}&{dice.choice(FIELDS)}=".encode() + b"a" * size)


def odd_headers(dice: Random, path: str, token: str) -> Request:
    names = [
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Referer",
        "Origin",
        "User-Agent",
        "If-None-Match",
        "Range",
    ]
    names += [
        "If-Modified-Since",
        "Authorization",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "Sec-Fetch-Site",
        "Content-Encoding",
    ]
    clean = {name: "".join(c for c in _word(dice) if " " <= c <= "~") for name in dice.sample(names, 4)}
    return Request("odd headers", path, method=dice.choice(["GET", "POST"]), data=_form(dice, token), headers=clean)


def odd_address(dice: Random, path: str, token: str) -> Request:
    word = quote_plus(_word(dice)[:300], safe="/%")
    where = dice.choice([f"{path}/{word}", f"{path.rsplit('/', 1)[0]}/{word}", f"/{word}{path}", f"{path};x={word}"])
    return Request("odd address", where, method=dice.choice(["GET", "POST"]), data=_form(dice, token))


def odd_query(dice: Random, path: str, token: str) -> Request:
    names = ["after", "list", "draft", "answers", "country", "q", "lane", "thanked", "room", "next", "state", "older"]
    query = "&".join(f"{dice.choice(names)}={quote_plus(_word(dice)[:2000])}" for _ in range(4))
    return Request("odd query", path, method=dice.choice(["GET", "POST"]), data=_form(dice, token), query=query)


def odd_method(dice: Random, path: str, token: str) -> Request:
    method = dice.choice(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "HEAD", "FOO", "get", "CONNECT"])
    return Request("odd method", path, method=method, data=_form(dice, token))


_KINDS = [
    *(junk_in_fields, every_field, not_encoded, broken_text, many_fields, nested_json, broken_parts, many_parts),
    *(another_type, much, odd_headers, odd_address, odd_query, odd_method, junk_in_fields),
]
