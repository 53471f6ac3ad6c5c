"""The account written from docs/account.md alone: reading, merging, rows, what a vault lacks, comparing."""

from __future__ import annotations

import hmac
import json
import re
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fresh_client import SALT, Keys, bound

NUMBER_MAX = 2**50
ROWS_MAX = 400
DEVICES_MAX = 16
MORE_MAX = 400
TITLE_MAX = 100
TITLE_CHARACTERS = 24
ID = re.compile(r"[A-Za-z0-9_-]{22}")
NAME = re.compile(r"([A-Za-z0-9_-]{22})?")
DEVICE = re.compile(r"[A-Za-z0-9_-]{8}")
LABEL = re.compile(r"[a-z-]{1,16}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?Z")
Json = dict[str, Any]
Row = list[Any]


def account_keys(secret: bytes) -> tuple[bytes, bytes]:
    """The id of the account's record, and the key of comparing words."""
    lengths = {"account-id": 16, "compare-key": 32}
    found = [HKDF(SHA256(), n, SALT, label.encode()).derive(secret) for label, n in lengths.items()]
    return found[0], found[1]


def account_bound(keys: Keys, account_id: bytes, rev: int) -> bytes:
    """The additional data of the sealed account."""
    return bound(b"egne-ord/v1/record", keys.vault_id, account_id, rev.to_bytes(8, "big"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _units(text: str) -> bytes:
    """UTF-16, whose order is the order of texts here."""
    return text.encode("utf-16-be", "surrogatepass")


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= NUMBER_MAX


def _has_form(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def read_account(text: str) -> Json | None:
    """What an account says, with its unknown members in `more`; None if it is no account."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    inside = found.get("account") if isinstance(found, dict) and found.get("kind") == "account" else None
    if not isinstance(inside, dict):
        return None
    more = {name: value for name, value in inside.items() if name not in ("rows", "total", "devices")}
    rows = [each[:5] for each in _listed(inside.get("rows"), ROWS_MAX) if _is_row(each)]
    devices = [_read_device(each) for each in _listed(inside.get("devices"), DEVICES_MAX) if _is_device(each)]
    return {
        "rows": sorted({each[0]: each for each in rows}.values()),
        "total": _read_total(inside.get("total")),
        "devices": _by_id({each["id"]: each for each in devices}),
        "more": more if len(_units(_json(more))) <= 2 * MORE_MAX else {},
    }


def _by_id(devices: dict[str, Json]) -> list[Json]:
    return [devices[id] for id in sorted(devices)]


def _listed(value: object, most: int) -> list[Any]:
    return value[:most] if isinstance(value, list) else []


def _is_row(value: object) -> bool:
    if not isinstance(value, list) or len(value) < 5:
        return False
    id, count, name, title, day = value[:5]
    is_title = isinstance(title, str) and len(_units(title)) <= 2 * TITLE_MAX
    return _has_form(id, ID) and _is_count(count) and _has_form(name, NAME) and is_title and _is_count(day)


def _is_device(value: object) -> bool:
    if not isinstance(value, dict) or not _has_form(value.get("id"), DEVICE) or not _is_time(value.get("at")):
        return False
    return all(_is_count(value.get(name)) for name in ("n", "records", "revs"))


def _is_time(value: object) -> bool:
    if not _has_form(value, TIME):
        return False
    try:
        datetime.strptime(str(value)[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


def _read_device(found: Json) -> Json:
    label = found.get("label") if _has_form(found.get("label"), LABEL) else "other"
    heard = found.get("heard") if isinstance(found.get("heard"), dict) else {}
    first = list((heard or {}).items())[:DEVICES_MAX]
    known = sorted((id, n) for id, n in first if _has_form(id, DEVICE) and _is_count(n))
    numbers = {name: found[name] for name in ("n", "records", "revs")}
    return {"id": found["id"], "label": label, "at": found["at"], **numbers, "heard": dict(known)}


def _read_total(found: object) -> Json:
    names = ("era", "records", "revs")
    is_total = isinstance(found, dict) and all(_is_count(found.get(name)) for name in names)
    return {name: found[name] if is_total and isinstance(found, dict) else 0 for name in names}


def merged_accounts(a: Json, b: Json) -> Json:
    """What two accounts say together."""
    rows, devices, more = dict[str, Row](), dict[str, Json](), dict(a["more"])
    for row in [*a["rows"], *b["rows"]]:
        rows[row[0]] = max(rows.get(row[0], row), row, key=lambda each: (each[1], _units(_json(each))))
    for one in [*a["devices"], *b["devices"]]:
        other = devices.get(one["id"], one)
        devices[one["id"]] = max(other, one, key=lambda each: (each["n"], _units(_json(each))))
    for name, value in b["more"].items():
        more[name] = max(more.get(name, value), value, key=lambda each: _units(_json(each)))
    total = _merged_total(a["total"], b["total"])
    return {"rows": sorted(rows.values()), "total": total, "devices": _by_id(devices), "more": more}


def _merged_total(a: Json, b: Json) -> Json:
    if a["era"] != b["era"]:
        return max(a, b, key=lambda each: int(each["era"]))
    return {name: max(a[name], b[name]) for name in a}


def went_back(known: Json, arrives: Json) -> bool:
    """Whether a device's `n` is lower than this device knew it."""
    found = {each["id"]: each["n"] for each in arrives["devices"]}
    return any(found.get(each["id"], each["n"]) < each["n"] for each in known["devices"])


def title_of(document: Json) -> str:
    """The beginning of the title, or else of the first text."""
    texts = [document.get("title"), *document.get("parts", {}).values()]
    texts += [document.get(name) for name in ("about", "place", "text")]
    line = next((text.strip() for text in texts if text and text.strip()), "").partition("\n")[0]
    return line if len(line) <= TITLE_CHARACTERS else line[:TITLE_CHARACTERS].rstrip() + "…"


def _row(held: Json, count: int) -> Row:
    document = held["document"]
    if document is None:
        return [held["id"], count, held["name"] or "", "", 0]
    since = datetime.fromisoformat(document["updated"]) - datetime.fromisoformat("1970-01-01T00:00Z")
    return [held["id"], count, held["name"] or "", title_of(document), max(1, since.days)]


def next_row(known: Row | None, held: Json) -> Row:
    """The row that a device writes that has this version of a record."""
    rev = held["rev"]
    if known is None:
        return _row(held, rev)
    _, count, name, _, day = known
    if (held["name"] or "") == name and rev <= count:
        return known
    if (name and name in (held["name"], *held["parents"])) or (not name and day == 0):
        return _row(held, max(count + 1, rev))
    return _row(held, rev) if rev > count or (not name and rev == count) else known


def counted_anew(account: Json, held: list[Json]) -> Json:
    """The account in a vault that was put back: the next era."""
    rows = {row[0]: row for row in account["rows"]}
    for each in held:
        _, count, name, _, day = rows.get(each["id"], ["", 0, "", "", 0])
        if not name and day and each["opens"] and each["rev"] < count:
            rows[each["id"]] = _row(each, count + 1)
    sums = {"records": len(held), "revs": sum(each["rev"] for each in held)}
    total = {"era": account["total"]["era"] + 1} | sums
    return account | {"rows": list(rows.values()), "total": total}


def _fault(row: Row, held: Json | None) -> str:
    _, count, name, _, day = row
    if day == 0:
        return ""
    if held is None:
        return "missing"
    if held["rev"] > count or (name and name in (held["name"], *held["parents"])):
        return ""
    is_unknown = not name or not held["name"] or not held["opens"]
    return "" if is_unknown and held["rev"] == count else "older"


def _faults(account: Json, held: list[Json]) -> list[tuple[Row, str]]:
    found = {each["id"]: each for each in held}
    all_rows = sorted(account["rows"], key=lambda row: (-row[4], row[0]))
    return [(row, _fault(row, found.get(row[0]))) for row in all_rows if _fault(row, found.get(row[0]))]


def missing(account: Json, held: list[Json]) -> tuple[list[Json], int, bool]:
    """The records that the vault lacks by name, how many further ones, and whether unnamed ones are older."""
    faults = _faults(account, held)
    named = [{"title": row[3], "is_older": fault == "older"} for row, fault in faults]
    lost = sum(fault == "missing" for _, fault in faults)
    further = max(0, account["total"]["records"] - len(held) - lost)
    revs = sum(each["rev"] for each in held)
    return named, further, not faults and not further and revs < account["total"]["revs"]


def given_up(account: Json, held: list[Json]) -> Json:
    """The account once the person has given up what the vault lacks."""
    lost = {row[0] for row, _ in _faults(account, held)}
    rows = [[row[0], row[1] + 1, "", "", 0] if row[0] in lost else row for row in account["rows"]]
    return counted_anew(account | {"rows": rows}, held)


def compared(compare_key: bytes, documents: list[Json]) -> tuple[list[str], list[int]]:
    """The texts that count, and the numbers of their four words."""
    living = [each for each in documents if _counts(**each)]
    texts = [_sealed_text(**each) for each in sorted(living, key=lambda each: str(each["document"]["id"]))]
    digest = hmac.digest(compare_key, "".join(f"{text}\n" for text in texts).encode(), "sha256")
    bits = int.from_bytes(digest, "big") >> (256 - 44)
    return texts, [bits >> shift & 2047 for shift in (33, 22, 11, 0)]


def _counts(kind: str, document: Json) -> bool:
    return document["deleted"] is None and (kind != "exploration" or document["in_vault"])


def _sealed_text(kind: str, document: Json) -> str:
    is_private = any(each["mark"] == "private" for each in document.get("marks", ()))
    return _json({"kind": kind, "version": 2 if is_private else 1, kind: document})
