"""The tables, as numbered migrations that the command `migrate` applies; a request never changes a table.

Every table but the clock's is keyed first by the id of its vault, list or share, and no statement of a
request names two of these. So the tables can be divided among machines by that id. For the same reason there
are no triggers, foreign keys, or unique columns without the id.
"""

from __future__ import annotations

from psycopg import Connection
from psycopg.errors import UndefinedTable

from storage.interface import OPEN
from storage.postgresql.citus import divide_tables

DECOY_ID = b"\x00"
"""Names the vault that is read when there is no vault. No phone can name it: ids have 16 bytes."""
ABSENT_ID = b"\x01"
"""Names a vault that never exists."""

VAULTS = """
CREATE TABLE vaults (
    vault_id bytea PRIMARY KEY,
    token_sha256 bytea NOT NULL CHECK (length(token_sha256) = 32),
    epoch bytea NOT NULL CHECK (length(epoch) = 16),
    made_day integer NOT NULL,
    visited_day integer NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    records integer NOT NULL CHECK (records >= 0),
    size bigint NOT NULL CHECK (size >= 0),
    days integer NOT NULL CHECK (days >= 0),
    pushed_day integer NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX vaults_by_visit ON vaults (get_byte(vault_id, 0), visited_day);
CREATE INDEX unused_vaults_by_visit ON vaults (get_byte(vault_id, 0), visited_day)
    WHERE visited_day <= made_day AND records < 2;
CREATE TABLE records (
    vault_id bytea NOT NULL,
    id bytea NOT NULL CHECK (length(id) = 16),
    rev bigint NOT NULL CHECK (rev > 0),
    seq bigint NOT NULL CHECK (seq > 0),
    size integer NOT NULL CHECK (size = length(sealed)),
    tag text NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (vault_id, id),
    UNIQUE (vault_id, seq)
);
-- What is sealed cannot be compressed.
ALTER TABLE records ALTER COLUMN sealed SET STORAGE EXTERNAL;
INSERT INTO vaults VALUES ('\\x00', decode(repeat('00', 32), 'hex'), decode(repeat('00', 16), 'hex'),
    0, 2147483647, 0, 0, 0, 0, 0);
"""
# Columns as in the other two tables, after the day, so that rows can be copied whole.
EXPIRED_VAULTS = """
CREATE TABLE expired_vaults (expired_day integer NOT NULL, LIKE vaults);
ALTER TABLE expired_vaults ADD PRIMARY KEY (vault_id, expired_day);
CREATE INDEX expired_vaults_by_day ON expired_vaults (expired_day);
CREATE TABLE expired_records (expired_day integer NOT NULL, LIKE records INCLUDING STORAGE);
ALTER TABLE expired_records ADD PRIMARY KEY (vault_id, expired_day, id);
"""
CLOCK = """
CREATE TABLE clock (
    id integer PRIMARY KEY,
    day integer NOT NULL,
    sweep_day integer NOT NULL,
    steady_day integer NOT NULL,
    leapt_from integer NOT NULL,
    confirmed_day integer NOT NULL
);
-- Written again and again, to see whether a write is stored.
CREATE TABLE probe (id integer PRIMARY KEY, number bigint NOT NULL);
INSERT INTO probe VALUES (1, 0);
"""
REMINDERS = """
CREATE TABLE reminder_lists (
    name bytea PRIMARY KEY CHECK (length(name) = 32),
    language text NOT NULL,
    seen_day integer NOT NULL,
    endpoint text,
    p256dh text,
    auth text,
    CHECK ((endpoint IS NULL) = (p256dh IS NULL) AND (endpoint IS NULL) = (auth IS NULL))
);
CREATE TABLE reminders (
    name bytea NOT NULL,
    id text NOT NULL,
    place integer NOT NULL,
    due bigint NOT NULL,
    try_after double precision NOT NULL,
    tries integer NOT NULL,
    unsent boolean NOT NULL,
    PRIMARY KEY (name, id)
);
CREATE INDEX waiting_reminders ON reminders (due) WHERE NOT unsent;
CREATE INDEX unsent_reminders ON reminders (get_byte(name, 0), due) WHERE unsent;
"""
SHARES = """
CREATE TABLE shares (
    name bytea PRIMARY KEY CHECK (length(name) = 32),
    token_sha256 bytea NOT NULL CHECK (length(token_sha256) = 32),
    expires bigint NOT NULL,
    sealed bytea NOT NULL
);
CREATE INDEX shares_by_expiry ON shares (expires);
CREATE TABLE notes (
    name bytea NOT NULL,
    place integer NOT NULL,
    note bytea NOT NULL,
    PRIMARY KEY (name, place)
);
ALTER TABLE shares ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE notes ALTER COLUMN note SET STORAGE EXTERNAL;
"""
# What all machines of a site share: the keys of the server, and whether servers may use the store.
KEYS_AND_STATE = """
CREATE TABLE server_keys (name text PRIMARY KEY, content bytea NOT NULL);
CREATE TABLE store_state (id integer PRIMARY KEY, state text NOT NULL);
INSERT INTO store_state VALUES (1, '');
"""
MIGRATIONS = (VAULTS + EXPIRED_VAULTS + REMINDERS + SHARES + CLOCK, KEYS_AND_STATE)
"""The first one is number 1. One that was released never changes."""
TABLES = (
    "vaults", "records", "expired_vaults", "expired_records", "reminder_lists", "reminders", "shares",
    "notes", "clock", "server_keys",
)  # fmt: skip
LOCK_KEY = 0x45676E656F7264
"""Held while migrations are applied, so that two hosts who do it at once wait for each other."""
APPLIED = "CREATE TABLE IF NOT EXISTS egne_ord_migrations (number integer PRIMARY KEY)"


def applied_number(connection: Connection) -> int:
    """The number of the newest migration that was applied; 0 in an empty database."""
    try:
        row = connection.execute("SELECT max(number) FROM egne_ord_migrations").fetchone()
    except UndefinedTable:
        return 0
    return int(row[0] or 0) if row else 0


def state_of(connection: Connection) -> str:
    """OPEN, READ_ONLY or UNFINISHED; OPEN in a database without the table."""
    try:
        row = connection.execute("SELECT state FROM store_state WHERE id = 1").fetchone()
    except UndefinedTable:
        return OPEN
    return str(row[0]) if row else OPEN


def is_ready(connection: Connection) -> bool:
    """Whether the tables are those of this version or of a later one, and a write is stored."""
    if applied_number(connection) < len(MIGRATIONS):
        return False
    return connection.execute("UPDATE probe SET number = number + 1 WHERE id = 1").rowcount == 1


def migrate(address: str) -> list[int | str]:
    """Apply what is missing, each migration in one transaction; then divide tables, if Citus is present.

    Returns the numbers of the migrations, and the names of the tables. Servers may run meanwhile. Raises
    psycopg.Error, as if the database cannot be reached.
    """
    done: list[int | str] = []
    with Connection.connect(address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK_KEY,))
        connection.execute(APPLIED)
        for number in range(applied_number(connection) + 1, len(MIGRATIONS) + 1):
            with connection.transaction():
                connection.execute(MIGRATIONS[number - 1].encode())
                connection.execute("INSERT INTO egne_ord_migrations VALUES (%s)", (number,))
            done.append(number)
        done += divide_tables(connection)
    return done
