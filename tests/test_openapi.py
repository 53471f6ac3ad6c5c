"""docs/openapi.yaml is true: it has every route, method, error and limit of `/api/v1`, and no other."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api_description import AUTOMATIC, PREFIX, Undescribed, check, description, operations, resolved
from share_client import ShareClient
from storage.shares.interface import SHARE_SECONDS_MAX, SHARE_SECONDS_MIN
from vault_client import VaultClient, new_record, problem
from webapp.api.problems import BY_STATUS, FAILED, PROBLEMS
from webapp.api.share_validation import NOTE_SIZES
from webapp.api.validation import INTEGER_MAX, PULL_RECORDS_MAX, SEALED_TEXTS

METHODS = {"GET", "PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND"}


def routes(app: Flask) -> set[tuple[str, str]]:
    """The paths of the URL map below /api, as the description writes them, with their methods."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    return {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method)
        for rule in rules
        for method in (rule.methods or set()) - AUTOMATIC
    }


def test_it_describes_every_route_and_method_and_no_other(app: Flask) -> None:
    assert routes(app) == set(operations())
    assert all(path.startswith(f"{PREFIX}/") for path, _ in operations())
    ids = [operation["operationId"] for operation in operations().values()]
    assert len(set(ids)) == len(ids) > 9


def test_every_error_of_the_table_is_described_under_its_status() -> None:
    described: dict[int, set[str]] = {}
    for operation in operations().values():
        for status, node in operation["responses"].items():
            if int(status) >= 400:
                codes = resolved(node)["description"].partition(":")[0]
                described.setdefault(int(status), set()).update(re.split(r", | or ", codes))
    expected: dict[int, set[str]] = {}
    for row in {*PROBLEMS.values(), FAILED}:
        expected.setdefault(row.status, set()).add(row.code)
    assert described == expected
    assert {*BY_STATUS, FAILED.status} == {*expected, 405}


def test_its_limits_are_those_of_the_code() -> None:
    schemas = description()["components"]["schemas"]
    lengths = {
        kind: {one["minLength"] for one in schemas[kind]["anyOf"]} for kind in ("Sealed", "SealedNote")
    }
    assert lengths == {"Sealed": SEALED_TEXTS, "SealedNote": {(size * 4 + 2) // 3 for size in NOTE_SIZES}}
    seconds = schemas["NewShare"]["properties"]["expires_in"]
    assert (seconds["minimum"], seconds["maximum"]) == (SHARE_SECONDS_MIN, SHARE_SECONDS_MAX)
    base = schemas["Push"]["properties"]["records"]["items"]["properties"]["base"]
    assert (schemas["Count"]["maximum"], base["maximum"]) == (INTEGER_MAX, INTEGER_MAX - 1)
    since, limit = (
        one["schema"] for one in operations()[f"{PREFIX}/vaults/{{vault}}/records", "GET"]["parameters"]
    )
    assert (since["maximum"], limit["maximum"]) == (INTEGER_MAX, PULL_RECORDS_MAX)


def test_a_token_is_asked_for_where_the_description_says_so(app: Flask) -> None:
    share, vault = ShareClient(app).make().id, VaultClient(app).make().vault
    for (path, method), operation in operations().items():
        full = path.replace("{share}", share).replace("{vault}", vault)
        answer = VaultClient(app).send(method, full, Authorization="")
        assert (answer.status_code == 401) == ("security" not in operation), (method, path)


@pytest.mark.parametrize("path", sorted({path for path, _ in operations()}))
def test_a_method_that_it_does_not_name_is_not_allowed(app: Flask, path: str) -> None:
    named = {method for known, method in operations() if known == path}
    client = VaultClient(app)
    full = path.replace("{share}", "A" * 22).replace("{vault}", "A" * 22)
    for method in METHODS - named:
        answer = client.send(method, full)
        assert problem(answer) == (405, "method-not-allowed")
        assert set(answer.headers["Allow"].split(", ")) == named | ({"HEAD"} if "GET" in named else set()) | {
            "OPTIONS"
        }


DIFFERENCES: dict[str, Callable[[TestResponse], object]] = {
    "Cache-Control": lambda answer: answer.headers.set("Cache-Control", "public"),
    "text/html": lambda answer: answer.headers.set("Content-Type", "text/html"),
    "418": lambda answer: setattr(answer, "status_code", 418),
    "is a required": lambda answer: answer.set_data(answer.data.replace(b'"more"', b'"less"')),
    "does not match": lambda answer: answer.set_data(answer.data.replace(b'"epoch":"', b'"epoch":"=')),
}
"""What may be wrong with an answer to a pull, by what the check says about it."""


@pytest.mark.parametrize("says", DIFFERENCES)
def test_an_answer_that_differs_from_the_description_is_found(app: Flask, says: str) -> None:
    client = VaultClient(app).make()
    client.push(new_record())
    path = f"{PREFIX}/vaults/{client.vault}/records"
    answer = client.send("GET", path)
    check("GET", path, answer)
    DIFFERENCES[says](answer)
    with pytest.raises(Undescribed, match=says):
        check("GET", path, answer)
