"""The command `egne-ord`, also `python -m webapp.cli`: what a host runs, listed by `egne-ord` alone."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable

from webapp.commands.check import check
from webapp.commands.doctor import doctor
from webapp.commands.restore import restore
from webapp.commands.send import send
from webapp.commands.serve import serve
from webapp.commands.show_config import show_config
from webapp.commands.sweep import sweep
from webapp.config import ImpossibleSetting, settings_from
from webapp.push.vapid import DamagedKey

COMMANDS: dict[str, Callable[..., int]] = {
    "serve": serve,
    "check": check,
    "sweep": sweep,
    "send-reminders": send,
    "restore": restore,
    "show-config": show_config,
    "doctor": doctor,
}
ALIASES = {"send": "send-reminders"}
"""Names of earlier versions."""
WITH_A_FOLDER = {"restore"}
"""Commands that take one argument."""
OPTIONS = {"doctor": {"--network"}}
"""What a command may be given besides."""


def usage() -> str:
    """The list of commands: the sentence at the top of the file of each."""
    lines = ["Usage: egne-ord COMMAND"]
    for name, command in COMMANDS.items():
        taken = ["COPY"] * (name in WITH_A_FOLDER) + [f"[{option}]" for option in OPTIONS.get(name, ())]
        module = inspect.getmodule(command)
        sentence = str(module and module.__doc__).partition("\n")[0].partition(": ")[2]
        lines.append(f"  {' '.join([name, *taken]):<20} {sentence}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    name, given = (arguments or [""])[0], arguments[1:]
    name = ALIASES.get(name, name)
    wanted = [each for each in given if each not in OPTIONS.get(name, ())]
    if name not in COMMANDS or len(wanted) != (name in WITH_A_FOLDER):
        print(usage(), file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](settings_from(), *given)
    except (ImpossibleSetting, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2


def run() -> None:
    """The program `egne-ord`."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
