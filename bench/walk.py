"""Walks from a bare Debian to https by the commands of docs/operating.md alone, in a chroot, with seconds.

Needs root, debootstrap and the package registries. A chroot has no systemd: a stand-in for `systemctl` starts
what the unit starts, as its user and with its settings. `--keep FOLDER` uses a Debian that is there already.
`--two-machines` walks on to two app servers, on Debians with systemd (bench/walk_two.py).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from bench.results import store
from bench.walk_reminder import send_a_reminder
from bench.walk_two import walk_to_two
from bench.walk_words import LeftWords
from release.__main__ import release
from webapp.config import ROOT

BEGIN, END = "\n## From a bare Debian to https\n", "\n## "
STEP = re.compile(r"^(\d+)\. \*\*(.+?)\*\*", re.M)
SYSTEMD = "systemd,systemd-sysv,dbus,iproute2,procps,ca-certificates"
NAME = "localhost"
"""Caddy signs for it with a CA of its own."""
AUTHORITY = "root/.local/share/caddy/pki/authorities/local/root.crt"
SERVICE_LOG = "var/log/egne-ord.log"
STEP_SECONDS_MAX = 600
END_SECONDS_MAX = 30
CERTIFICATES = "/registries.pem"
"""Where a Debian finds the CAs of PIP_CERT, if this machine names some."""
PIDS = ("run/walk.pid", "run/caddy.pid")
SYSTEMCTL = """#!/bin/sh
# Stands in for systemd, which no chroot has.
unit=/etc/systemd/system/egne-ord.service
case "$*" in
  daemon-reload) ;;
  'reload caddy') caddy start --config /etc/caddy/Caddyfile --pidfile /run/caddy.pid 2>/var/log/caddy.log ;;
  *' egne-ord' | *' --now egne-ord')
    program=$(sed -n 's/^ExecStart=//p' $unit)
    user=$(sed -n 's/^User=//p' $unit)
    set -a
    . "$(sed -n 's/^EnvironmentFile=//p' $unit)"
    set +a
    if [ -e /run/walk.pid ]; then
      old=$(cat /run/walk.pid)
      kill "$old"
      timeout 30 sh -c "while kill -0 $old 2>/dev/null; do sleep 0.05; done"
    fi
    setsid setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --inh-caps=-all \
      $program > /var/log/egne-ord.log 2>&1 &
    echo $! > /run/walk.pid ;;
  *) echo "no stand-in for: $*" >&2; exit 1 ;;
esac
"""


def blocks_of(page: str) -> Iterator[tuple[str, str]]:
    """Each numbered step of the walk with its commands, in order."""
    walk = page.partition(BEGIN)[2].partition(END)[0]
    parts = re.split(r"(?m)^(?=\d+\. )", walk)[1:]
    for part in parts:
        found = STEP.match(part)
        lines = [line[7:] for line in part.splitlines() if line.startswith(" " * 7)]
        inline = re.findall(r"`(sha256sum [^`]+)`", part)
        if found and (lines or inline):
            yield f"{found[1]}. {found[2].rstrip('.')}", "\n".join([*inline, *lines])


@contextmanager
def mounted(root: Path) -> Iterator[None]:
    """/proc and /dev inside a Debian, as on a machine of its own."""
    with ExitStack() as ends:
        for kind, place in ((["-t", "proc", "proc"], "proc"), (["--rbind", "/dev"], "dev")):
            subprocess.run(["mount", *kind, str(root / place)], check=True)
            subprocess.run(["mount", "--make-rslave", str(root / place)], check=True)
            ends.callback(subprocess.run, ["umount", "-R", str(root / place)], check=False)
        yield


def prepare(root: Path, folder: Path) -> None:
    """Put the release into a Debian, and this machine's own way to the registries."""
    shutil.rmtree(root / "release", ignore_errors=True)
    shutil.copytree(folder, root / "release")
    (stand_in := root / "usr/local/bin/systemctl").write_text(SYSTEMCTL)
    stand_in.chmod(0o755)
    (root / "etc/systemd/system").mkdir(parents=True, exist_ok=True)
    for path in ("etc/resolv.conf", "etc/hosts", "etc/pip.conf"):
        if Path("/", path).exists():
            shutil.copyfile(Path("/", path), root / path)
    if certificates := os.environ.get("PIP_CERT"):
        shutil.copyfile(certificates, root / CERTIFICATES.lstrip("/"))


