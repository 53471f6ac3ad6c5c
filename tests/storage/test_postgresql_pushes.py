"""A push in two statements, and what another writer may do between them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.errors import Conflict, Unauthorized
from storage.postgresql.check import RECORDS, VAULTS, check_tables
from storage.postgresql.database import Database
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Access
from storage_makers import Clock, new_access, new_push

ALL = 10_000
WHOLE = [(query, None) for query in (VAULTS, RECORDS)]


class Between(Clock):
    """A clock that does something when it is first read: in a push, between its two statements."""

    act: Callable[[], object] | None = None

    def __call__(self) -> float:
        act, self.act = self.act, None
        if act:
            act()
        return super().__call__()


@pytest.fixture
def between() -> Between:
    return Between()


@pytest.fixture
def slow(database: Database, between: Between) -> PostgreSQLVaults:
    """The store whose pushes somebody gets into."""
    return PostgreSQLVaults(database, clock=between)


@pytest.fixture
def other(database: Database, clock: Clock) -> PostgreSQLVaults:
    return PostgreSQLVaults(database, clock=clock)


@pytest.fixture
def access(other: PostgreSQLVaults) -> Access:
    """A vault with two records."""
    other.make(access := new_access())
    other.push(access, [new_push(), new_push()])
    return access


def test_a_push_that_another_record_gets_into_comes_behind_it(
    slow: PostgreSQLVaults, other: PostgreSQLVaults, access: Access, between: Between
) -> None:
    theirs, mine = new_push(), new_push()
    between.act = lambda: other.push(access, [theirs])
    assert slow.push(access, [mine]).seq == 4
    assert between.act is None, "it came in between"
    records = other.pull(access, 2, ALL).records
    assert [(each.seq, each.sealed) for each in records] == [(3, theirs.sealed), (4, mine.sealed)]
    assert list(check_tables(other._database, WHOLE)) == []


def test_a_push_that_an_edit_of_the_same_record_gets_into_conflicts(
    slow: PostgreSQLVaults, other: PostgreSQLVaults, access: Access, between: Between
) -> None:
    record = other.pull(access, 0, ALL).records[0]
    theirs = new_push(1, record.id)
    between.act = lambda: other.push(access, [theirs])
    with pytest.raises(Conflict) as refused:
        slow.push(access, [new_push(1, record.id)])
    assert [(each.rev, each.sealed) for each in refused.value.current] == [(2, theirs.sealed)]
    assert list(check_tables(other._database, WHOLE)) == []


@pytest.mark.parametrize("is_made_again", [False, True])
def test_a_push_into_a_vault_that_is_deleted_meanwhile_leaves_nothing(
    slow: PostgreSQLVaults, other: PostgreSQLVaults, access: Access, between: Between, is_made_again: bool
) -> None:
    def delete() -> None:
        other.delete(access)
        if is_made_again:
            other.make(access)
            other.push(access, [new_push(), new_push()])  # the same numbers, another epoch

    between.act = delete
    mine = new_push(1, other.pull(access, 0, ALL).records[0].id)
    with pytest.raises(Conflict if is_made_again else Unauthorized):
        slow.push(access, [mine])
    assert list(check_tables(other._database, WHOLE)) == []


def test_a_push_holds_no_lock_between_its_statements(
    slow: PostgreSQLVaults, other: PostgreSQLVaults, access: Access, between: Between
) -> None:
    """A sender of half a push, or a slow machine, holds nobody up."""
    seen: list[int] = []

    def look() -> None:
        rows = "SELECT count(*) FROM pg_locks WHERE relation = 'vaults'::regclass"
        seen.extend(other._database.read(lambda c: c.execute(rows).fetchone() or ()))

    between.act = look
    slow.push(access, [new_push()])
    assert seen == [0]
