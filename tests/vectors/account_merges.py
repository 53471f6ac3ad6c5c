"""What accounts say together, and what a device writes and misses, by hand from docs/account.md alone."""

from __future__ import annotations

from typing import Any

from account_cases import AT, DAY, Json, Row, account, device, rid, row, said, vname

LATER = "2026-11-26T10:00:00.000Z"


def merges() -> list[Json]:
    """Two accounts, and what they say together in either order."""
    return [{"why": why, "a": a, "b": b, "merged": merged} for why, a, b, merged in
            [*row_merges(), *device_merges(), *other_merges()]]  # fmt: skip


def of_two_rows(why: str, lost: Row, kept: Row) -> tuple[str, Json, Json, Json]:
    """Of two rows of a record one stays."""
    return why, account([lost]), account([kept]), said([kept])


def row_merges() -> list[tuple[str, Json, Json, Json]]:
    """Rows: the higher count, else the later JSON."""
    one = row("a", 3, "x", "Til lægen", DAY)
    low, high = sorted(("x", "y"), key=vname)
    return [
        ("one of them is empty", account([one], (1, 2, 3)), account(), said([one], (1, 2, 3))),
        ("both are the same", account([one]), account([one]), said([one])),
        ("of two records both", account([one]), account([row("b", 1)]), said([one, row("b", 1)])),
        of_two_rows("the higher count, whatever the day", one, row("a", 4, "y", "", 1)),
        of_two_rows("the higher count is of a deletion", one, row("a", 4, "y", "", 0)),
        of_two_rows("a row that was given up", one, row("a", 4, None, "", 0)),
        of_two_rows("counts are compared as numbers", row("a", 9), row("a", 10)),
        of_two_rows("equal counts: the name", row("a", 3, low, "b"), row("a", 3, high, "a")),
        of_two_rows("equal counts: a name rather than none", row("a", 3, None), row("a", 3, "x")),
        of_two_rows("equal names: the title", row("a", 3, title="Z"), row("a", 3, title="Æ")),
        of_two_rows("a title that goes on", row("a", 3, title="Til"), row("a", 3, title="Tilbud")),
        of_two_rows(
            "a title that ends before a space", row("a", 3, title="Til os"), row("a", 3, title="Til")
        ),
        of_two_rows("titles by their UTF-16", row("a", 3, title="🌻"), row("a", 3, title="～")),
        of_two_rows("a quotation mark is escaped", row("a", 3, title="Z"), row("a", 3, title='"')),
        of_two_rows("equal titles: the day as JSON", row("a", 3, day=10), row("a", 3, day=9)),
    ]


def device_merges() -> list[tuple[str, Json, Json, Json]]:
    """Devices: the higher n, else the later JSON."""
    cases = [
        ("the higher n, although it wrote earlier", device("a", 1, at=LATER), device("a", 2)),
        ("n is compared as a number", device("a", 9), device("a", 10)),
        ("equal n: the label", device("a", 2, "android", LATER), device("a", 2, "other")),
        ("equal n and label: the time", device("a", 2), device("a", 2, at=LATER)),
        ("equal times: the sums as JSON", device("a", 2, revs=10), device("a", 2, revs=9)),
        ("equal sums: what was heard", device("a", 2, b=3), device("a", 2, b=4)),
        ("nothing heard is later than something", device("a", 2, b=3), device("a", 2)),
    ]
    found = [(why, account(devices=[lost]), account(devices=[kept]), said(devices=[kept]))
             for why, lost, kept in cases]  # fmt: skip
    both = [device("a", 1, b=1), device("b", 2)]
    return [*found, ("of two devices both", account(devices=both[1:]), account(devices=both[:1]),
                     said(devices=both))]  # fmt: skip


def other_merges() -> list[tuple[str, Json, Json, Json]]:
    """Totals, and members that nobody knows yet."""
    newer, own = {"newer": 1}, {"constructor": 7, "toString": "x"}
    return [
        ("totals of one era: the higher of each", account(total=(1, 9, 2)), account(total=(1, 3, 20)),
         said(total=(1, 9, 20))),
        ("totals of two eras: the higher era", account(total=(1, 9, 20)), account(total=(2, 3, 2)),
         said(total=(2, 3, 2))),
        ("unknown members of both", account(a=[1]), account(b=None), said(a=[1], b=None)),
        ("an unknown member in both: the later JSON", account(**newer), account(newer="1"), said(**newer)),
        ("an unknown member with any name", account(**own), account(), said(**own)),
    ]  # fmt: skip


