"""Accounts for the vectors, and what a reader takes from them, by hand from docs/account.md alone."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

AT = "2026-11-26T09:00:00.000Z"
DAY = 20_783
"""Days since 1970 at AT."""
MOST = 2**50
Json = dict[str, Any]
Row = list[Any]


def b64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().replace("=", "")


def drawn(what: str, length: int) -> bytes:
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(b"egne-ord account-v1 " + what.encode()).digest(length)


def compact(value: object) -> str:
    """JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def rid(what: str) -> str:
    """The id of a record."""
    return b64(drawn(f"record {what}", 16))


def did(what: str) -> str:
    """The id of a device."""
    return b64(drawn(f"device {what}", 6))


def vname(what: str | None) -> str:
    """The name of a version; empty if nobody knows it."""
    return b64(drawn(f"name {what}", 18))[-22:] if what else ""


def row(what: str, count: int, name: str | None = "x", title: str = "Til lægen", day: int = DAY) -> Row:
    """The row of a record."""
    return [rid(what), count, vname(name), title, day]


def device(what: str, n: int, label: str = "android", at: str = AT, revs: int = 9, **heard: int) -> Json:
    """A device. `heard`: the `n` that it knew of others."""
    known = dict(sorted((did(other), n) for other, n in heard.items()))
    return {"id": did(what), "label": label, "at": at, "n": n, "records": 4, "revs": revs, "heard": known}


def account(rows: Any = (), total: Any = (0, 0, 0), devices: Any = (), **more: object) -> Json:
    """An account; `total`: era, records and revs. What is no tuple and no list stands as it is."""
    sums = dict(zip(("era", "records", "revs"), total, strict=True)) if isinstance(total, tuple) else total
    listed = [list(each) if isinstance(each, tuple) else each for each in (rows, devices)]
    return {"rows": listed[0], "total": sums, "devices": listed[1]} | more


def framed(inside: object, version: object = 1, **more: object) -> str:
    """The text of an account."""
    return compact({"deleted": True, "kind": "account", "version": version, "account": inside} | more)


def said(rows: Any = (), total: tuple[int, int, int] = (0, 0, 0), devices: Any = (), **more: object) -> Json:
    """What a reader takes: rows and devices by ascending id, unknown members apart."""
    by_id = sorted(devices, key=lambda each: str(each["id"]))
    return account(sorted(rows), total, by_id) | {"more": more}


def readings() -> list[Json]:
    """Opened texts, and what a reader takes from them; None if it is no account."""
    return [{"why": why, "text": text, "reads": reads} for why, text, reads in
            [*frames(), *row_readings(), *device_readings(), *other_readings()]]  # fmt: skip


def frames() -> list[tuple[str, str, Json | None]]:
    """Texts that are an account, and texts that are none."""
    one, empty = [row("a", 1)], account()
    return [
        ("an empty account", framed(empty), said()),
        ("a higher version", framed(account(one), 7), said(one)),
        ("a version that is no number", framed(account(one), "x"), said(one)),
        ("unknown members beside the account", framed(account(one), parents=[vname("x")], x=1), said(one)),
        ("no `deleted`", compact({"kind": "account", "account": account(one)}), said(one)),
        ("no member at all", framed({}), said()),
        ("members of the wrong form", framed(account({"0": row("a", 1)}, [1, 2, 3], 7)), said()),
        ("another kind", framed(empty).replace('"kind":"account"', '"kind":"accounts"'), None),
        ("a deletion", compact({"deleted": True, "kind": "statement", "version": 1, "at": AT}), None),
        *((f"the account is {compact(wrong)}", framed(wrong), None) for wrong in (None, 7, "x", [], True)),
        *((f"the text is {text or 'empty'}", text, None) for text in ("", "null", "7", "[]", '"x"', "{}")),
        ("the text is cut short", framed(empty)[:-1], None),
    ]


def row_readings() -> list[tuple[str, str, Json | None]]:
    """Rows that are read, and rows that are passed over."""
    good, least = row("a", 1), row("b", 0, None, "", 0)
    most = [rid("c"), MOST, vname("x"), "t" * 100, MOST]

    def but(at: int, value: object) -> Row:
        return [*row("d", 1)[:at], value, *row("d", 1)[at + 1 :]]

    strange = [None, 7, "x", {}, [], good[:4], but(0, rid("d")[1:]), but(0, f"{rid('d')[1:]}="), but(0, 7),
               but(1, -1), but(1, 1.5), but(1, "1"), but(1, MOST + 1), but(1, True), but(1, None),
               but(2, vname("x")[1:]), but(2, None), but(3, "t" * 101), but(3, "🌻" * 51), but(3, None),
               but(4, -1), but(4, "1"), but(4, MOST + 1)]  # fmt: skip
    many = [row(str(n), 1) for n in range(401)]
    return [
        ("the least and the most that a row may say", framed(account([least, most])), said([least, most])),
        ("strange rows between good ones", framed(account([good, *strange, least])), said([good, least])),
        ("members after the fifth", framed(account([[*good, "x", 1]])), said([good])),
        ("a record twice: the last one", framed(account([row("a", 9), good])), said([good])),
        ("a title of fifty flowers", framed(account([but(3, "🌻" * 50)])), said([but(3, "🌻" * 50)])),
        ("the first 400 rows", framed(account(many)), said(many[:400])),
        ("strange rows are among the 400", framed(account([*[None] * 399, good, least])), said([good])),
    ]


