"""Divides the tables among the nodes of Citus, where that extension is present.

Tables with one key are co-located: the rows of one vault, list or share lie on one node, and a transaction
about it is that node's own. Tables that are named nowhere here are small, and stay on the coordinator.
"""

from __future__ import annotations

from psycopg import Connection

GROUPS = (
    ("vault_id", ("vaults", "records", "expired_vaults", "expired_records")),
    ("name", ("reminder_lists", "reminders")),
    ("name", ("shares", "notes")),
)
"""The key of each group, and its tables. All others are co-located with the first of them."""
KEY_OF = {table: key for key, tables in GROUPS for table in tables}
"""The column that says where a row lies, by table."""

IS_PRESENT = "SELECT 1 FROM pg_extension WHERE extname = 'citus'"
IS_DIVIDED = "SELECT 1 FROM pg_dist_partition WHERE logicalrelid = %s::regclass"
LOCK = "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE"
DIVIDE = "SELECT create_distributed_table(%s, %s, colocate_with => %s)"
# What was stored before has been copied to the nodes, and would stay here for ever, unseen.
REMOVE_COPIED = "SELECT truncate_local_data_after_distributing_table(%s)"


def divide_tables(connection: Connection) -> list[str]:
    """Divide the tables that are not divided yet; return their names. Each group is one transaction.

    Whoever uses a table of the group waits meanwhile.
    """
    if connection.execute(IS_PRESENT).fetchone() is None:
        return []
    return [table for key, tables in GROUPS for table in _divide_group(connection, key, tables)]


def _divide_group(connection: Connection, key: str, tables: tuple[str, ...]) -> list[str]:
    with connection.transaction():
        missing = [table for table in tables if connection.execute(IS_DIVIDED, (table,)).fetchone() is None]
        if missing:
            connection.execute(LOCK.format(", ".join(missing)).encode())
        for table in missing:
            beside = "none" if table == tables[0] else tables[0]
            connection.execute(DIVIDE, (table, key, beside))
            connection.execute(REMOVE_COPIED, (table,))
    return missing