def held(what: str, rev: int, name: str | None = "x", parents: str = "", **more: object) -> Json:
    """The version that the vault has of a record, as a device knows it."""
    document: Any = more.get("document", {"title": "Til lægen", "updated": AT})
    return {"id": rid(what), "rev": rev, "name": vname(name) or None, "parents": [*map(vname, parents)],
            "document": document, "opens": more.get("opens", True)}  # fmt: skip


def next_rows() -> list[Json]:
    """The known row of a record, the device's version of it, and the row that it writes."""
    known, given_up = row("a", 5), row("a", 6, None, "", 0)
    parts = {"introduce": " ", "important": "", "help": "Jeg vil sove.\nGodt.", "so_that": "Ro."}
    twenty_three = "abcdefghijklmnopqrstuvw"

    def titled(shown: str, **document: object) -> tuple[None, Json, Row]:
        return None, held("a", 1, document={"updated": AT} | document), row("a", 1, title=shown)

    cases: list[tuple[str, Row | None, Json, Row]] = [
        ("no row is known", None, held("a", 5), known),
        ("no row, and no name", None, held("a", 5, None), row("a", 5, None)),
        ("the same version", known, held("a", 5), known),
        ("the same version after the vault was put back", known, held("a", 2), known),
        ("the same version with a higher number", known, held("a", 7), row("a", 7)),
        ("builds on the row's", known, held("a", 6, "y", "x"), row("a", 6, "y")),
        ("builds on it, several versions on", known, held("a", 9, "y", "zx"), row("a", 9, "y")),
        ("builds on it in a vault that was put back", known, held("a", 3, "y", "x"), row("a", 6, "y")),
        ("the row has no name, the same number", row("a", 5, None), held("a", 5, "y"), row("a", 5, "y")),
        ("the row has no name, a higher number", row("a", 5, None), held("a", 7, "y"), row("a", 7, "y")),
        ("the row has no name, an older version", row("a", 5, None), held("a", 4, "y"), row("a", 5, None)),
        ("what was given up is sent again", given_up, held("a", 1, "y"), row("a", 7, "y")),
        ("nothing in common, a higher number", known, held("a", 6, "y", "z"), row("a", 6, "y")),
        ("nothing in common, the same number", known, held("a", 5, "y", "z"), known),
        ("an older version", known, held("a", 4, "z"), known),
        ("a version without a name, a higher number", known, held("a", 6, None), row("a", 6, None)),
        ("a deletion", known, held("a", 6, "y", "x", document=None), row("a", 6, "y", "", 0)),
        ("no title: the first text with a word in it",
         *titled("Jeg vil sove.", title="", parts=parts)),
        ("a meeting: what it is about, before the place", *titled("Børnene", about="Børnene", place="Ry")),
        ("a meeting: the place", *titled("Ry", about=" ", place="Ry")),
        ("a note", *titled("Havet.", text="Havet.\nOg fyrtårnet.")),
        ("a document without a word", *titled("", title="", text=" ")),
        ("24 characters", *titled(f"{twenty_three}x", title=f" {twenty_three}x ")),
        ("25 characters", *titled(f"{twenty_three}x…", title=f"{twenty_three}xy")),
        ("25 characters, the last of them after a space",
         *titled(f"{twenty_three}…", title=f"{twenty_three} y")),
        ("a time before 1971", None,
         held("a", 1, document={"title": "Til lægen", "updated": "1970-01-01T00:00:00.000Z"}),
         row("a", 1, day=1)),
    ]  # fmt: skip
    return [{"why": why, "row": before, "held": version, "writes": after}
            for why, before, version, after in cases]  # fmt: skip


def went_back() -> list[Json]:
    """What a device knows, the account that arrives, and whether a device's `n` went back."""
    known = account(devices=[device("a", 3), device("b", 5)])
    cases: list[tuple[str, list[Json], bool]] = [
        ("the same", [device("a", 3), device("b", 5)], False),
        ("one is higher", [device("a", 4), device("b", 5)], False),
        ("one is lower", [device("a", 4), device("b", 4)], True),
        ("one was forgotten", [device("a", 3)], False),
        ("an unknown device", [device("a", 3), device("b", 5), device("c", 1)], False),
        ("nobody", [], False),
    ]
    return [{"why": why, "known": known, "arrives": account(devices=devices), "went_back": result}
            for why, devices, result in cases]  # fmt: skip


