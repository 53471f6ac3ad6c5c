"""A push whose body the server has read already: the view asks the store once, and answers the same."""

from __future__ import annotations

import pytest
from flask import Flask

from vault_client import JSON, VaultClient, new_record, problem
from webapp.api.validation import BODY_IS_HERE
from webapp.security import BODY_MAX_BYTES


@pytest.fixture
def client(app: Flask) -> VaultClient:
    return VaultClient(app).make()


@pytest.mark.parametrize("is_here", [False, True], ids=["a body to wait for", "a body that is here"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", JSON),
        (b"[]", JSON),
        (b'{"records": []}', JSON),
        (b'{"records": [{"id": "a", "base": 0, "sealed": ""}]}', JSON),
        (b'{"records": [{}' + b", {}" * 100 + b"]}", JSON),
        (b"{}", "text/plain"),
        (b"a" * (BODY_MAX_BYTES + 2), JSON),
    ],
)
def test_a_stranger_hears_nothing_of_what_is_wrong_with_a_push(
    client: VaultClient, body: bytes, kind: str, is_here: bool
) -> None:
    """A server that has the body already looks at it first, and still says the same."""
    environ = {BODY_IS_HERE: True} if is_here else {}
    path = f"/api/v1/vaults/{client.vault}/records"
    answers = {
        token: client.app.test_client(use_cookies=False).post(
            path, data=body, content_type=kind, headers={"Authorization": f"Bearer {token}"},
            environ_base={"REMOTE_ADDR": client.address, **environ},
        )
        for token in (client.token, VaultClient(client.app).token)
    }  # fmt: skip
    own, strange = answers.values()
    assert own.status_code in {400, 413, 415}
    assert problem(strange) == (401, "unauthorized")


def test_a_body_that_is_here_is_stored_or_refused_as_any_other(client: VaultClient) -> None:
    record = new_record()
    stranger = VaultClient(client.app).token
    for token, base, status in (
        (client.token, 0, 200), (client.token, 0, 409), (stranger, 1, 401), (client.token, 1, 200),
    ):  # fmt: skip
        answer = client.app.test_client(use_cookies=False).post(
            f"/api/v1/vaults/{client.vault}/records",
            json={"records": [{**record, "base": base}]},
            headers={"Authorization": f"Bearer {token}"},
            environ_base={BODY_IS_HERE: True},
        )
        assert answer.status_code == status
    assert [(each["id"], each["rev"]) for each in client.pull()["records"]] == [(record["id"], 2)]
