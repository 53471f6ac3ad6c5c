"""Reads docs/openapi.yaml, and checks whether an answer of the server is one that it describes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import yaml
from werkzeug.test import TestResponse

from webapp.config import ROOT

PREFIX = "/api/v1"
AUTOMATIC = {"HEAD", "OPTIONS"}
"""Methods that Flask adds to each route; a description names neither."""


class Undescribed(AssertionError):
    """An answer is not as docs/openapi.yaml says."""


@cache
def description() -> dict[str, Any]:
    """The whole document."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docs/openapi.yaml").read_text())
    return found


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a node says, or what it refers to."""
    if "$ref" not in node:
        return node
    found: Any = description()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return resolved(found)


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """Each operation by its path and its method in capitals."""
    return {
        (path, method.upper()): operation
        for path, item in description()["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def operation_at(method: str, path: str) -> dict[str, Any] | None:
    """The operation that a request asks for, or None."""
    for (template, known), operation in operations().items():
        if known == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]*", template), path.partition("?")[0]):
            return operation
    return None


@cache
def validator(reference: str) -> Any:
    """What validates an instance of the schema at a reference such as `#/components/schemas/Problem`."""
    components = description()["components"]
    return jsonschema_rs.Draft202012Validator({"$ref": reference, "components": components})


def _check_headers(described: dict[str, Any], headers: Mapping[str, str]) -> None:
    for name, node in described.get("headers", {}).items():
        schema, value = resolved(node)["schema"], headers.get(name)
        fits = value is not None and (value.isdecimal() if schema["type"] == "integer" else True)
        if not fits or value != schema.get("const", value):
            raise Undescribed(f"{name} is {value!r}")


def _check_body(node: dict[str, Any], kind: str | None, data: bytes) -> None:
    content = resolved(node).get("content", {})
    if not content:
        if data:
            raise Undescribed("there is a body")
        return
    if kind not in content:
        raise Undescribed(f"the body is {kind}")
    for error in validator(f"{node['$ref']}/content/{kind.replace('/', '~1')}/schema").iter_errors(
        json.loads(data)
    ):
        raise Undescribed(error.message[:300])


def check_parts(method: str, path: str, status: int, headers: Mapping[str, str], data: bytes) -> None:
    """Raises Undescribed if an answer to an operation differs from its description.

    What is no operation is not looked at. `headers`: names as HTTP writes them, or in any case.
    """
    operation = operation_at(method, path)
    if operation is None:
        return
    node = operation["responses"].get(str(status))
    if node is None:
        raise Undescribed(f"{method} {path} answers {status}")
    _check_headers(resolved(node), headers)
    _check_body(node, headers.get("Content-Type"), data)


def check(method: str, path: str, answer: TestResponse) -> None:
    """The same for an answer of Flask's client."""
    check_parts(method, path, answer.status_code, answer.headers, answer.data)
