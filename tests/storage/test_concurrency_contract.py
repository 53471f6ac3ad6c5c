"""What every store of vaults guarantees while others write: a pull sees whole pushes, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from storage.vaults.interface import Page, VaultStore
from storage_makers import new_access, new_push

ALL = 10_000
WRITERS, PUSHES, RECORDS = 4, 5, 3


def test_a_pull_beside_writers_sees_each_push_whole_or_not_at_all(store: VaultStore) -> None:
    store.make(access := new_access())

    def write(_: int) -> None:
        for _ in range(PUSHES):
            store.push(access, [new_push() for _ in range(RECORDS)])

    def read(pool: ThreadPoolExecutor) -> list[Page]:
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        pages = [store.pull(access, 0, ALL)]
        while not all(writer.done() for writer in writers):
            pages.append(store.pull(access, 0, ALL))
        for writer in writers:
            writer.result()
        return pages

    with ThreadPoolExecutor(WRITERS) as pool:
        pages = read(pool)
    for page in pages:
        assert page.seq % RECORDS == 0
        assert [record.seq for record in page.records] == list(range(1, page.seq + 1))
    assert store.pull(access, 0, ALL).seq == WRITERS * PUSHES * RECORDS
