"""Encrypted vaults: `/api/v1` as docs/protocol.md describes it. The server cannot read a record."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from storage import base64url
from storage.errors import NoRoom, Unauthorized
from storage.shares.interface import SHARE_SECONDS_MAX
from storage.vaults.interface import FIRST_DAY_BYTES, Page, Record
from webapp.api.admission import EMPTY_BYTES
from webapp.api.common import check_request, check_site, json_response, no_content, services
from webapp.api.validation import (
    BODY_IS_HERE,
    INTEGER_MAX,
    PULL_RECORDS_MAX,
    RECORD_MAX_BYTES,
    read_access,
    read_integer,
    read_push,
)

View = Callable[[str], Response]
vaults = Blueprint("vaults", __name__, url_prefix="/api/v1")
AUTHORIZATION = "HTTP_AUTHORIZATION"


@vaults.before_request
def check() -> None:
    """As check_request, but a request with a token counts for its vault. Raises RateLimited, CrossSite.

    Thousands of phones may share one address of a carrier. Their vaults tell them apart.
    """
    if AUTHORIZATION not in request.environ:
        return check_request()
    services().rate_limiter.hit_known(request)
    return check_site()


def counting_strangers(view: View) -> View:
    """The view, with a request whose token is not the vault's counted for its network address after all."""

    @wraps(view)
    def counted(vault: str) -> Response:
        try:
            return view(vault)
        except Unauthorized:
            services().rate_limiter.hit("requests", request)
            raise

    return counted


def _document(record: Record, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


@vaults.get("/limits")
def limits() -> Response:
    """The limits of one vault and one request, and how long data is kept."""
    settings = services().settings
    return json_response(
        {
            "record_bytes": RECORD_MAX_BYTES,
            "vault_bytes": settings.vault_bytes,
            "first_day_bytes": min(FIRST_DAY_BYTES, settings.vault_bytes),
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
    """Create a vault: 201, or 200 if it exists and the token is right."""
    access = read_access(vault, request)
    try:
        services().store.authorize(access)
    except Unauthorized:
        services().rate_limiter.hit("requests", request)
        services().rate_limiter.hit("vaults", request)
        services().admission.admit(request, EMPTY_BYTES)
        return json_response({}, 201 if services().store.make(access) else 200)
    return json_response({})


@vaults.get("/vaults/<vault>/records")
@counting_strangers
def pull(vault: str) -> Response:
    """The records with a sequence number above `since`, oldest first."""
    access = read_access(vault, request)
    since = read_integer(request, "since", 0, 0, INTEGER_MAX)
    limit = read_integer(request, "limit", PULL_RECORDS_MAX, 1, PULL_RECORDS_MAX)
    page = services().store.pull(access, since, limit)
    return _page(page, "id", "rev", "seq", "sealed", epoch=base64url.encode(page.epoch), more=page.more)


@vaults.get("/vaults/<vault>/revisions")
@counting_strangers
def revisions(vault: str) -> Response:
    """The revision and tag of every record, oldest first: what a device compares with its own."""
    page = services().store.revisions(read_access(vault, request))
    return _page(page, "id", "rev", "seq", "tag", epoch=base64url.encode(page.epoch))


@vaults.post("/vaults/<vault>/records")
@counting_strangers
def push(vault: str) -> Response:
    """Store a batch of records, all or none. A body is waited for only after the token is accepted."""
    access = read_access(vault, request)
    is_here = BODY_IS_HERE in request.environ
    if not is_here:
        services().store.authorize(access)
    try:
        room = services().admission.room(request)
        pushes = read_push(request, services().settings.batch_records)
    except Exception:
        if is_here:  # a stranger hears 401 and nothing else; for a right push the store asks, once
            services().store.authorize(access)
        raise
    try:
        page = services().store.push(access, pushes, room.size)
    except NoRoom:
        raise room.refusal from None
    services().admission.grew(request, page.growth)
    return _page(page, "id", "rev", "seq")


@vaults.delete("/vaults/<vault>")
@counting_strangers
def delete(vault: str) -> Response:
    """Delete the vault with all its records."""
    services().store.delete(read_access(vault, request))
    return no_content()


def _page(page: Page, *names: str, **more: str | bool) -> Response:
    return json_response({"seq": page.seq, "records": [_document(r, *names) for r in page.records], **more})
