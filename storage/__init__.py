"""Where the server stores vaults, reminders and shares: three interfaces, each with its contract tests.

Each package has the same modules: `interface` (data and protocol), `rules` (pure transitions), `memory` (the
shortest implementation), `tinydb` (the default one), `file` (the file format), `check` (the integrity check).
"""

PARTS = 256
"""Every store is divided into this many parts, by the first byte of an id; a sweep covers one part."""
