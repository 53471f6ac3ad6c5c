"""Takes commands out of the manuals, and runs them on a Debian as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.debians import Debian
from webapp.config import ROOT

NAME, PASSWORD = "egne.test", "PASSWORD"
"""What a host writes instead of the name and the passwords of the manuals."""
PACKAGES = re.compile(r"apt-get|pip install")


def blocks(page: str, heading: str = "") -> list[str]:
    """The commands of a section, or of what stands before the first one, each block of them by itself."""
    text = (ROOT / "docs" / page).read_text()
    if heading:
        text = text.partition(f"\n## {heading}\n")[2]
    found = re.findall(r"(?:^ {4}.*\n)+", text.partition("\n## ")[0] + "\n", re.M)
    assert found, f"{page} has no commands below {heading!r}"
    return [re.sub(r"(?m)^ {4,7}(?=\S)", "", block) for block in found]


def block_with(word: str, page: str, heading: str = "") -> str:
    """The only block of a section that has this word."""
    (found,) = [block for block in blocks(page, heading) if word in block]
    return found


def by_machine(block: str) -> Iterator[tuple[str, str]]:
    """Parts of a block that begin with a line such as `# at 10.0.0.21`: the address, and the commands."""
    for part in re.split(r"(?m)^(?=# at )", block)[1:]:
        head, _, commands = part.partition("\n")
        yield head.split()[2].rstrip(","), commands


def taken(machine: Debian, commands: str) -> str:
    """Run each command; a password is typed where one is asked for. Returns what they print."""
    said = ""
    text = commands.replace("YOUR.NAME", NAME)
    text = text.replace("password@db.example", f"{PASSWORD}@10.0.0.21")
    exports = ""
    for command in re.findall(r"(?:.*\\\n)*.+", text):
        if command.startswith("export "):
            exports += f"{command}\n"
            continue
        typed = f"printf '{PASSWORD}\\n{PASSWORD}\\n' | " if "--pwprompt" in command else ""
        said += machine.run(exports + typed + command, is_for_packages=bool(PACKAGES.search(command)))
    return said
