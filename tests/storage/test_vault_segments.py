"""A vault in several files: what a push writes, and what a pull reads."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from segment_makers import ALL, LARGE, MIDDLE, SMALL, damage, head_of, made, segments_of
from storage.errors import Conflict
from storage.vaults.file import header_document
from storage.vaults.interface import Access, Limits, Record
from storage.vaults.layout import INLINE_BYTES
from storage.vaults.rules import Header
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, new_access, new_id, new_push, new_sealed, pulled
from sweeps import quarter

HEAD_BYTES = INLINE_BYTES * 4 // 3 + 2_000 * 80 + 400 * 60
"""The largest head: its own records, a row for each of 2,000 others, and their segments."""


@pytest.fixture
def store(tmp_path: Path) -> TinyDBVaults:
    return TinyDBVaults(tmp_path)


def bytes_written(act: Callable[[], object]) -> int:
    """How many bytes this process hands to the system in write calls."""

    def count() -> int:
        lines = Path("/proc/self/io").read_text().splitlines()
        return int(dict(line.split(": ") for line in lines)["wchar"])

    before = count()
    act()
    return count() - before


def old_vault(data: Path, records: int, size: int) -> tuple[Access, list[Record]]:
    """A vault as earlier versions wrote it: all in one file."""
    access = new_access(0x3F)
    stored = [Record(new_id(), 1, seq, new_sealed(size)) for seq in range(1, records + 1)]
    header = Header(access.token_sha256, 20_000, records, records, records * size, os.urandom(16))
    documents = {str(r.seq): {"id": r.id, "rev": 1, "seq": r.seq, "sealed": r.sealed} for r in stored}
    path = head_of(data, access)
    path.parent.mkdir(parents=True)
    path.write_bytes(orjson.dumps({"vault": {"1": header_document(header)}, "records": documents}))
    return access, stored


def test_an_edit_of_a_full_vault_writes_little_more_than_what_is_sent(
    store: TinyDBVaults, tmp_path: Path
) -> None:
    access, pushes = made(store, *[LARGE] * 95)
    store.push(access, [new_push(size=LARGE) for _ in range(90)])
    sizes = [SMALL, *[SMALL] * 30, MIDDLE, LARGE, SMALL]
    for push, size in zip(pushes, sizes, strict=False):
        edit = new_push(1, push.id, size)
        written = bytes_written(lambda edit=edit: store.push(access, [edit]))  # type: ignore[misc]
        assert written <= 4 * len(edit.sealed) + INLINE_BYTES * 4 // 3 + 185 * 80 + 4_000
    assert damage(tmp_path) == []


def test_an_edit_of_two_thousand_records_writes_one_head(store: TinyDBVaults, tmp_path: Path) -> None:
    access, pushes = made(store, *[SMALL] * 100)
    for _ in range(19):
        store.push(access, [new_push() for _ in range(100)])
    edits = [new_push(1, push.id) for push in pushes[:30]]
    written = [bytes_written(lambda edit=edit: store.push(access, [edit])) for edit in edits]  # type: ignore[misc]
    assert max(written) <= 4 * len(edits[0].sealed) + HEAD_BYTES
    assert sum(written) / len(written) < 260_000
    assert head_of(tmp_path, access).stat().st_size <= HEAD_BYTES


def test_an_older_vault_is_divided_once(tmp_path: Path) -> None:
    store = TinyDBVaults(tmp_path)
    access, stored = old_vault(tmp_path, 60, LARGE)
    assert pulled(store, access) == stored
    first = new_push(1, stored[0].id)
    assert bytes_written(lambda: store.push(access, [first])) < 62 * LARGE * 4 // 3
    assert bytes_written(lambda: store.push(access, [new_push(1, stored[1].id)])) < 2 * LARGE
    records = pulled(store, access)
    assert [record for record in records if record.seq <= 60] == stored[2:]
    assert [record.seq for record in records[-2:]] == [61, 62]
    assert damage(tmp_path) == []
    assert len(segments_of(tmp_path, access)) == 4
    assert max(path.stat().st_size for path in segments_of(tmp_path, access)) < 1_500_000


def test_a_small_vault_stays_one_file(store: TinyDBVaults, tmp_path: Path) -> None:
    access, pushes = made(store, *[SMALL] * 24)
    for rev in range(1, 5):
        store.push(access, [new_push(rev, push.id) for push in pushes[:3]])
    assert segments_of(tmp_path, access) == []


def test_a_vault_that_became_small_is_one_file_again_which_older_servers_read(
    store: TinyDBVaults, tmp_path: Path
) -> None:
    access, pushes = made(store, *[LARGE] * 3)
    header = orjson.loads(head_of(tmp_path, access).read_bytes())["vault"]["1"]
    assert "size" not in header, "without it older servers answer that the vault is damaged"
    for push in pushes:
        store.push(access, [new_push(1, push.id)])
    assert segments_of(tmp_path, access) == []
    tables = orjson.loads(head_of(tmp_path, access).read_bytes())
    assert set(tables) == {"vault", "records"}
    assert tables["vault"]["1"]["size"] == 3 * SMALL


@pytest.mark.parametrize("seed", range(quarter(8)))
def test_a_vault_in_segments_holds_what_was_pushed(store: TinyDBVaults, tmp_path: Path, seed: int) -> None:
    """Compared with a dictionary, with the bytes written and the space on the disk."""
    chance, seq = random.Random(seed), 0
    store.make(access := new_access(0x3F))
    model: dict[str, Record] = {}
    for _ in range(40):
        ids = chance.sample(sorted(model), min(len(model), chance.choice((0, 1, 2, 8))))
        ids += [new_id() for _ in range(chance.choice((0, 1, 6)))]
        revs = {id: model[id].rev if id in model else 0 for id in ids}
        pushes = [new_push(rev, id, chance.choice(SIZES)) for id, rev in revs.items()]
        sent = sum(len(push.sealed) for push in pushes)
        written = bytes_written(lambda pushes=pushes: store.push(access, pushes))  # type: ignore[misc]
        assert written <= 4 * sent + INLINE_BYTES * 4 // 3 + 80 * len(model) + 20_000
        for push in pushes:
            seq += 1
            model[push.id] = Record(push.id, push.base + 1, seq, push.sealed)
        since = chance.randrange(seq + 1)
        newer = sorted((r for r in model.values() if r.seq > since), key=lambda r: r.seq)
        assert store.pull(access, since, 20).records == newer[:20]
        held = sum(len(record.sealed or "") for record in model.values())
        assert sum(path.stat().st_size for path in tmp_path.rglob("*.json")) <= 1.6 * held + 2_000_000
    assert [(r.id, r.rev, r.seq, r.tag) for r in store.revisions(access).records] == [
        (r.id, r.rev, r.seq, str(r.sealed)[-22:]) for r in sorted(model.values(), key=lambda r: r.seq)
    ]
    assert damage(tmp_path) == []


def test_a_conflict_with_a_record_in_a_segment_returns_its_bytes(store: TinyDBVaults) -> None:
    access, pushes = made(store, *[LARGE] * 3, SMALL)
    with pytest.raises(Conflict) as refused:
        store.push(access, [new_push(0, pushes[1].id), new_push(7)])
    assert refused.value.current[0] == Record(pushes[1].id, 1, 2, pushes[1].sealed)
    assert [record.sealed for record in refused.value.current][1:] == [None]


def test_the_limit_counts_what_is_in_segments(tmp_path: Path) -> None:
    store = TinyDBVaults(tmp_path, Limits(vault_bytes=3 * LARGE))
    access, pushes = made(store, *[LARGE] * 3)
    assert store.push(access, [new_push(1, pushes[0].id), new_push()]).seq == 5


def test_pulls_are_whole_while_pushes_remove_the_segments_that_they_read(tmp_path: Path) -> None:
    """Each push replaces all records, so that the segments of a head live as long as it does."""
    store = TinyDBVaults(tmp_path)
    access, pushes = made(store, *[LARGE] * 4)
    ended, seqs = threading.Event(), list[int]()

    def write() -> None:
        for rev in range(1, quarter(120)):
            store.push(access, [new_push(rev, push.id, LARGE) for push in pushes])
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not ended.is_set():
        page = store.pull(access, 0, ALL)
        assert [record.seq for record in page.records] == list(range(page.seq - 3, page.seq + 1))
        seqs.append(page.seq)
    writer.join()
    assert seqs == sorted(seqs)
    assert len(set(seqs)) > 3, "pulls and pushes must overlap"
