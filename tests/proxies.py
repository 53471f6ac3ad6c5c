"""Caddy and nginx in front of a server, each with its file of deploy/, with https on a free loopback port."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

from browser.other_browsers import need
from browser.real_server import ROOT, free_port
from push_service import certificate

NAME = "egneord.example"
START_SECONDS = 600.0
"""Hang guard: Caddy makes its own CA in less than a second, but the cleaning that it begins with may take
away the certificate that it is making; then it tries again after a minute."""
ANSWER_SECONDS = 30.0  # hang guard: an answer takes milliseconds
UNPACKED = ROOT / ".build" / "debian" / "usr"
DEPLOY = {1: ROOT / "deploy", 2: ROOT / "deploy" / "two-machines"}
"""The folder of the files for so many servers."""
ADDRESSES = {1: ["127.0.0.1:8000"], 2: ["10.0.0.11:8000", "10.0.0.12:8000"]}


def program(name: str, folder: str) -> str:
    """The proxy of the machine, or the one that bin/set-up-browsers unpacked."""
    unpacked = UNPACKED / folder / name
    return need(shutil.which(name) or str(unpacked), name, name.capitalize(), name)


def configured(name: str, server_ports: tuple[int, ...]) -> str:
    """A file of deploy/, with the servers where they are."""
    text = (DEPLOY[len(server_ports)] / name).read_text()
    for address, port in zip(ADDRESSES[len(server_ports)], server_ports, strict=True):
        assert address in text
        text = text.replace(address, f"127.0.0.1:{port}")
    return text


class Proxy:
    """A proxy as a process, with https for localhost. `authority`: the file of the CA that signs for it."""

    authority: Path

    def __init__(self, folder: Path, *server_ports: int) -> None:
        self.folder, self.port, self.http_port = folder, free_port(), free_port()
        self.log = folder / "proxy.log"
        self._text = self.configuration(server_ports)
        self._process: subprocess.Popen[bytes] | None = None

    def configuration(self, server_ports: tuple[int, ...]) -> str:
        """The file of deploy/, for these ports."""
        raise NotImplementedError

    def command(self, file: Path) -> list[str]:
        """What runs it in the foreground."""
        raise NotImplementedError

    def __enter__(self) -> Proxy:
        (file := self.folder / "configuration").write_text(self._text)
        with self.log.open("wb") as log:
            environment = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
            self._process = subprocess.Popen(
                self.command(file), cwd=self.folder, env=environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._is_trusted():
            # hang guard: see START_SECONDS
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(self.log.read_text())
            time.sleep(0.02)  # fixed wait: between two looks at the port
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None

    def _is_trusted(self) -> bool:
        try:
            return bool(self.handshake())
        except OSError:
            return False

    @property
    def url(self) -> str:
        """The origin, without a slash behind it."""
        return f"https://localhost:{self.port}"

    def handshake(self) -> tuple[str | None, bytes]:
        """The protocol that a browser would speak with it, and its certificate. Raises OSError."""
        context = ssl.create_default_context(cafile=self.authority)
        context.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection(("127.0.0.1", self.port), ANSWER_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            return secure.selected_alpn_protocol(), secure.getpeercert(binary_form=True) or b""

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request, with the certificate checked: status, headers and body. Headers with underscores."""
        context = ssl.create_default_context(cafile=self.authority)
        line = http.client.HTTPSConnection("localhost", self.port, timeout=ANSWER_SECONDS, context=context)
        try:
            line.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()


class Caddy(Proxy):
    """Caddy with its own CA: for localhost it makes a certificate by itself."""

    def configuration(self, server_ports: tuple[int, ...]) -> str:
        self.authority = self.folder / "storage/pki/authorities/local/root.crt"
        options = [
            "admin off",
            "skip_install_trust",
            f"http_port {self.http_port}",
            f"https_port {self.port}",
        ]
        options += [f"storage file_system {self.folder / 'storage'}"]
        text = configured("Caddyfile", server_ports)
        assert text.count(f"\n{NAME} {{") == 1
        text = text.replace(f"\n{NAME} {{", "\nlocalhost {")
        return "\n".join(["{", *options, "}", text])

    def command(self, file: Path) -> list[str]:
        return [program("caddy", "bin"), "run", "--config", str(file), "--adapter", "caddyfile"]


class Nginx(Proxy):
    """Nginx with a certificate of the tests."""

    def configuration(self, server_ports: tuple[int, ...]) -> str:
        self.authority = self.folder / "chain.pem"
        for name, pem in zip(("chain", "key"), certificate("localhost"), strict=True):
            (self.folder / f"{name}.pem").write_bytes(pem)
        site = configured("nginx.conf", server_ports)
        for before, after in {
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.http_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(self.folder / "chain.pem"),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(self.folder / "key.pem"),
        }.items():
            assert before in site
            site = site.replace(before, after)
        temporary = " ".join(
            f"{kind}_temp_path {self.folder / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        site = site.replace(NAME, "localhost")
        return f"{user} daemon off; pid {self.folder}/pid; events {{}}\nhttp {{ {temporary}\n{site}\n}}"

    def command(self, file: Path) -> list[str]:
        return [program("nginx", "sbin"), "-e", "stderr", "-p", str(self.folder), "-c", str(file)]
