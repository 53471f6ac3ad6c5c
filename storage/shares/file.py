"""The file of one share: two TinyDB tables, `share` with its text and `notes` with what came back."""

from __future__ import annotations

from tinydb import TinyDB

from storage import base64url
from storage.errors import Damaged
from storage.files.atomic_file import Tables
from storage.files.named_files import FileFormat
from storage.shares.expiry_index import ExpiryEntry, entries_of
from storage.shares.interface import NOTES_MAX, Share

TOKEN_SHA256_BYTES = 32


def parse_share(tables: Tables) -> Share:
    """The share in the tables of a file. Raises Damaged."""
    try:
        head = tables["share"]["1"]
        notes = tuple(document["sealed"] for document in tables.get("notes", {}).values())
        token, texts = bytes.fromhex(head["token_sha256"]), (head["sealed"], *notes)
        if type(head["expires"]) is not int:
            raise Damaged
        if not all(isinstance(text, str) and base64url.is_valid(text) for text in texts):
            raise Damaged
    except (KeyError, TypeError, ValueError):
        raise Damaged from None
    if len(token) != TOKEN_SHA256_BYTES or len(notes) > NOTES_MAX or len(set(notes)) != len(notes):
        raise Damaged
    return Share(token, head["sealed"], head["expires"], notes)


def write_share(db: TinyDB, share: Share) -> None:
    """Put the share into an open file."""
    db.drop_tables()
    head = {"token_sha256": share.token_sha256.hex(), "expires": share.expires, "sealed": share.sealed}
    db.table("share").insert(head)
    db.table("notes").insert_multiple({"sealed": note} for note in share.notes)


SHARE_FORMAT: FileFormat[Share, ExpiryEntry] = FileFormat("share", parse_share, write_share, entries_of)
