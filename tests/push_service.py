"""A push service on loopback with its own certificate. It decrypts (RFC 8291) and verifies (RFC 8292)."""

from __future__ import annotations

import contextlib
import datetime
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fresh_client import decode, encode
from reminder_makers import HOST, Browser, new_browser, new_subscription
from storage.reminders.interface import Subscription

DAY_SECONDS = 86_400
Act = Callable[[ssl.SSLSocket], None]


def unsealed(body: bytes, browser: Browser) -> bytes:
    """Decrypt the body of a push as a browser does. Raises AssertionError, InvalidTag."""
    salt, record_size, id_length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + id_length], body[21 + id_length :]
    assert id_length == 65 and 17 < len(sealed) <= record_size <= 4096
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    shared = browser.private.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + browser.public + sender
    secret = HKDF(SHA256(), 32, browser.auth, info).derive(shared)
    key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
    nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
    text, delimiter, padding = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\2")
    assert delimiter and not padding.strip(b"\0")
    return text


def verified(authorization: str, origin: str, now: float) -> tuple[str, dict[str, Any]]:
    """The server's public key and its claims, verified. Raises AssertionError, InvalidSignature."""
    scheme, _, parameters = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in parameters.split(","))
    assert set(parts) == {"t", "k"}
    signed, _, signature = parts["t"].rpartition(".")
    head, claims = (json.loads(decode(part)) for part in signed.split("."))
    r, s = decode(signature)[:32], decode(signature)[32:]
    assert head["alg"] == "ES256" and len(s) == 32
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(parts["k"]))
    whole = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    key.verify(whole, signed.encode(), ec.ECDSA(SHA256()))
    assert claims["aud"] == origin
    assert now < claims["exp"] <= now + DAY_SECONDS
    assert claims["sub"].startswith(("mailto:", "https://"))
    return parts["k"], claims


@cache
def certificate(host: str = HOST) -> tuple[bytes, bytes]:
    """A self-signed certificate for a host, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM), pem


def trusting(host: str = HOST) -> ssl.SSLContext:
    """A TLS context that trusts only this push service."""
    return ssl.create_default_context(cadata=certificate(host)[0].decode())


def answer(status: int, **headers: str) -> Act:
    """Respond with this status; headers are given with underscores."""
    lines = [f"HTTP/1.1 {status} x", "Content-Length: 0"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return lambda line: line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())


def hang(line: ssl.SSLSocket) -> None:
    """Read and never respond, until the client closes the connection."""
    while line.recv(1024):
        pass


def trickle(begins: bytes) -> Act:
    """Begin a response, then send one byte at a time forever."""

    def act(line: ssl.SSLSocket) -> None:
        line.sendall(begins)
        while True:
            line.sendall(b"1")
            time.sleep(0.1)  # fixed wait: slow bytes are what is tested

    return act


@dataclass(frozen=True)
class Receipt:
    """One received push. `at`: seconds since 1970; `door`: the number of the port."""

    at: float
    door: int
    path: str
    headers: dict[str, str]
    message: dict[str, Any]
    server_key: str


@dataclass
class PushService:
    """A push service on `doors` ports. `acts`: how it responds by path; 201 by default."""

    folder: Path
    doors: int = 1
    host: str = HOST
    before_tls: Callable[[socket.socket], None] | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """What was wrong with pushes that it could not accept."""

    def __enter__(self) -> PushService:
        for name, pem in zip(("chain", "key"), certificate(self.host), strict=True):
            (self.folder / f"{name}.pem").write_bytes(pem)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.folder / "chain.pem", self.folder / "key.pem")
        self._doors = [socket.create_server(("127.0.0.1", 0), backlog=64) for _ in range(self.doors)]
        self.ports = [door.getsockname()[1] for door in self._doors]
        for number, door in enumerate(self._doors):
            threading.Thread(target=self._accept, args=(number, door), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for door in self._doors:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()

    def subscribe(self, act: Act | None = None) -> Subscription:
        """A new subscription at this service. `act`: how it responds to a push to it."""
        subscription = new_subscription(browser := new_browser(), self.host)
        path = subscription.endpoint.removeprefix(f"https://{self.host}")
        self.browsers[path] = browser
        if act:
            self.acts[path] = act
        return subscription

    def addresses(self, host: str) -> list[tuple[str, int]]:
        """The resolver for the WebPushClient of a test."""
        assert host == self.host
        return [("127.0.0.1", self.ports[0])]

    def _accept(self, number: int, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(number, line), daemon=True).start()

    def _serve(self, number: int, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            if self.before_tls:
                self.before_tls(line)
            with self._context.wrap_socket(line, server_side=True) as secure:
                self._respond(number, secure)

    def _respond(self, number: int, line: ssl.SSLSocket) -> None:
        with line.makefile("rb") as stream:
            if not (first := stream.readline().split()):
                return  # the sender was killed, as below
            path = first[1].decode()
            lines = iter(lambda: stream.readline().decode().strip(), "")
            headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
            length = int(headers.get("content-length", 0))
            body = stream.read(length)
        if not body or len(body) < length:
            return
        try:
            self.receipts.append(self._receipt(number, path, headers, body))
        except Exception as error:
            self.errors.append(repr(error))
            answer(400)(line)
            return
        self.acts.get(path, answer(201))(line)

    def _receipt(self, number: int, path: str, headers: dict[str, str], body: bytes) -> Receipt:
        now = time.time()
        key, _ = verified(headers["authorization"], f"https://{self.host}", now)
        assert headers["content-encoding"] == "aes128gcm"
        assert headers["host"] == self.host
        message = json.loads(unsealed(body, self.browsers[path]))
        return Receipt(now, number, path, headers, message, key)


__all__ = ["Act", "PushService", "Receipt", "answer", "encode", "hang", "trickle", "trusting", "unsealed"]
