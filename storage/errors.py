"""What the disk refuses is said in the store's own words."""

from __future__ import annotations

from storage.vaults.interface import Busy


class _SaidAsBusy:
    """Turns an OSError into Busy, whose cause it stays."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise Busy from error


SAID_AS_BUSY = _SaidAsBusy()
