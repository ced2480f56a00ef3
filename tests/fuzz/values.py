"""What nobody types and somebody will send."""

from __future__ import annotations

import uuid
from random import Random

TAG = "<zqx onerror=1>"  # must never come back as markup
SUM = "{{ 1337 * 1337 }}"  # must never come back as 1787569
SUM_DONE = b"1787569"

TEXTS: list[bytes] = [
    b"",
    b" ",
    b"0",
    b"-1",
    b"1e309",
    b"NaN",
    b"9" * 400,
    b"-99999999999999999999",
    b"1.5",
    b"\x00",
    b"before\x00after",
    b"\x01\x02\x1b[31m\x7f",
    b"\xff\xfe\xc0\xaf",  # no UTF-8
    b"\xed\xa0\x80",  # half of a surrogate pair
    "\u202ered\u2066\u200f".encode(),  # turns the direction of what follows
    "e\u0301\U0001f469\u200d\U0001f469\u200d\U0001f467\ufffd\uffff".encode(),
    ("a" + "\u0301" * 500).encode(),
    b"\r\nSet-Cookie: a=b\r\n",
    b"' OR 1=1; DROP TABLE people_user; --",
    b"%s %(x)s {0} {x} ${x} #{x}",
    SUM.encode(),
    TAG.encode(),
    b"javascript:alert(1)",
    b"//evil.example/",
    b"../../../../etc/passwd",
    b"x" * 300,
    b"word " * 5_000,
    b"null",
    b"undefined",
    b"true",
    b"[]",
    b'{"a": {"$ne": 1}}',
    b"2026-02-30",
    b"0000-00-00",
    b"31",
    b"13",
    b"99999",
    b"-31/12/1899",
    b"2026-03-02T25:61",
    b"25:61",
    "٣".encode(),  # digits of another script
    "²".encode(),
    b"K1",
    b"K99",
    b"on",
    b"A" * 70_000,
    b"not-an-address@",
    b"a@b@c",
    ("a" * 250 + "@example.org").encode(),
]
# what a browser says a file is called
KINDS_OF_NAMES = [
    "log.pdf",
    "x.svg",
    "a/../../b.pdf",
    "\u202efdp.exe",
    "n" * 300 + ".pdf",
    "",
    "no-ending",
    "con.pdf\x00.exe",
]
CONTENTS = [
    b"",
    b"%PDF-1.4\n%%EOF",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    b"PK\x03\x04" + b"\x00" * 60,
    b"MZ" + b"\x90" * 200,
    b"a: &a [*a, *a]\n",
    b"plan: [1, {}, !!python/object:os.system x]\n",
    b"\xff" * 3000,
]


def text(random: Random) -> bytes:
    """One of the nasty ones, or plain noise."""
    kind = random.random()
    if kind < 0.75:
        return random.choice(TEXTS)
    if kind < 0.9:
        return bytes(random.randrange(256) for _ in range(random.randrange(1, 40)))
    return "".join(
        chr(random.choice((random.randrange(32, 127), random.randrange(0x2000, 0xD7FF)))) for _ in range(12)
    ).encode()


def key(random: Random, known: list[str]) -> bytes:
    """The id of something that exists, or something like one."""
    kind = random.random()
    if kind < 0.7:
        return random.choice(known).encode()
    if kind < 0.8:
        return str(uuid.UUID(int=random.getrandbits(128))).encode()
    return random.choice([b"0", b"1", b"-1", b"99999999999999999999", b"x", b"", random.choice(known).upper().encode()])