def missing() -> list[Json]:
    """What a device misses: an account, the versions that the vault has, and what is told."""
    one, named = row("a", 5), {"title": "Til lægen", "is_older": False}
    older = {"title": "Til lægen", "is_older": True}
    seven = [row(str(n), 1, title=f"Nummer {n}", day=DAY - n) for n in range(7)]
    seven_named = [{"title": f"Nummer {n}", "is_older": False} for n in range(7)]
    same_day = sorted(row(what, 1, title=what) for what in "abc")
    by_id = [{"title": each[3], "is_older": False} for each in same_day]
    cases: list[tuple[str, Json, list[Json], list[Json], int, bool]] = [
        ("nothing: the named version", account([one], (0, 1, 5)), [held("a", 5)], [], 0, False),
        ("nothing: it builds on the named one", account([one]), [held("a", 2, "y", "zx")], [], 0, False),
        ("nothing: a higher number", account([one]), [held("a", 6, "y", "z")], [], 0, False),
        ("nothing: a record of which no row is known", account([one]), [held("a", 5), held("b", 1)], [], 0,
         False),
        ("the record", account([one]), [], [named], 0, False),
        ("an older version", account([one]), [held("a", 4, "y")], [older], 0, False),
        ("another version of that number", account([one]), [held("a", 5, "y", "z")], [older], 0, False),
        ("nothing: a deletion is not missed", account([row("a", 5, "x", "", 0)]), [], [], 0, False),
        ("nothing: an older version than the deletion", account([row("a", 5, "x", "", 0)]),
         [held("a", 4, "y")], [], 0, False),
        ("nothing: no name is known of the row", account([row("a", 5, None)]), [held("a", 5, "y")], [], 0,
         False),
        ("nothing: no name is known of the version", account([one]), [held("a", 5, None)], [], 0, False),
        ("no name of either, and an older version", account([row("a", 5, None)]), [held("a", 4, None)],
         [older], 0, False),
        ("nothing: it cannot be opened", account([one]), [held("a", 5, "y", opens=False)], [], 0, False),
        ("an older one that cannot be opened", account([one]), [held("a", 4, "y", opens=False)], [older], 0,
         False),
        ("seven records, the newest first", account(seven[::-1]), [], seven_named, 0, False),
        ("of one day, by id", account(same_day[::-1]), [], by_id, 0, False),
        ("a further one without a row", account([one], (0, 2, 9)), [held("a", 5)], [], 1, False),
        ("a named one and two further ones", account([one], (0, 3, 9)), [], [named], 2, False),
        ("what has an older version does not count twice", account([one], (0, 2, 9)),
         [held("a", 4, "y"), held("b", 1)], [older], 0, False),
        ("older versions of some without a row", account(total=(0, 2, 9)), [held("a", 4), held("b", 4)], [],
         0, True),
        ("the same while something is named", account([one], (0, 2, 9)), [held("a", 4, "y"), held("b", 1)],
         [older], 0, False),
        ("nothing: more than anybody knew", account(total=(0, 1, 1)), [held("a", 4), held("b", 4)], [], 0,
         False),
    ]  # fmt: skip
    return [{"why": why, "account": known, "held": versions, "named": named, "further": more,
             "is_older": is_older} for why, known, versions, named, more, is_older in cases]  # fmt: skip


def given_up() -> list[Json]:
    """A record that the vault lacks, once the person has given it up: the row of it, and the next era."""
    known = account([row("a", 5), row("b", 2)], (3, 2, 7), [device("d", 1)])
    after = said([row("a", 6, None, "", 0), row("b", 2)], (4, 1, 2), [device("d", 1)])
    return [{"why": "one of two", "account": known, "held": [held("b", 2)], "then": after}]


def counted_anew() -> list[Json]:
    """An account in a vault that was put back: the next era, and rows of which only a number was known."""
    known = [row("a", 5), row("b", 5, None), row("c", 5, None), row("d", 5, None, "", 0), row("e", 5, None)]
    versions = [held("a", 2, "y"), held("b", 2, "y"), held("c", 6, "y"), held("d", 2, "y")]
    after = [row("a", 5), row("b", 6, "y"), *known[2:]]
    return [
        {"why": "five records", "account": account(known, (0, 5, 25)), "held": versions,
         "then": said(after, (1, 4, 12))},
        {"why": "a version that cannot be opened", "account": account(known[1:2]),
         "held": [held("b", 2, "y", opens=False)], "then": said(known[1:2], (1, 1, 2))},
    ]  # fmt: skip
