"""The files of deploy/: sound, hardened, and as docs/operating.md uses them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from app_machines import settings_in
from bench.walk import blocks_of
from browser.other_browsers import need
from release.documents import DOCUMENTS
from webapp.cli import COMMANDS
from webapp.config import ROOT, settings_from

DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs/operating.md").read_text()
EXPOSURE_MAX = 1.5
"""Of 10, by systemd's own table; an ordinary service has 9.6."""
KEPT_SECONDS = 30
"""How long the server keeps a connection that waits for its next request."""
REGISTRY_HOST = re.compile(r"^[\w-]+\.[\w.-]+/|:\d+/")


@pytest.fixture(scope="module")
def analyze() -> str:
    """The program that checks units."""
    return need(shutil.which("systemd-analyze"), "systemd", "systemd-analyze", "systemd")


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a container file, each with its arguments on one line."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text))
    return [
        (word, rest)
        for line in joined.splitlines()
        if line.strip()
        for word, _, rest in [line.partition(" ")]
    ]


def test_the_service_is_hardened(analyze: str) -> None:
    command = [analyze, "security", "--offline=true", "--no-pager", str(DEPLOY / "egne-ord.service")]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    (found,) = re.findall(r"exposure level for egne-ord\.service: ([\d.]+)", said)
    print(f"\nexposure {found} of 10", end="")
    assert float(found) <= EXPOSURE_MAX


def test_the_service_has_no_mistake_that_systemd_knows(analyze: str, tmp_path: Path) -> None:
    text = (DEPLOY / "egne-ord.service").read_text()
    program = "/opt/egne-ord/current/bin/egne-ord"
    assert text.count(program) == 1
    (unit := tmp_path / "egne-ord.service").write_text(text.replace(program, "/bin/true"))
    said = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in said.stderr.splitlines() if "egne-ord.service" in line] == []
    unit.write_text(
        text.replace("/opt/egne-ord/current/bin/egne-ord", "/bin/true").replace("NoNewPriv", "NoNewPrv")
    )
    said = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "NoNewPrv" in said.stderr, "a mistake is found"


def test_the_settings_for_two_machines_are_those_of_one_and_what_they_share() -> None:
    one, two = (settings_in(folder / "egne-ord.env") for folder in (DEPLOY, DEPLOY / "two-machines"))
    assert {name: two[name] for name in one} == one
    assert set(two) - set(one) == {"HOST", "PORT", "EGNE_ORD_STORE", "EGNE_ORD_REDIS"}
    settings = settings_from(two)
    assert settings.store.startswith("postgresql://") and settings.redis.startswith("redis://")
    assert f"{settings.host}:{settings.port}" in (DEPLOY / "two-machines/Caddyfile").read_text()


def test_the_settings_of_the_containers_are_valid() -> None:
    text = (DEPLOY / "two-machines/compose.yaml").read_text()
    filled = re.sub(r"\$\{EGNE_ORD_ORIGIN:\?\}", "https://egneord.example", text)
    filled = re.sub(r"\$\{\w+:[?-]\}", "", filled)
    found = dict(re.findall(r'(?m)^    (EGNE_ORD_\w+): "?([^"\n]*)"?$', filled))
    assert len(found) == 6
    settings = settings_from(found)
    assert (settings.proxies, settings.workers, settings.origin) == (1, 2, "https://egneord.example")
    images = re.findall(r"(?m)^ +image: (\S+)$", text)
    assert images and [name for name in images if REGISTRY_HOST.search(name)] == []
    assert set(re.findall(r"(?m)^    command: \[([\w-]+)", text)) - set(COMMANDS) == {"redis-server"}
    proxied = re.findall(r"127\.0\.0\.1:\d+", text)
    assert {port.rpartition(":")[2] for port in proxied} == {"8001", "8002"}


def test_the_settings_of_the_service_are_valid_and_inside_its_folder() -> None:
    values = settings_in(DEPLOY / "egne-ord.env")
    settings = settings_from(values)
    assert (settings.proxies, settings.origin) == (1, "https://egneord.example")
    assert {settings.data.parent, settings.build.parent} == {Path("/var/lib/egne-ord")}
    assert all(shlex.split(text) == [text] for text in values.values()), "the command reads it with a shell"


