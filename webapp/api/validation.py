"""Strict validation of requests to vaults: every value must be what docs/protocol.md describes."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import orjson
from flask import Request

from storage import base64url
from storage.errors import Unauthorized
from storage.vaults.interface import Access, Push
from webapp.api.exceptions import CrossSite, Malformed, NotFound, TooLarge, UnsupportedMediaType

ID_BYTES = 16
TOKEN_BYTES = 32
SEALED_TEXTS = {(padded + 29) * 4 // 3 for padded in (4096, 16384, 65536)}
"""Allowed lengths of a sealed record in base64url. Only three, so that a size reveals little."""
RECORD_MAX_BYTES = 65536 + 29
INTEGER_MAX = 2**53 - 1
"""The largest integer that every JSON client reads exactly."""
PULL_RECORDS_MAX = 1_000
BODY_MAX = "egne_ord.body_max"
"""Key of the WSGI environment for the size that a view accepts, for the server, which reads the body."""
BODY_IS_HERE = "egne_ord.body_is_here"
"""Key of the WSGI environment where the server has read the whole body: a view need not wait for it."""
BODY_OVERHEAD_BYTES = 512
"""Room beside each sealed text: id, base, punctuation, and members that newer clients may add."""
INTEGER = re.compile(r"0|[1-9][0-9]{0,15}")


def refuse_cross_site(request: Request) -> None:
    """Raise CrossSite if the browser reports that a page of another site sent the request.

    Such a page gains nothing, as there are no cookies. Still, a person's browser should do nothing here that
    the person did not ask for.
    """
    site = request.environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        same_site = site in {"same-origin", "none"}
    else:
        origin = request.environ.get("HTTP_ORIGIN")
        same_site = origin is None or origin.partition("://")[2] == request.host
    if not same_site:
        raise CrossSite("This address is for the pages of its own site only.")


def read_access(vault: str, request: Request) -> Access:
    """The vault id and the token's hash. Raises NotFound (invalid id) or Unauthorized (invalid token)."""
    return Access(read_id(vault), read_token(request))


def read_id(text: str) -> bytes:
    """The 16 bytes of an id in the path. Raises NotFound if it is invalid."""
    try:
        return base64url.decode(text, ID_BYTES)
    except ValueError:
        raise NotFound("There is no such address.") from None


def read_token(request: Request) -> bytes:
    """SHA-256 of the bearer token. Raises Unauthorized if it is missing or invalid."""
    scheme, _, token = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    try:
        value = base64url.decode(token, TOKEN_BYTES)
    except ValueError:
        raise Unauthorized from None
    if scheme.lower() != "bearer":
        raise Unauthorized
    return hashlib.sha256(value).digest()


def read_integer(request: Request, name: str, default: int, lowest: int, highest: int) -> int:
    """One integer of the query string, or `default` if it is absent. Raises Malformed."""
    values = request.args.getlist(name)
    if not values:
        return default
    if len(values) > 1 or not INTEGER.fullmatch(values[0]) or not lowest <= int(values[0]) <= highest:
        raise Malformed(f"{name} must be one integer from {lowest} to {highest}.")
    return int(values[0])


def push_max_bytes(batch_records: int) -> int:
    """Maximum body size of a push: a full batch of the largest records."""
    return batch_records * (max(SEALED_TEXTS) + BODY_OVERHEAD_BYTES)


def _bounded_body(request: Request, bytes_max: int) -> bytes:
    # Werkzeug checks a Content-Length before it reads. A chunked body has none: Werkzeug then reads up to the
    # limit and silently drops the rest, so we allow one byte more to notice that the body was longer.
    request.max_content_length = bytes_max + 1
    request.environ[BODY_MAX] = bytes_max
    body = request.get_data(cache=False)
    if len(body) > bytes_max:
        raise TooLarge(f"A body may have {bytes_max} bytes.")
    return body


def read_body(request: Request, bytes_max: int) -> dict[str, Any]:
    """The JSON object in the body. Raises UnsupportedMediaType, TooLarge or Malformed."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("The body must be application/json.")
    try:
        body = orjson.loads(_bounded_body(request, bytes_max))
    except orjson.JSONDecodeError:
        raise Malformed("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Malformed("The body must be an object.")
    return body


def read_push(request: Request, batch_records: int) -> list[Push]:
    """The records of a push. Raises UnsupportedMediaType, TooLarge or Malformed."""
    records = read_body(request, push_max_bytes(batch_records)).get("records")
    if not isinstance(records, list) or not records:
        raise Malformed('The body must be {"records": […]} with at least one record.')
    if len(records) > batch_records:
        raise TooLarge(f"A push may hold {batch_records} records.")
    pushes = [_push_of(record) for record in records]
    if len({push.id for push in pushes}) < len(pushes):
        raise Malformed("A push may hold each record once.")
    return pushes


def _is_id(text: str) -> bool:
    try:
        return len(base64url.decode(text, ID_BYTES)) == ID_BYTES
    except ValueError:
        return False


def _push_of(record: object) -> Push:
    if not isinstance(record, dict):
        raise Malformed("Each record must be an object.")
    id, base, sealed = (record.get(name) for name in ("id", "base", "sealed"))
    if not isinstance(id, str) or not _is_id(id):
        raise Malformed("Each id must be 22 letters of base64url.")
    if type(base) is not int or not 0 <= base < INTEGER_MAX:
        raise Malformed(f"Each base must be an integer from 0 to {INTEGER_MAX - 1}.")
    return Push(id, base, read_sealed(sealed))


def read_sealed(sealed: object) -> str:
    """A sealed text of one of the three allowed sizes. Raises TooLarge or Malformed."""
    if not isinstance(sealed, str):
        raise Malformed("Each sealed must be a text.")
    if len(sealed) > max(SEALED_TEXTS):
        raise TooLarge(f"A sealed record may have {RECORD_MAX_BYTES} bytes.")
    if len(sealed) not in SEALED_TEXTS or not base64url.is_valid(sealed):
        raise Malformed("Each sealed must be base64url without padding, of one of the three sizes.")
    return sealed
