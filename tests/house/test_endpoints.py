"""Closed unless opened, one shape of error, every code said in two languages."""

from __future__ import annotations

import ast
import json
import re
from itertools import product
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.core import error_texts
from app.core.access import MATRIX, Permission, Role
from app.web.api import REGISTRY
from tests.house import source

OUTSIDE_THE_API = {"healthz", "readyz", "shell", "openapi.openapi", "openapi"}
PROBLEM_MEMBERS = {"type", "title", "status", "code", "say", "errors"}


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_endpoint_names_a_permission(bare_app: Flask) -> None:
    unnamed = endpoints(bare_app) - set(REGISTRY) - OUTSIDE_THE_API
    assert not unnamed
    assert all(isinstance(permission, Permission) for permission in REGISTRY.values())


def test_every_permission_is_used_or_granted_to_somebody() -> None:
    open_ones = {Permission.PUBLIC, Permission.PRINCIPAL, Permission.PERSON}
    granted = frozenset[Permission]().union(*MATRIX.values())
    assert set(Permission) == open_ones | granted
    assert set(MATRIX) == set(Role)


def answers_with_a_body(operation: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(status, answer.get("content", {})) for status, answer in operation["responses"].items()]


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    methods = ("get", "post", "put", "patch", "delete")
    return [
        (f"{method} {path}", item[method])
        for (path, item), method in product(document["paths"].items(), methods)
        if method in item
    ]


@pytest.fixture(scope="module", name="document")
def openapi_document(bare_app: Flask) -> dict[str, Any]:
    answer = bare_app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_the_openapi_document_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert not list(OpenAPIV31SpecValidator(document).iter_errors())


def test_every_documented_error_has_the_one_shape(document: dict[str, Any]) -> None:
    wrong = [
        f"{name} {status}"
        for name, operation in operations(document)
        for status, content in answers_with_a_body(operation)
        if int(status) >= 400 and set(content) != {"application/problem+json"}
    ]
    assert not wrong


def test_every_documented_success_has_a_shape(document: dict[str, Any]) -> None:
    wrong = [
        f"{name} {status}"
        for name, operation in operations(document)
        for status, content in answers_with_a_body(operation)
        if int(status) in (200, 201) and not all("schema" in media for media in content.values())
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/api/nothing-here", 404), ("delete", "/api/openapi.json", 405), ("post", "/api/nothing-here", 404)],
)
def test_every_error_is_a_problem_document(bare_app: Flask, method: str, path: str, status: int) -> None:
    answer = bare_app.test_client().open(path, method=method.upper())
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    body = json.loads(answer.data)
    assert set(body) >= PROBLEM_MEMBERS
    assert body["status"] == status
    assert set(body["say"]) == {"vi", "en"}


def all_sentences() -> dict[str, tuple[str, str]]:
    return {code: both for table in error_texts.TABLES for code, both in table.items()}


@pytest.mark.usefixtures("bare_app")
def test_every_error_code_has_a_sentence_in_each_language() -> None:
    bad = {
        code: both
        for code, both in all_sentences().items()
        if not all(text and text == text.strip() and text[-1] in ".?!" for text in both)
    }
    assert not bad


@pytest.mark.usefixtures("bare_app")
def test_both_languages_fill_the_same_names() -> None:
    names = {code: [set(re.findall(r"{(\w+)}", text)) for text in both] for code, both in all_sentences().items()}
    assert not {code: both for code, both in names.items() if both[0] != both[1]}


ERRORS = {
    node.name
    for node in ast.walk(source.parsed(source.ROOT / "app" / "core" / "errors.py"))
    if isinstance(node, ast.ClassDef)
}


@pytest.mark.usefixtures("bare_app")
def test_every_code_that_is_raised_has_sentences() -> None:
    """Codes are written out where they are raised, so that they can be found."""
    known = all_sentences()
    raised: dict[str, str] = {}
    for path in source.under("app", ".py"):
        for node in ast.walk(source.parsed(path)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rsplit(".", 1)[-1] not in ERRORS:
                continue
            if node.args and isinstance(code := node.args[0], ast.Constant) and isinstance(code.value, str):
                raised[code.value] = f"{source.name(path)}:{node.lineno}"
    assert not {code: place for code, place in raised.items() if code not in known}
