"""The WSGI environment (PEP 3333) of a request that granian received by RSGI."""

from __future__ import annotations

import io
import sys
from typing import Any

from granian.rsgi import Scope

from webapp.api.addresses import client_address
from webapp.serving.slots import Groups

NAMES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
COMMON: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
READ_FIRST_BYTES = 64 * 1024
"""Bodies of up to this size are read before the app runs: a push of eleven small records. All slots full of
them are a quarter of what a process may hold, and whoever may not send is refused after the reading."""


def environ_of(scope: Scope) -> dict[str, Any]:
    """The environment, with an empty body.

    Threat: a header `X_Forwarded_For` has the same name here as `X-Forwarded-For`, but proxies pass it on
    untouched. So names with an underscore are left out.
    """
    environ = COMMON | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else "HTTP/1.1",
        "wsgi.input": io.BytesIO(),
    }
    environ["SERVER_NAME"], _, environ["SERVER_PORT"] = scope.server.rpartition(":")
    environ["REMOTE_ADDR"] = scope.client.rpartition(":")[0].strip("[]")
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = NAMES.get(name) or "HTTP_" + name.upper().replace("-", "_")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ and key != "HTTP_HOST" else value
    return environ


def body_size(environ: dict[str, Any]) -> int | None:
    """The announced size of the body in bytes; None if it is chunked. granian has checked both headers."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        environ.pop("CONTENT_LENGTH", None)
        return None
    return int(environ.get("CONTENT_LENGTH") or 0)


def has_small_body(scope: Scope) -> bool:
    """Whether a body is announced that may be read before the app runs."""
    announced = scope.headers.get("content-length")
    if announced is None or "transfer-encoding" in scope.headers:
        return False
    return 0 < int(announced) <= READ_FIRST_BYTES


def groups_of(environ: dict[str, Any], proxies: int) -> Groups:
    """Of an IPv6 address its /48 and its /64; of any other address, all of it twice."""
    address = client_address(environ, proxies) or b""
    return (address[:6], address[:8]) if len(address) == 16 else (address, address)


def _latin(text: str) -> str:
    """UTF-8 bytes as PEP 3333 wants them, in a string of characters below 256."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")
