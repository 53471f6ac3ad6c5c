"""Commands for the host: `python -m webapp.cli check` and so on; docs/operating.md says what each does."""

from __future__ import annotations

import sys
from collections.abc import Callable

from webapp.commands.backup import backup
from webapp.commands.check import check
from webapp.commands.migrate import migrate
from webapp.commands.remove import remove
from webapp.commands.restore import restore
from webapp.commands.send import send
from webapp.commands.sweep import sweep
from webapp.config import ImpossibleSetting, settings_from
from webapp.push.vapid import DamagedKey

COMMANDS: dict[str, Callable[..., int]] = {
    "check": check,
    "sweep": sweep,
    "send": send,
    "backup": backup,
    "restore": restore,
    "remove": remove,
    "migrate": migrate,
}
TAKES: dict[str, tuple[str, ...]] = {
    "backup": ("FOLDER", "--with-shares"),
    "restore": ("COPY", "--over"),
    "remove": ("--link", "--vault"),
}
"""The arguments of a command, and the options, with which it is called by name."""


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    name, given = (arguments or [""])[0], arguments[1:]
    options = {each for each in given if each.startswith("--")}
    values = [each for each in given if each not in options]
    takes = TAKES.get(name, ())
    needed = [each for each in takes if not each.startswith("--")]
    if name not in COMMANDS or len(values) != len(needed) or not options <= set(takes):
        print(_usage(), file=sys.stderr)
        return 2
    try:
        named = {each[2:].replace("-", "_"): True for each in options}
        return COMMANDS[name](settings_from(), *values, **named)
    except (ImpossibleSetting, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2


def _usage() -> str:
    lines = []
    for name in COMMANDS:
        takes = (f"[{each}]" if each.startswith("--") else each for each in TAKES.get(name, ()))
        lines.append(" ".join(["python -m webapp.cli", name, *takes]))
    return "Usage: " + "\n       ".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