def inside(root: Path, commands: str) -> None:
    """Run commands as root inside a Debian, in the folder of the release."""
    script = f"set -eu\ncd /release\n{commands.replace('YOUR.NAME', NAME)}"
    kept = {"PIP_CERT": CERTIFICATES} if "PIP_CERT" in os.environ else {}
    environment = {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        **kept,
    }
    environment |= {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    command = [
        "chroot",
        str(root),
        "/bin/sh",
        "-c",
        script.replace("apt-get install", "apt-get install -y -qq"),
    ]
    subprocess.run(command, env=environment, check=True, timeout=STEP_SECONDS_MAX, stdin=subprocess.DEVNULL)


def asked(root: Path, request: str | urllib.request.Request) -> bytes:
    """An answer over https, with the certificate checked. Raises OSError."""
    context = ssl.create_default_context(cafile=root / AUTHORITY)
    handler = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), handler)
    with opener.open(request, timeout=10) as answer:
        return bytes(answer.read())


def answered(root: Path) -> bytes:
    """The service worker, as soon as it is served. Raises OSError."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return asked(root, f"https://{NAME}/sw.js")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def walk(root: Path) -> dict[str, float]:
    """Take every step. Returns the seconds of each."""
    seconds: dict[str, float] = {}

    def take(name: str, commands: str) -> None:
        print(f"\n== {name}\n{commands}", flush=True)
        began = time.monotonic()
        inside(root, commands)
        seconds[name] = round(time.monotonic() - began, 1)

    data, words = root / "var/lib/egne-ord/data", LeftWords(f"https://{NAME}", partial(asked, root))
    for name, commands in blocks_of((ROOT / "docs/operating.md").read_text()):
        if "egne-ord backup" in commands:  # there is something to back up
            began = time.monotonic()
            assert b"const APP =" in answered(root)
            seconds["https answers"] = round(time.monotonic() - began, 1)
            words.leave()
        take(name, commands)
    words.expect_in(root / "var/backups/egne-ord/tried")
    take("doctor", "egne-ord doctor")
    began = time.monotonic()
    send_a_reminder(f"https://{NAME}", partial(asked, root), data)
    seconds["a reminder is set and sent"] = round(time.monotonic() - began, 1)
    take("a link is taken down", f"echo {words.link} | egne-ord remove --link")
    words.expect_no_link()
    take("back to the version before", "ln -sfn 0.1.0 /opt/egne-ord/current; systemctl restart egne-ord")
    began = time.monotonic()
    answered(root)
    seconds["https answers again"] = round(time.monotonic() - began, 1)
    return seconds


def end_services(root: Path) -> None:
    """End what the walk started, by its ids."""
    for file in PIDS:
        if not (root / file).exists():
            continue
        process = int((root / file).read_text())
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS_MAX
        while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        (root / file).unlink(missing_ok=True)


def main() -> int:
    """Print and store the seconds of each step; 0 if the app answered over https."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a Debian made by debootstrap --variant=minbase")
    parser.add_argument("--two-machines", action="store_true", help="walk on to two app servers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or Path(folder) / "debian"
        if not root.exists():
            command = ["debootstrap", "--variant=minbase", f"--include={SYSTEMD}", "bookworm", str(root)]
            subprocess.run(command, check=True)
        release(Path(folder) / "release", int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
        if options.two_machines:
            (lab := Path(folder) / "lab").mkdir()
            seconds, met = walk_to_two(lab, root, Path(folder) / "release")
            report("walk_two", seconds, phones=met)
            return 0
        with mounted(root):
            prepare(root, Path(folder) / "release")
            try:
                seconds = walk(root)
            finally:
                end_services(root)
    report("walk", seconds)
    return 0


def report(name: str, seconds: dict[str, float], **more: object) -> None:
    """Print and store the seconds of each step, and what else was found."""
    seconds["in all"] = round(sum(seconds.values()), 1)
    print("\n".join(f"{value:7.1f} s  {step}" for step, value in seconds.items()), more or "")
    store(name, seconds | more)


if __name__ == "__main__":
    sys.exit(main())
