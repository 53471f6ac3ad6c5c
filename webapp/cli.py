"""Commands for the host: `python -m webapp.cli check`, `sweep`, `send` and `restore`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from webapp.commands.check import check
from webapp.commands.restore import restore
from webapp.commands.send import send
from webapp.commands.sweep import sweep
from webapp.config import ImpossibleSetting, settings_from
from webapp.push.vapid import DamagedKey

COMMANDS: dict[str, Callable[..., int]] = {"check": check, "sweep": sweep, "send": send, "restore": restore}
WITH_A_FOLDER = {"restore"}
"""Commands that take one argument."""


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    name, given = (arguments or [""])[0], arguments[1:]
    if name not in COMMANDS or len(given) != (name in WITH_A_FOLDER):
        print(f"Usage: python -m webapp.cli {'|'.join(COMMANDS)} COPY", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](settings_from(), *given)
    except (ImpossibleSetting, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