def device_readings() -> list[tuple[str, str, Json | None]]:
    """Devices that are read, and devices that are passed over."""
    good, fine = device("a", 1), device("b", MOST, b=0, c=MOST)
    wrong: Json = {
        "id": ["short", f"{did('d')}A", 7, None],
        "at": ["soon", AT[:10], "2026-13-26T09:00:00Z", 7, None],
        "n": [-1, 1.5, "1", MOST + 1, None],
        "records": [-1, True],
        "revs": [None, "x"],
    }
    strange: list[Any] = [device("d", 1) | {name: value} for name in wrong for value in wrong[name]]
    labels: list[Any] = ["", "Android", "x" * 17, 7, None]
    heard = {did("b"): 2, "short": 3, did("c"): -1, did("d"): "x", did("e"): 1}
    kept = dict(sorted([(did("b"), 2), (did("e"), 1)]))
    many = [device(str(n), 1) for n in range(17)]
    heard_17 = {did(str(n)): n for n in range(17)}
    heard_16 = dict(sorted((did(str(n)), n) for n in range(16)))
    return [
        *((f"a strange device between good ones: {compact(each)}",
           framed(account(devices=[good, each, fine])), said(devices=[good, fine]))
          for each in [None, 7, "x", [], {}, *strange]),
        ("times without or with few digits after the second",
         framed(account(devices=[device("a", 1, at=f"{AT[:19]}Z"), device("b", 1, at=f"{AT[:19]}.5Z")])),
         said(devices=[device("a", 1, at=f"{AT[:19]}Z"), device("b", 1, at=f"{AT[:19]}.5Z")])),
        ("a label that nobody knows yet", framed(account(devices=[device("a", 1, "smart-watch")])),
         said(devices=[device("a", 1, "smart-watch")])),
        *((f"a label of the wrong form: {label}", framed(account(devices=[good | {"label": label}])),
           said(devices=[device("a", 1, "other")])) for label in labels),
        ("unknown members of a device", framed(account(devices=[good | {"x": 1}])), said(devices=[good])),
        ("strange members of `heard`", framed(account(devices=[good | {"heard": heard}])),
         said(devices=[good | {"heard": kept}])),
        *((f"`heard` is {compact(value)}", framed(account(devices=[good | {"heard": value}])),
           said(devices=[good])) for value in (None, 7, [1], "x")),
        ("the first 16 of `heard`", framed(account(devices=[good | {"heard": heard_17}])),
         said(devices=[good | {"heard": heard_16}])),
        ("a device twice: the last one", framed(account(devices=[device("a", 9), good])),
         said(devices=[good])),
        ("the first 16 devices", framed(account(devices=many)), said(devices=many[:16])),
    ]  # fmt: skip


def other_readings() -> list[tuple[str, str, Json | None]]:
    """Totals, and members that nobody knows yet."""
    totals: list[Any] = [
        None, 7, [], {}, {"era": 1, "records": 2}, {"era": "1", "records": 2, "revs": 3},
        {"era": 1, "records": -2, "revs": 3}, {"era": 1, "records": 2, "revs": MOST + 1},
    ]  # fmt: skip
    fits, long = "x" * (400 - len('{"new":""}')), "x" * (401 - len('{"new":""}'))
    return [
        ("a total", framed(account(total=(1, 2, MOST))), said(total=(1, 2, MOST))),
        ("unknown members of a total",
         framed(account(total={"era": 1, "records": 2, "revs": 3, "x": 4})), said(total=(1, 2, 3))),
        *((f"a total that is not one: {compact(total)}", framed(account([row("a", 1)], total)),
           said([row("a", 1)])) for total in totals),
        ("unknown members", framed(account(new=[1, {"x": "æ"}], other=None)),
         said(new=[1, {"x": "æ"}], other=None)),
        ("unknown members of 400 characters", framed(account(new=fits)), said(new=fits)),
        ("unknown members of 401 characters: none", framed(account([row("a", 1)], new=long)),
         said([row("a", 1)])),
        ("the same in two members", framed(account(new="x" * 200, other="x" * 200)), said()),
    ]  # fmt: skip
