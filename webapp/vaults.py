"""The encrypted vault: `/api/v1` as docs/protocol.md describes it. What it keeps, it cannot read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from storage.errors import Unauthorized
from storage.shares.interface import SHARE_SECONDS_MAX
from storage.vaults.interface import Page, Record
from webapp.api import guard, json_answer, nothing, services
from webapp.reading import (
    INTEGER_MAX,
    PULL_RECORDS_MAX,
    RECORD_MAX_BYTES,
    read_access,
    read_integer,
    read_push,
)

vaults = Blueprint("vaults", __name__, url_prefix="/api/v1")
vaults.before_request(guard)


def _document(record: Record, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


@vaults.get("/limits")
def limits() -> Response:
    """What one vault and one request may hold, and how long things stay."""
    settings = services().settings
    return json_answer(
        {
            "record_bytes": RECORD_MAX_BYTES,
            "vault_bytes": settings.vault_bytes,
            "records": settings.vault_records,
            "batch_records": settings.batch_records,
            "pull_records": PULL_RECORDS_MAX,
            "share_seconds": SHARE_SECONDS_MAX,
            "unused_days": settings.unused_days,
            "unvisited_days": settings.unvisited_days,
        }
    )


@vaults.put("/vaults/<vault>")
def make(vault: str) -> Response:
    """Make a vault: 201, or 200 where it is there and the token is right."""
    access = read_access(vault, request)
    try:
        services().store.authorize(access)
    except Unauthorized:
        services().rates.count("vaults", request)
        return json_answer({}, 201 if services().store.make(access) else 200)
    return json_answer({})


@vaults.get("/vaults/<vault>/records")
def pull(vault: str) -> Response:
    """The records that are newer than `since`, oldest first."""
    access = read_access(vault, request)
    since = read_integer(request, "since", 0, 0, INTEGER_MAX)
    limit = read_integer(request, "limit", PULL_RECORDS_MAX, 1, PULL_RECORDS_MAX)
    page = services().store.pull(access, since, limit)
    return _page(page, "id", "rev", "seq", "sealed", more=page.more)


@vaults.post("/vaults/<vault>/records")
def push(vault: str) -> Response:
    """Keep a batch of records, all or nothing. A stranger's body is not even read."""
    access = read_access(vault, request)
    services().store.authorize(access)
    pushes = read_push(request, services().settings.batch_records)
    return _page(services().store.push(access, pushes), "id", "rev", "seq")


@vaults.delete("/vaults/<vault>")
def delete(vault: str) -> Response:
    """Remove the vault, every record and its history."""
    services().store.delete(read_access(vault, request))
    return nothing()


def _page(page: Page, *names: str, **more: bool) -> Response:
    return json_answer({"seq": page.seq, "records": [_document(r, *names) for r in page.records], **more})
