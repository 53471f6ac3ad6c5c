"""The command `egne-ord`, also `python -m webapp.cli`: what a host runs, listed by `egne-ord` alone."""

from __future__ import annotations

import inspect
import logging
import os
import sys
from collections.abc import Callable

from storage.errors import Busy, Damaged
from storage.place import ImpossibleStore
from webapp.commands.backup import backup
from webapp.commands.check import check
from webapp.commands.compare import compare
from webapp.commands.doctor import doctor
from webapp.commands.migrate import migrate
from webapp.commands.move import move
from webapp.commands.remove import remove
from webapp.commands.restore import restore
from webapp.commands.send import send
from webapp.commands.serve import serve
from webapp.commands.show_config import show_config
from webapp.commands.sweep import sweep
from webapp.commands.trouble import sentence
from webapp.config import ImpossibleSetting, settings_from
from webapp.push.vapid import DamagedKey
from webapp.start import ImpossibleStart

COMMANDS: dict[str, Callable[..., int]] = {
    "serve": serve,
    "check": check,
    "sweep": sweep,
    "send-reminders": send,
    "backup": backup,
    "restore": restore,
    "remove": remove,
    "show-config": show_config,
    "doctor": doctor,
    "compare": compare,
    "migrate": migrate,
    "move": move,
}
ALIASES = {"send": "send-reminders"}
"""Names of earlier versions."""
TAKES: dict[str, tuple[str, ...]] = {
    "sweep": ("--dry-run", "--confirm", "--put-back"),
    "backup": ("FOLDER", "--with-shares"),
    "restore": ("COPY", "--over"),
    "remove": ("--link", "--vault"),
    "doctor": ("--network",),
    "move": ("FROM", "TO", "--undo"),
    "compare": ("URL",),
}
"""The arguments of a command, and the options, with which it is called by name."""
HELP = {"help", "--help", "-h"}
LOGGING = {"serve", *ALIASES, *ALIASES.values()}
"""Commands that write a log: of the others, what a library logs is not shown."""
CLOSED, INTERRUPTED = 141, 130
"""Exit codes as of a program that the signals SIGPIPE and SIGINT ended."""


def usage() -> str:
    """The list of commands: the sentence at the top of the file of each."""
    lines = ["Usage: egne-ord COMMAND"]
    for name, command in COMMANDS.items():
        takes = (f"[{each}]" if each.startswith("--") else each for each in TAKES.get(name, ()))
        module = inspect.getmodule(command)
        sentence = str(module and module.__doc__).partition("\n")[0].partition(": ")[2]
        lines.append(f"  {' '.join([name, *takes]):<30} {sentence}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    name, given = (arguments or [""])[0], arguments[1:]
    if HELP & {*arguments[:2]}:
        print(usage())
        return 0
    name = ALIASES.get(name, name)
    options = {each for each in given if each.startswith("--")}
    values = [each for each in given if each not in options]
    takes = TAKES.get(name, ())
    needed = [each for each in takes if not each.startswith("--")]
    if name not in COMMANDS or len(values) != len(needed) or not options <= set(takes):
        print(usage(), file=sys.stderr)
        return 2
    try:
        settings = settings_from()
        named = {each[2:].replace("-", "_"): True for each in options}
        return COMMANDS[name](settings, *values, **named)
    except (ImpossibleSetting, ImpossibleStart, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2
    except ImpossibleStore as error:
        print(f"EGNE_ORD_STORE: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        raise
    except (Busy, Damaged, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 1


def run() -> None:
    """The program `egne-ord`. Whoever closes its output wants no more of it, and Ctrl-C is no fault."""
    if not LOGGING & {*sys.argv[1:2]}:
        # The lines of a library come before the sentence, and may name the database's host.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL + 1)
    try:
        code = main(sys.argv[1:])
        print(end="", flush=True)
    except OSError as error:  # `main` answers all but those of the output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = CLOSED
        if not isinstance(error, BrokenPipeError):
            print(f"The output cannot be written ({error.strerror}).", file=sys.stderr)
            code = 1
    except KeyboardInterrupt:
        print("\nIt was stopped before its end.", file=sys.stderr)
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    run()
