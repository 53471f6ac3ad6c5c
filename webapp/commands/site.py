"""A live site as a stranger sees it: fetches one file after another, within bounds."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import time
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

FILE_MAX_BYTES = 8 * 1024 * 1024
URL_SHOWN = 200
"""So many letters of an address stand in a sentence."""
ANSWER_SECONDS = 20.0
ALL_SECONDS = 300.0
"""No site is asked for longer than this, however slowly it answers."""


class CannotFetch(Exception):
    """A site cannot be asked; the message is a sentence."""


class TooMuch(Exception):
    """An answer is larger than it may be. The connection is of no use afterwards."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a GET. `headers`: by name in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: OSError | http.client.HTTPException) -> str:
    """Why there was no answer, in words."""
    if isinstance(error, http.client.HTTPException):
        return "what came is no answer of the web"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate cannot be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "it speaks no https there"
    return "it took too long" if isinstance(error, TimeoutError) else error.strerror or "no connection"


class Site:
    """One site, by https, or by http on this machine. Redirects are answers, and are not followed."""

    def __init__(self, url: str) -> None:
        """Raises CannotFetch for anything but the origin of such a site."""
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError:
            raise CannotFetch(f"{url[:URL_SHOWN]!r} is no address.") from None
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(self._host))
        if not is_safe or not self._host or parts.path not in ("", "/") or parts.query or parts.username:
            raise CannotFetch(
                f"{url[:URL_SHOWN]!r} must be like https://host, or like http://localhost:8000."
            )
        self._is_https = parts.scheme == "https"
        self._until = time.monotonic() + ALL_SECONDS
        try:
            self._host.encode("idna")
            self._connection = self._connect()
        except (UnicodeError, http.client.InvalidURL):
            raise CannotFetch(f"{url[:URL_SHOWN]!r} names no host.") from None

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        if not self._is_https:
            return http.client.HTTPConnection(self._host, self._port, timeout=ANSWER_SECONDS)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(self._host, self._port, timeout=ANSWER_SECONDS, context=context)

    def _read(self, answer: http.client.HTTPResponse, bytes_max: int) -> bytes:
        """The body, or one byte more than it may have. Threat: a site that sends a byte now and then."""
        body = bytearray()
        while len(body) <= bytes_max and (some := answer.read1(bytes_max + 1 - len(body))):
            body += some
            if time.monotonic() > self._until:
                raise CannotFetch(f"{self._host} answers too slowly.")
        answer.read(0)  # ends the answer, which `read1` leaves open, so that the connection can be used again
        return bytes(body)

    def get(self, path: str, bytes_max: int = FILE_MAX_BYTES) -> Answer:
        """One file, uncompressed. Raises CannotFetch or TooMuch."""
        if time.monotonic() > self._until:
            raise CannotFetch(f"{self._host} answers too slowly.")
        try:
            self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
            answer = self._connection.getresponse()
            body = self._read(answer, bytes_max)
        except (OSError, http.client.HTTPException) as error:
            raise CannotFetch(f"{self._host} did not answer ({_reason(error)}).") from None
        if len(body) > bytes_max:
            self._connection.close()
            raise TooMuch
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)
