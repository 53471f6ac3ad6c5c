"""One share as its file holds it, in two tables of TinyDB: its text, and the notes that came back."""

from __future__ import annotations

from tinydb import TinyDB

from storage.base64url import is_text
from storage.files.atomic_file import Tables, WholeFile
from storage.shares.interface import NOTES_MAX, Share
from storage.vaults.interface import Damaged

TOKEN_SHA256_BYTES = 32


class ShareFile(WholeFile):
    """The file of one share."""

    FIRST = "share"


def read_share(db: TinyDB) -> Share | None:
    """The share in an open file; None where there is no file. Raises Damaged, OSError."""
    tables = db.storage.read()
    return None if tables is None else share_of(tables)


def share_of(tables: Tables) -> Share:
    """The share that the tables of a file hold. Raises Damaged."""
    try:
        head = tables["share"]["1"]
        notes = tuple(document["sealed"] for document in tables.get("notes", {}).values())
        token, texts = bytes.fromhex(head["token_sha256"]), (head["sealed"], *notes)
        if type(head["expires"]) is not int or not all(isinstance(t, str) and is_text(t) for t in texts):
            raise Damaged
    except (KeyError, TypeError, ValueError):
        raise Damaged from None
    if len(token) != TOKEN_SHA256_BYTES or len(notes) > NOTES_MAX or len(set(notes)) != len(notes):
        raise Damaged
    return Share(token, head["sealed"], head["expires"], notes)


def write_share(db: TinyDB, share: Share) -> None:
    """Put the share into an open file, which is not on the disk before it is committed."""
    db.drop_tables()
    head = {"token_sha256": share.token_sha256.hex(), "expires": share.expires, "sealed": share.sealed}
    db.table("share").insert(head)
    db.table("notes").insert_multiple({"sealed": note} for note in share.notes)
