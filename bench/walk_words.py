"""Words on the walk: a vault and a link, stored over https as a phone stores them."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from storage import base64url
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from share_makers import HOUR
from storage_makers import new_id, new_sealed

Open = Callable[[urllib.request.Request], bytes]


class LeftWords:
    """A vault with one record, and a link. `open_` sends a request and returns the body of the answer."""

    def __init__(self, origin: str, open_: Open) -> None:
        self._api, self._open = f"{origin}/api/v1", open_
        self._vault, self._token = os.urandom(16), os.urandom(32)
        self._sealed = new_sealed()
        self.link = new_id()
        """The number of the link."""

    def _send(self, method: str, path: str, body: object = None, token: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {base64url.encode(token)}"
        content = None if body is None else json.dumps(body).encode()
        return self._open(urllib.request.Request(f"{self._api}{path}", content, headers, method=method))

    def leave(self) -> None:
        """Store both. Raises OSError if the server refuses."""
        vault = f"/vaults/{base64url.encode(self._vault)}"
        self._send("PUT", vault, token=self._token)
        record = {"id": new_id(), "base": 0, "sealed": self._sealed}
        self._send("POST", f"{vault}/records", {"records": [record]}, self._token)
        shared = {"sealed": new_sealed(), "expires_in": HOUR}
        self._send("PUT", f"/shares/{self.link}", shared, os.urandom(32))
        assert self._send("GET", f"/shares/{self.link}")

    def expect_in(self, folder: Path) -> None:
        """Check that the record is in a data folder, word for word, and the link is not."""
        page = TinyDBVaults(folder).pull(Access(self._vault, sha256(self._token).digest()), 0, 10)
        assert [record.sealed for record in page.records] == [self._sealed]
        assert not (folder / "shares").exists()

    def expect_behind(self, origin: str, open_: Open) -> None:
        """Check that a phone finds both at this address, and use it from now on."""
        self._api, self._open = f"{origin}/api/v1", open_
        path = f"/vaults/{base64url.encode(self._vault)}/records?since=0"
        page = json.loads(self._send("GET", path, token=self._token))
        assert [record["sealed"] for record in page["records"]] == [self._sealed]
        assert self._send("GET", f"/shares/{self.link}")

    def expect_no_link(self) -> None:
        """Check that nobody can read the link any more."""
        try:
            self._send("GET", f"/shares/{self.link}")
        except urllib.error.HTTPError as error:
            assert error.code == 404, error.code
            return
        raise AssertionError("the link is still there")
