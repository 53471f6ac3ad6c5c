"""The encrypted vault: `/api/v1` as docs/protocol.md describes it. What it keeps, it cannot read."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from storage.interface import Page, Record, Unauthorized
from webapp.reading import (
    INTEGER_MAX,
    PULL_RECORDS_MAX,
    RECORD_MAX_BYTES,
    read_access,
    read_integer,
    read_push,
    refuse_other_sites,
)
from webapp.services import Services

vaults = Blueprint("vaults", __name__, url_prefix="/api/v1")
NO_STORE = {"Cache-Control": "no-store"}


def _services() -> Services:
    services: Services = current_app.config["SERVICES"]
    return services


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, NO_STORE, content_type="application/json")


def _document(record: Record, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


@vaults.before_request
def guard() -> None:
    """Refuse other sites and floods before anything is read; begin to sweep once the vaults are in use."""
    services = _services()
    services.rates.count("requests", request)
    refuse_other_sites(request)
    services.sweeper.start()


@vaults.get("/limits")
def limits() -> Response:
    """What one vault and one request may hold, and how long a vault stays without visits."""
    settings = _services().settings
    return _json(
        {
            "record_bytes": RECORD_MAX_BYTES,
            "vault_bytes": settings.vault_bytes,
            "records": settings.vault_records,
            "batch_records": settings.batch_records,
            "pull_records": PULL_RECORDS_MAX,
            "share_seconds": 0,  # this server keeps no shares yet
            "unused_days": settings.unused_days,
            "unvisited_days": settings.unvisited_days,
        }
    )


@vaults.put("/vaults/<vault>")
def make(vault: str) -> Response:
    """Make a vault: 201, or 200 where it is there and the token is right."""
    access = read_access(vault, request)
    try:
        _services().store.authorize(access)
    except Unauthorized:
        _services().rates.count("vaults", request)
        return _json({}, 201 if _services().store.make(access) else 200)
    return _json({})


@vaults.get("/vaults/<vault>/records")
def pull(vault: str) -> Response:
    """The records that are newer than `since`, oldest first."""
    access = read_access(vault, request)
    since = read_integer(request, "since", 0, 0, INTEGER_MAX)
    limit = read_integer(request, "limit", PULL_RECORDS_MAX, 1, PULL_RECORDS_MAX)
    page = _services().store.pull(access, since, limit)
    return _page(page, "id", "rev", "seq", "sealed", more=page.more)


@vaults.post("/vaults/<vault>/records")
def push(vault: str) -> Response:
    """Keep a batch of records, all or nothing. A stranger's body is not even read."""
    access = read_access(vault, request)
    _services().store.authorize(access)
    pushes = read_push(request, _services().settings.batch_records)
    return _page(_services().store.push(access, pushes), "id", "rev", "seq")


@vaults.delete("/vaults/<vault>")
def delete(vault: str) -> Response:
    """Remove the vault, every record and its history."""
    _services().store.delete(read_access(vault, request))
    return Response(status=204, headers=NO_STORE)


def _page(page: Page, *names: str, **more: bool) -> Response:
    return _json({"seq": page.seq, "records": [_document(r, *names) for r in page.records], **more})
