"""Schemathesis drives every operation of docs/openapi.yaml: no fault, and no answer that is not described."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, seed
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from api_description import check_parts, description, operations, validator
from share_client import ShareClient
from share_makers import NOTE_SIZES, new_note
from storage_makers import SIZES, new_sealed
from sweeps import SEED, fuzzing
from vault_client import VaultClient

EXAMPLES = 60
"""For each operation and mode in `bench/run sweeps`; a quarter of it in `bin/test`."""
EXPECTED_FAULTS = {503, 507}
"""What a full store answers is no fault."""
REACHED = 0.8
"""At least this share of requests gets past address and token, to what the operation itself checks."""
UNKNOWN = {401, 404}
EVERYTHING = "everything"
"""The word that a phone sends for a token while it erases everything."""
MAKE_SHARE = ("/api/v1/shares/{share}", "PUT")
SCHEMAS = {"push": "Push", "makeShare": "NewShare", "answerShare": "NewNote"}

schemathesis.openapi.format("sealed", st.sampled_from([new_sealed(size) for size in SIZES]))
schemathesis.openapi.format("sealed-note", st.sampled_from([new_note(size) for size in NOTE_SIZES]))


class Living:
    """A vault and a share that exist before each request, whatever the one before did to them."""

    def __init__(self, app: Flask) -> None:
        self.vault, self.share = VaultClient(app), ShareClient(app)

    def aim(self, case: Any) -> None:
        """Turn a request into one for what exists, with its token."""
        token = EVERYTHING if case.path.endswith("/erase") else self.share.token
        if "{vault}" in case.path:
            assert self.vault.send("PUT").status_code in (200, 201)
            case.path_parameters, token = {"vault": self.vault.vault}, self.vault.token
        elif "{share}" in case.path:
            assert self.share.put().status_code == 201
            case.path_parameters = {"share": self.share.id}
        case.headers = {"Authorization": f"Bearer {token}"}


def is_valid(operation: str, body: object) -> bool:
    """Whether the description allows this body, with each record once and no integer written as 1.0."""
    if isinstance(body, bytes) or not validator(f"#/components/schemas/{SCHEMAS[operation]}").is_valid(body):
        return False
    assert isinstance(body, dict)
    records = body["records"] if operation == "push" else []
    numbers = [body.get("expires_in", 0), *(record["base"] for record in records)]
    is_each_once = len({record["id"] for record in records}) == len(records) <= 100
    return is_each_once and not any(isinstance(number, float) for number in numbers)


def accepts(case: Any, status: int) -> None:
    """Fails if a good body is called bad, or a bad one is stored."""
    operation = case.operation.definition.raw["operationId"]
    if operation in SCHEMAS and status not in UNKNOWN:
        if is_valid(operation, case.body):
            assert status not in (400, 415), case.body  # 413: what nobody knows may make it too large
        else:
            assert status in (400, 413, 415), case.body


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), operations())
def test_every_answer_to_any_request_is_described(
    app: Flask, path: str, method: str, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(description())
    schema.app = app
    operation, living, seen = schema[path][method.lower()], Living(app), Counter[int]()
    if mode == GenerationMode.NEGATIVE and "{" not in path:
        return  # it takes nothing that could be wrong

    @seed(SEED)
    @fuzzing(EXAMPLES)
    @given(operation.as_strategy(generation_mode=mode))
    def drive(case: Any) -> None:
        if is_aimed := seen.total() % 10 != 9:
            living.aim(case)
        answer = case.call()
        assert answer.status_code < 500 or answer.status_code in EXPECTED_FAULTS
        headers = {name.title(): values[0] for name, values in answer.headers.items()}
        headers["WWW-Authenticate"] = headers.get("Www-Authenticate", "")
        check_parts(method, path, answer.status_code, headers, answer.content)
        seen[answer.status_code] += 1
        if is_aimed:
            accepts(case, answer.status_code)

    drive()
    reached = sum(count for status, count in seen.items() if status not in UNKNOWN)
    assert reached >= REACHED * seen.total(), seen


def spoilt(body: bytes, at: int, by: bytes, how: str) -> bytes:
    """A body that is truncated, has some bytes more, has other bytes, or is deep."""
    at %= len(body) + 1
    if how == "deep":
        return by[:1] * 2_000 + body
    return (
        body[:at]
        + (b"" if how == "cut" else by)
        + (b"" if how == "cut" else body[at + len(by) * (how == "other") :])
    )


@seed(SEED)
@fuzzing(600)
@given(
    st.sampled_from(
        sorted(key for key in operations() if ("{" in key[0] and key[1] == "POST") or key == MAKE_SHARE)
    ),
    st.integers(0, 10_000),
    st.binary(min_size=1, max_size=4)
    | st.sampled_from([b"[", b'{"records":', b"\xff", b"\0", b"1e999", b"\\ud800"]),
    st.sampled_from(["cut", "more", "other", "deep"]),
    st.sampled_from(
        ["application/json", "application/json; charset=x", "application/json;", "text/plain", "\xff"]
    ),
)
def test_any_bytes_as_a_body_are_refused_in_words(
    app: Flask, operation: tuple[str, str], at: int, by: bytes, how: str, kind: str
) -> None:
    living = Living(app)
    path, method = operation
    sent = {"sealed": new_note() if "notes" in path else new_sealed(), "expires_in": 3600}
    body = {"records": [{"id": "A" * 22, "base": 0, **sent}]} if "vault" in path else sent
    living.vault.send("PUT")
    living.share.put()
    client = living.vault if "vault" in path else living.share
    full = path.replace("{share}", living.share.id).replace("{vault}", living.vault.vault)
    answer = VaultClient(app, token=client.token).send(
        method, full, spoilt(json.dumps(body).encode(), at, by, how), Content_Type=kind
    )
    assert answer.status_code in (200, 201, 400, 409, 413, 415)
