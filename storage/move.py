"""Moves everything from one place to another while servers use the old one, and read only towards the end.

The steps can be killed at any point and run again:

1. The new place, which is empty, is marked as unfinished, so that no server begins to use it.
2. Everything is copied while servers go on with the old place.
3. The old place takes no more changes. Senders end what they have begun.
4. Passes through both mend what changed meanwhile, until one finds them to be the same.
5. Keys and the clock's record are copied, and the new place is opened.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from storage.interface import KEY, OLD_KEY, OPEN, READ_ONLY, UNFINISHED
from storage.place import Stores
from storage.reminders.interface import LEASE_SECONDS
from storage.reminders.rules import find_waiting
from storage.transfer import KINDS, Compared, Transfer, is_empty

PASSES_MAX = 5
"""After the old place was closed. The first mends what changed before, the second finds nothing to mend."""
LOOK_SECONDS = 1.0


class CannotMove(Exception):
    """The move was not begun, or cannot be ended; the message is a sentence for the host."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `say` gets a sentence for each step, `tick` what Transfer gives."""

    here: Stores
    there: Stores
    say: Callable[[str], None]
    tick: Callable[[str, int], None] = lambda kind, count: None
    clock: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep

    def run(self) -> dict[str, Compared]:
        """Move, and return what both places hold. Raises CannotMove, Busy, Damaged, OSError."""
        with self.there.gate.held():
            self._begin()
            self._copy()
            self.here.gate.set(READ_ONLY)
            self.say("The old place takes no more changes.")
            self._wait_for_senders()
            found = self._until_same()
            for name in (OLD_KEY, KEY):
                self.there.keys.put(name, self.here.keys.get(name))
            if (record := self.here.clock.stored()) is not None:
                self.there.clock.take_in(record)
            self.there.gate.set(OPEN)
        return found

    def _begin(self) -> None:
        if self.here.gate.state() == UNFINISHED:
            raise CannotMove("A move into the first place has not ended, so that it lacks something.")
        state = self.there.gate.state()
        if state == READ_ONLY or (state == OPEN and not is_empty(self.there)):
            raise CannotMove("The second place is not empty. Name a new one.")
        self.there.gate.set(UNFINISHED)

    def _copy(self) -> dict[str, Compared]:
        transfer = Transfer(self.here, self.there, tick=self.tick)
        return {kind: transfer.pass_through(kind) for kind in KINDS}

    def _until_same(self) -> dict[str, Compared]:
        for _ in range(PASSES_MAX):
            found = self._copy()
            if all(each.is_same for each in found.values()):
                return found
        raise CannotMove("The two places stay different: somebody changes one of them. Run it again.")

    def _wait_for_senders(self) -> None:
        """Wait until no push is in progress, so that none is sent again from the new place.

        Each sender's right to a reminder ends after LEASE_SECONDS.
        """
        closed = self.clock()
        for _ in range(int(LEASE_SECONDS / LOOK_SECONDS) + 1):
            if not self._are_sending(closed):
                return
            self.pause(LOOK_SECONDS)

    def _are_sending(self, closed: float) -> bool:
        for entry in self.here.reminders.due():
            reminder = find_waiting(self.here.reminders.get(entry.name), entry)
            if reminder and self.clock() < reminder.try_after <= closed + LEASE_SECONDS:
                return True
        return False


def open_again(here: Stores) -> bool:
    """Let servers change a place again that was moved; whether it was closed. Raises Busy.

    What happened in the new place meanwhile is not in it.
    """
    if here.gate.state() != READ_ONLY:
        return False
    here.gate.set(OPEN)
    return True