def test_the_command_reads_settings_as_systemd_does_and_the_caller_comes_first(tmp_path: Path) -> None:
    """Threat: a shell ends the address of a database at its `&`, and the command works on the folder."""
    address = "postgresql://egneord:a$HOME`id`b;c@db,db2/egneord?sslmode=require&connect_timeout=2"
    (tmp_path / "env").write_text(
        f"# A comment\n\nHOST=10.0.0.11\nEGNE_ORD_STORE={address}\nEGNE_ORD_CONTACT='mailto:a@b.example'\n"
        'EGNE_ORD_HOST_NAME="Huset i gården"\nEGNE_ORD_DATA=/a\nEGNE_ORD_REDIS=redis://:b@c/0'
    )
    (stub := tmp_path / "runuser").write_text('#!/bin/sh\necho "$@"\nenv\n')
    stub.chmod(0o755)
    script = (DEPLOY / "egne-ord.sh").read_text().replace("/etc/egne-ord.env", str(tmp_path / "env"))
    given = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "EGNE_ORD_DATA": "/b c", "EGNE_ORD_REDIS": ""}
    command = ["/bin/sh", "-c", script, "sh", "check", "x y"]
    said = subprocess.run(command, env=given, capture_output=True, text=True, check=True).stdout
    assert said.startswith("-u egne-ord -- /opt/egne-ord/current/bin/egne-ord check x y\n")
    found = dict(line.split("=", 1) for line in said.splitlines()[1:])
    assert {name: text for name, text in found.items() if name.startswith(("EGNE", "HOST"))} == {
        "HOST": "10.0.0.11", "EGNE_ORD_STORE": address, "EGNE_ORD_CONTACT": "mailto:a@b.example",
        "EGNE_ORD_HOST_NAME": "Huset i gården", "EGNE_ORD_DATA": "/b c", "EGNE_ORD_REDIS": "",
    }  # fmt: skip


def test_the_container_runs_as_a_user_of_its_own_and_is_looked_after() -> None:
    found = instructions((DEPLOY / "Containerfile").read_text())
    last = dict(found)
    assert last["USER"].isdigit() and int(last["USER"]) > 0, "a number, so that a cluster can check it"
    assert "/healthz" in last["HEALTHCHECK"]
    assert json.loads(last["ENTRYPOINT"]) == ["egne-ord"]
    assert json.loads(last["CMD"])[0] in COMMANDS
    images = [rest.split()[0] for word, rest in found if word == "FROM"]
    assert [name for name in images if REGISTRY_HOST.search(name) or "@" in name] == []
    assert not re.search(r"amd64|x86|arm64|aarch64|--platform", (DEPLOY / "Containerfile").read_text())
    assert settings_from(dict(re.findall(r"(EGNE_ORD_\w+|HOST)=(\S+)", last["ENV"]))).host == "0.0.0.0"


def test_every_proxy_closes_idle_connections_before_the_server_does() -> None:
    """Threat: the server closes one as a request comes, and a visitor gets 502."""
    proxied = {
        "Caddyfile": r"transport http \{[^}]*keepalive (\d+)s",
        "nginx.conf": r"keepalive_timeout (\d+)s",
    }
    files = [path for name in proxied for path in DEPLOY.rglob(name)]
    assert len(files) == 4
    for path in files:
        text = re.sub(r"(?m)#.*$", "", path.read_text())
        upstreams = len(re.findall(r"\breverse_proxy\b|\bupstream\b", text))
        seconds = [int(found) for found in re.findall(proxied[path.name], text)]
        assert len(seconds) == upstreams and all(each < KEPT_SECONDS for each in seconds), path


def test_the_walk_uses_every_file_and_only_files_that_a_release_holds() -> None:
    steps = dict(blocks_of(PAGE))
    assert [name.partition(".")[0] for name in steps] == ["1", "2", "3", "4", "5", "6", "8"]
    named = set(re.findall(r"deploy/([\w.-]+\w)", PAGE))
    assert named == {path.name for path in DEPLOY.iterdir()}
    commands = set(re.findall(r"(?m)^egne-ord ([\w-]+)", "\n".join(steps.values())))
    assert {"show-config", "doctor"} <= commands <= set(COMMANDS)


def test_the_manuals_install_nothing_by_a_name_from_an_index() -> None:
    """Threat: nobody holds the name egne-ord there, so anybody may take it."""
    pages = "".join((ROOT / name).read_text() for name in DOCUMENTS)
    assert [line for line in re.findall(r"pip install.*", pages) if "requirements.lock" not in line] == []
