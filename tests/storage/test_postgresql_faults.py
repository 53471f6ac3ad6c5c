"""A connection to PostgreSQL is cut at any statement: all or nothing, and no acknowledged change is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from postgresql_proxy import CuttingProxy, cutting_proxy
from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from share_makers import HOUR, new_note, new_share
from storage.errors import Busy, Conflict
from storage.postgresql.check import LISTS, NOTES, RECORDS, REMINDERS, VAULTS, check_tables
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vault_push import is_divided
from storage.postgresql.vaults import PostgreSQLVaults
from storage.reminders.interface import DueEntry
from storage.vaults.interface import Access, Push
from storage_makers import Clock, new_access, new_push, new_sealed

WHOLE = [(query, None) for query in (VAULTS, RECORDS, LISTS, REMINDERS, NOTES)]
STATEMENTS_MAX = 40
"""More than any change takes."""
ALL = 10_000


@dataclass
class Stores:
    """The three stores of one database."""

    vaults: PostgreSQLVaults
    reminders: PostgreSQLReminders
    shares: PostgreSQLShares


def stores_on(database: Database, clock: Clock) -> Stores:
    return Stores(
        PostgreSQLVaults(database, clock=clock),
        PostgreSQLReminders(database, clock),
        PostgreSQLShares(database, clock),
    )


@pytest.fixture(scope="module")
def proxy(postgresql_port: int) -> Iterator[CuttingProxy]:
    with cutting_proxy(postgresql_port) as running:
        yield running


@pytest.fixture
def cut(address: str, proxy: CuttingProxy, database: Database, clock: Clock) -> Iterator[Stores]:
    """The stores behind the proxy."""
    behind = Database(address.replace(f":{proxy.server_port}/", f":{proxy.port}/") + "?sslmode=disable")
    yield stores_on(behind, clock)
    proxy.cut(0)
    behind.close()


@pytest.fixture
def direct(database: Database, clock: Clock) -> Stores:
    """The same stores, without the proxy."""
    return stores_on(database, clock)


Change = tuple[Callable[[], object], Callable[[], object]]
"""A call behind the proxy, and a look at all that it may change."""


def new_vault(cut: Stores, direct: Stores, clock: Clock) -> Change:
    access = new_access()
    return lambda: cut.vaults.make(access), lambda: exists(direct, access)


def first_push(cut: Stores, direct: Stores, clock: Clock) -> Change:
    access, pushes = vault_with(direct)[0], [new_push() for _ in range(3)]
    return lambda: cut.vaults.push(access, pushes), lambda: direct.vaults.pull(access, 0, ALL)


def edits(cut: Stores, direct: Stores, clock: Clock) -> Change:
    access, held = vault_with(direct, 3)
    clock.pass_days(1)
    pushes = [new_push(1, held[0].id), new_push(1, held[2].id), new_push()]
    return lambda: cut.vaults.push(access, pushes), lambda: direct.vaults.pull(access, 0, ALL)


def edits_under_a_lock(cut: Stores, direct: Stores, clock: Clock) -> Change:
    """As on Citus, and where somebody was faster."""
    cut.vaults._is_divided = True
    return edits(cut, direct, clock)


def deleted_vault(cut: Stores, direct: Stores, clock: Clock) -> Change:
    access, _ = vault_with(direct, 3)
    return lambda: cut.vaults.delete(access), lambda: exists(direct, access)


def new_reminders(cut: Stores, direct: Stores, clock: Clock) -> Change:
    name, times = new_name(), [(new_reminder_id(), slot(clock.now)) for _ in range(3)]
    to = new_subscription()
    return lambda: cut.reminders.add(name, "da", to, times), lambda: direct.reminders.get(name)


def claim(cut: Stores, direct: Stores, clock: Clock) -> Change:
    entry = DueEntry(slot(clock.now), new_name(), new_reminder_id())
    direct.reminders.add(entry.name, "da", new_subscription(), [(entry.id, entry.due)])
    return lambda: cut.reminders.claim(entry, 60), lambda: direct.reminders.get(entry.name)


def last_cancel(cut: Stores, direct: Stores, clock: Clock) -> Change:
    name, id = new_name(), new_reminder_id()
    direct.reminders.add(name, "da", new_subscription(), [(id, slot(clock.now))])
    return lambda: cut.reminders.cancel(name, id), lambda: direct.reminders.get(name)


def shared_text(cut: Stores, direct: Stores, clock: Clock) -> Change:
    access, sealed = new_share(), new_sealed()
    return lambda: cut.shares.make(access, sealed, HOUR), lambda: direct.shares._stored(access.name)


def note(cut: Stores, direct: Stores, clock: Clock) -> Change:
    direct.shares.make(access := new_share(), new_sealed(), HOUR)
    text = new_note()
    return lambda: cut.shares.answer(access.name, text), lambda: direct.shares._stored(access.name)


def withdrawal(cut: Stores, direct: Stores, clock: Clock) -> Change:
    direct.shares.make(access := new_share(), new_sealed(), HOUR)
    direct.shares.answer(access.name, new_note())
    return lambda: cut.shares.withdraw(access), lambda: direct.shares._stored(access.name)


def vault_with(direct: Stores, records: int = 0) -> tuple[Access, list[Push]]:
    direct.vaults.make(access := new_access())
    pushes = [new_push() for _ in range(records)]
    if pushes:
        direct.vaults.push(access, pushes)
    return access, pushes


def exists(direct: Stores, access: Access) -> bool:
    return direct.vaults._read_header(access.vault_id) is not None


@pytest.mark.parametrize("is_answer_lost", [False, True], ids=["request", "answer"])
@pytest.mark.parametrize(
    "prepare",
    [
        new_vault, first_push, edits, edits_under_a_lock, deleted_vault, new_reminders, claim,
        last_cancel, shared_text, note, withdrawal,
    ],
)  # fmt: skip
def test_a_connection_cut_at_any_statement_leaves_all_or_nothing(
    cut: Stores,
    direct: Stores,
    clock: Clock,
    proxy: CuttingProxy,
    prepare: Callable[[Stores, Stores, Clock], Change],
    is_answer_lost: bool,
) -> None:
    """What was acknowledged is stored. `busy` is said only where nobody knows.

    That is so for the statements that are sent together with the last one, the commit.
    """
    busy = 0
    for statement in range(1, STATEMENTS_MAX):
        act, look = prepare(cut, direct, clock)
        before = look()
        proxy.cut(statement, is_answer_lost=is_answer_lost)
        try:
            act()
            assert look() != before, f"statement {statement}: what was acknowledged is not there"
        except Busy:
            busy += 1
        assert list(check_tables(direct.vaults._database, WHOLE)) == []
        if not proxy.has_cut:
            break
    else:
        pytest.fail("no end of statements")
    assert statement > 2
    assert busy <= 5, "the rest was repeated"


@pytest.mark.parametrize("is_locked", [False, True], ids=["at once", "under a lock"])
def test_a_push_whose_acknowledgement_was_lost_conflicts_with_its_own_bytes_alone(
    cut: Stores, direct: Stores, proxy: CuttingProxy, is_locked: bool
) -> None:
    """Under a lock, as on Citus, two statements and the commit are sent together: nobody knows of any."""
    is_locked = cut.vaults._database.read(is_divided) or is_locked
    cut.vaults._is_divided = is_locked
    access, _ = vault_with(direct)
    lost = known = 0
    for statement in range(1, STATEMENTS_MAX):
        push = new_push()
        proxy.cut(statement, is_answer_lost=True)
        try:
            cut.vaults.push(access, [push])
        except Busy:
            lost += 1
            try:
                direct.vaults.push(access, [push])
            except Conflict as refused:
                known += 1
                assert [each.sealed for each in refused.current] == [push.sealed]
        if not proxy.has_cut:
            break
    assert (known, lost) == (1, 3 if is_locked else 1)
    page = direct.vaults.pull(access, 0, ALL)
    assert [record.seq for record in page.records] == list(range(1, page.seq + 1)), "no gap"


def test_reads_go_on_over_a_cut(cut: Stores, direct: Stores, proxy: CuttingProxy) -> None:
    access, _ = vault_with(direct, 3)
    wanted = direct.vaults.pull(access, 0, ALL)
    for is_answer_lost in (False, True):
        proxy.cut(1, is_answer_lost=is_answer_lost)
        assert cut.vaults.pull(access, 0, ALL) == wanted
        assert proxy.has_cut


def test_after_the_server_has_ended_every_connection_nobody_notices(cut: Stores, direct: Stores) -> None:
    access, _ = vault_with(direct, 1)
    for count in range(3):
        cut.vaults.pull(access, 0, ALL)
        direct.vaults._database.read(
            lambda c: c.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()
        )
        assert cut.vaults.push(access, [new_push()]).seq == count + 2
