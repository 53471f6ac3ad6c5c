"""Debians with systemd on a network of their own: namespaces of this machine, each with its own file system.

Needs root. Each writes into a layer of its own over one Debian that stays as it is. Packages come over the
network of this machine; everything else sees `10.0.0.0/24` alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

COMMAND_SECONDS_MAX = 600
START_SECONDS_MAX = 60
END_SECONDS_MAX = 30
BRIDGE, NETWORK = "egneordbr", "10.0.0"
CERTIFICATES = "registries.pem"
INIT = """
set -eu
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$HERE/layer,workdir=$HERE/work" "$HERE/root"
cd "$HERE/root"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for name in null zero full random urandom tty; do
  touch dev/$name
  mount --bind /dev/$name dev/$name
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for pair in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/${pair%:*} dev/${pair#*:}; done
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t tmpfs -o mode=755 tmpfs run
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount --bind proc/sys proc/sys
mount -o remount,ro,bind proc/sys
mkdir -p release .before
mount --bind "$RELEASE" release
hostname "$NAME"
pivot_root . .before
umount -l /.before
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
"""
"""Run in new namespaces. `proc/sys` is read only, so that no setting of this machine's kernel is changed."""


def system(*command: str) -> str:
    """Run a program of this machine, and return what it prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Debian:
    """One machine. `number`: the last part of its address."""

    def __init__(self, lab: Path, base: Path, release: Path, name: str, number: int) -> None:
        self.name, self.address = name, f"{NETWORK}.{number}"
        self._here, self._net = lab / name, f"egneord{number}"
        self._group = lab / "cgroup" / self._net
        self._given = {"HERE": str(self._here), "BASE": str(base), "RELEASE": str(release), "NAME": name}
        self._process: subprocess.Popen[bytes] | None = None
        self._init = 0
        for folder in ("layer/etc", "work", "root"):
            (self._here / folder).mkdir(parents=True)
        self._prepare(self._here / "layer")
        self._connect(number)

    def _prepare(self, layer: Path) -> None:
        (layer / "etc/hostname").write_text(f"{self.name}\n")
        (layer / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {self.name}\n")
        for name in ("resolv.conf", "pip.conf"):
            if (file := Path("/etc", name)).exists():
                shutil.copyfile(file, layer / "etc" / name)
        if certificates := os.environ.get("PIP_CERT"):
            shutil.copyfile(certificates, layer / CERTIFICATES)

    def _connect(self, number: int) -> None:
        system("ip", "netns", "add", self._net)
        system(
            *("ip", "link", "add", self._net, "type", "veth"), *("peer", "name", "eth0", "netns", self._net)
        )
        system("ip", "link", "set", self._net, "master", BRIDGE, "up")
        for command in (
            f"addr add {NETWORK}.{number}/24 dev eth0",
            "link set eth0 up",
            "link set lo up",
        ):
            system("ip", "-n", self._net, *command.split())

    def start(self) -> None:
        """Boot it, and wait until systemd takes commands."""
        self._group.mkdir(exist_ok=True)
        system("ip", "link", "set", self._net, "up")
        inner = ["unshare", "-m", "-p", "-u", "-i", "-C", "--fork", "--kill-child", "sh", "-c", INIT]
        enter = f'echo $$ > "{self._group}/cgroup.procs"; exec nsenter --net=/run/netns/{self._net} "$@"'
        with (self._here / "boot.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", enter, "sh", *inner], env={**os.environ, **self._given},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._is_up():
            assert time.monotonic() < deadline, (self._here / "boot.log").read_text()
            time.sleep(0.1)

    def _is_up(self) -> bool:
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if not children:
            return False
        self._init = int(children[0])
        state = ["systemctl", "is-system-running"]
        found = subprocess.run([*self._inside(), *state], capture_output=True, text=True, check=False)
        return found.stdout.strip() in {"running", "degraded"}

    def _inside(self, is_for_packages: bool = False) -> list[str]:
        """What begins a command there. `is_for_packages`: with the network of this machine."""
        names = ["-m", "-p", "-u", "-i", "-C", *([] if is_for_packages else ["-n"])]
        given = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]
        given += ["LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"]
        if "PIP_CERT" in os.environ:
            given.append(f"PIP_CERT=/{CERTIFICATES}")
        return ["nsenter", "-t", str(self._init), *names, "env", "-i", *given]

    def run(self, commands: str, *, is_for_packages: bool = False) -> str:
        """Run commands as root in the folder of the release, up to the first that fails. What they print."""
        script = f"set -eu\ncd /release\n{commands.replace('apt-get install', 'apt-get install -y -qq')}"
        done = subprocess.run(
            [*self._inside(is_for_packages), "sh", "-c", script], stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=COMMAND_SECONDS_MAX, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{self.name}: {commands}\n{done.stdout}"
        return done.stdout

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._init > 0

    def power_off(self) -> None:
        """End every process of it at once; packets to it are lost."""
        system("ip", "link", "set", self._net, "down")
        if self._process and self._init:
            os.kill(self._init, signal.SIGKILL)
            self._process.wait()
        self._init = 0

    def remove(self) -> None:
        """Power it off for good."""
        self.power_off()
        for kind in ("link", "netns"):  # the link by itself: an ending process may keep the namespace
            subprocess.run(["ip", kind, "delete", self._net], check=False)
        deadline = time.monotonic() + END_SECONDS_MAX
        while self._group.exists() and time.monotonic() < deadline:
            for folder in sorted(self._group.rglob("*/"), key=lambda path: -len(path.parts)):
                with suppress(OSError):  # its processes are still ending
                    folder.rmdir()
            with suppress(OSError):
                self._group.rmdir()
            time.sleep(0.05)


@contextmanager
def network_of(lab: Path, visitors: range) -> Iterator[None]:
    """The bridge between the machines, on which this one has the addresses of visitors."""
    (lab / "cgroup").mkdir()
    system("mount", "-t", "cgroup2", "none", str(lab / "cgroup"))
    system("ip", "link", "add", BRIDGE, "type", "bridge")
    try:
        for number in visitors:
            system("ip", "addr", "add", f"{NETWORK}.{number}/24", "dev", BRIDGE)
        system("ip", "link", "set", BRIDGE, "up")
        yield
    finally:
        subprocess.run(["ip", "link", "delete", BRIDGE], check=False)
        subprocess.run(["umount", str(lab / "cgroup")], check=False)
