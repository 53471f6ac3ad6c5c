"""The walk to two app servers on one database, by the manuals alone: `bench/run walk --two-machines`.

Five Debians with systemd. A host who has one server with a folder moves it into PostgreSQL, adds a second
server, a proxy and a copy, loses machines while phones push, and goes back to a folder.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from bench.debians import NETWORK, Debian, network_of
from bench.walk_pages import NAME, block_with, blocks, by_machine, taken
from bench.walk_visitors import VISITORS, asked, crowd
from bench.walk_words import LeftWords

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from pushing_phones import PushingPhone, troubles, wait_for_all, wait_for_trouble

AUTHORITY = "/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"
ONE, TWO = "operating.md", "several-machines.md"
COPY = "A copy that takes over"
SETTINGS = "/etc/egne-ord.env"
MORE = 20
"""Records that each phone must get acknowledged before the next thing fails."""
IS_SYNC = re.compile(r"second +\| sync\n")


class WalkToTwo:
    """The walk. `steps`: the seconds of each step that was taken. `machine`: a Debian, by name and number."""

    def __init__(self, machine: Callable[[str, int], Debian]) -> None:
        self.steps: dict[str, float] = {}
        self.database, self.first = machine("database", 21), machine("first", 11)
        self.second, self.copy = machine("second", 12), machine("copy", 22)
        self.proxy = machine("proxy", 31)
        packages, install, user, service, *_ = blocks(ONE, "From a bare Debian to https")
        self._install = packages.replace(" caddy", "") + install
        self._user, self._service = user, service

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Note how long a step takes."""
        print(f"== {name}", flush=True)
        began = time.monotonic()
        yield
        self.steps[name] = round(time.monotonic() - began, 1)

    def walk(self) -> dict[str, object]:
        """Take every step. Returns what the phones met."""
        words = self.one_server()
        self.move_into_database()
        self.app_servers()
        authority = self.caddy()
        words.expect_behind(f"https://{NAME}", partial(asked, authority=authority))
        with crowd(authority) as phones:
            self.lose_servers(phones)
            self.make_copy()
            self.fail_over(phones)
            self.copy_back(phones)
        self.back_to_folder()
        met = {str(status): count for status, count in troubles(phones).items()}
        return {"records": sum(phone.seq for phone in phones), "answers": met}

    def one_server(self) -> LeftWords:
        """A server with a folder, which these phones reach without a proxy."""
        with self.step("one server with a folder"):
            taken(self.first, self._install)
            self.first.run("(cat deploy/egne-ord.env; echo HOST=10.0.0.11) > /run/single.env")
            taken(self.first, self._user.replace("deploy/egne-ord.env", "/run/single.env"))
            taken(self.first, f"{self._service}sleep 3")
        words = LeftWords(f"http://{self.first.address}:8000", asked)
        words.leave()
        return words

    def move_into_database(self) -> None:
        """The folder goes into a new database."""
        with self.step("a database"):
            taken(self.database, blocks(TWO, "The database, at 10.0.0.21")[0])
        with self.step("the folder is moved into it"):
            said = taken(self.first, block_with("egne-ord move", "postgresql.md"))
            assert "\n1 vaults, the same in both places" in said, said

    def app_servers(self) -> None:
        """The first server becomes one of two."""
        settings, migrate, rules = blocks(TWO, "Each app server, at 10.0.0.11 and 10.0.0.12")
        with self.step("the second app server"):
            single = "install -m 0640 -g egne-ord deploy/egne-ord.env /etc/egne-ord.env\n"
            before, after = self._user.split(single)
            taken(self.second, self._install + before + settings)
            self._edit(self.second)
            taken(self.second, after.replace("egne-ord doctor", "") + migrate + self._service + rules)
            self.expect_well(self.second)
        with self.step("the first app server"):
            taken(self.first, settings)
            self._edit(self.first)
            taken(self.first, f"systemctl restart egne-ord\n{rules}")
            self.expect_well(self.first)

    def _edit(self, machine: Debian, store: str = "") -> None:
        """What a host writes into the settings: the name, the machine's own address, or another store."""
        words = [f"s/egneord.example/{NAME}/", f"s/^HOST=.*/HOST={machine.address}/"]
        if store:
            words = [f"s#^EGNE_ORD_STORE=.*#{store}#"]
        machine.run(f"sed -i '{'; '.join(words)}' {SETTINGS}")

    def name_databases(self, store: str) -> None:
        """Write another address into the settings of both servers, and restart one after the other."""
        for machine in (self.first, self.second):
            self._edit(machine, store)
            machine.run("systemctl restart egne-ord")
            self.expect_well(machine)

    def expect_well(self, machine: Debian) -> None:
        """Check that `doctor` finds nothing wrong."""
        said = machine.run("sleep 4; egne-ord doctor")
        assert "The database takes writes" in said and "Egne ord answers" in said, said
        assert "Redis counts" in said or not self.database.is_on, said

    def caddy(self) -> str:
        """The proxy. Returns the certificate of its CA, which it has instead of a name in DNS."""
        make, look = blocks(TWO, "The proxy, at 10.0.0.31")
        with self.step("the proxy"):
            taken(self.proxy, make)
            self.proxy.run(f"sed -i 's/^{NAME} {{/&\\ntls internal/' /etc/caddy/Caddyfile")
            self.proxy.run(f"systemctl reload caddy; until [ -s {AUTHORITY} ]; do sleep 0.1; done")
            assert len(re.findall("ok", taken(self.proxy, look))) == 2, "both servers are ready"
            return self.proxy.run(f"sleep 3; cat {AUTHORITY}")

    def lose_servers(self, phones: list[PushingPhone]) -> None:
        """One server is killed, then the machine of the other is gone."""
        with self.step("an app server is killed"):
            self.first.run("systemctl kill --signal KILL egne-ord")
            wait_for_all(phones, MORE)
        with self.step("the machine of the other one is gone, and comes back"):
            self.second.power_off()
            wait_for_all(phones, MORE)
            self.second.start()
            self.expect_well(self.second)

    def make_copy(self) -> None:
        """A copy of the database that has everything that is acknowledged."""
        make, address, _ = blocks(TWO, COPY)
        machines = {each.address: each for each in (self.database, self.copy)}
        with self.step("a copy"):
            said = [taken(machines[where], commands) for where, commands in by_machine(make)]
            assert IS_SYNC.search(said[-1]), said[-1]
            self.name_databases(address.strip())

    def fail_over(self, phones: list[PushingPhone]) -> None:
        """The database is gone."""
        with self.step("the database is gone, and its copy takes over"):
            self.database.power_off()
            wait_for_trouble(phones, sum(troubles(phones).values()) + 1)
            taken(self.copy, blocks(TWO, COPY)[2])
            wait_for_all(phones, MORE)

    def copy_back(self, phones: list[PushingPhone]) -> None:
        """The first database becomes the copy of the second."""
        make, address, _ = blocks(TWO, COPY)
        _, (_, commands), (_, wait) = by_machine(make)
        again = "systemctl stop" + commands.partition("systemctl stop")[2]
        with self.step("the first database becomes the copy"):
            self.name_databases(address.strip().replace(f"{NETWORK}.21,", ""))
            self.database.start()
            taken(self.database, again.replace(f"{NETWORK}.21", f"{NETWORK}.22"))
            said = taken(self.copy, wait)
            assert IS_SYNC.search(said), said
            self.name_databases(address.strip())
            wait_for_all(phones, MORE)

    def back_to_folder(self) -> None:
        """A backup is restored, and everything moved, each into a folder."""
        backup = block_with("egne-ord backup", ONE, "From a bare Debian to https").splitlines()[:2]
        with self.step("a backup of the database, restored into a folder"):
            said = taken(self.first, "\n".join(backup) + "\n" + block_with("restore", "postgresql.md"))
            assert f"{len(VISITORS) + 1} vaults, 0 lists of reminders, 0 shares, 0 damages" in said, said
        with self.step("back into a folder"):
            said = self.first.run("egne-ord move EGNE_ORD_STORE /var/lib/egne-ord/back")
            assert f"\n{len(VISITORS) + 1} vaults, the same in both places" in said, said


def walk_to_two(lab: Path, base: Path, release: Path) -> tuple[dict[str, float], dict[str, object]]:
    """Walk with machines over the Debian `base`. Returns the seconds of each step, and what phones met."""
    with network_of(lab, VISITORS), ExitStack() as running:

        def machine(name: str, number: int) -> Debian:
            made = Debian(lab, base, release, name, number)
            running.callback(made.remove)
            made.start()
            return made

        walk = WalkToTwo(machine)
        met = walk.walk()
    return walk.steps, met
