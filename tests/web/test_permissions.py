"""The matrix, walked: every endpoint is asked by every role, and opens for whom the matrix names and nobody else."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.core import ids
from app.core.access import MATRIX, Permission, Role
from app.units.models import Unit
from app.web.api import REGISTRY
from tests.dossiers.office import Desk, Office, make_office, sit_down
from tests.identity.phones import Phone

OPEN = {Permission.PUBLIC, Permission.PRINCIPAL, Permission.PERSON}


class Asked(NamedTuple):
    """One endpoint as somebody asks for it."""

    name: str
    method: str
    path: str
    media: str
    body: Any
    permission: Permission


def endpoints(app: Flask, client: FlaskClient) -> list[Asked]:
    """Every endpoint that is not public, with the least its document says it takes."""
    document = json.loads(client.get("/api/openapi.json").data)
    found = []
    for rule in app.url_map.iter_rules():
        permission = REGISTRY.get(rule.endpoint, Permission.PUBLIC)
        if permission is Permission.PUBLIC:
            continue
        for method in methods_of(rule):
            path = re.sub(r"<uuid:\w+>", lambda _: str(ids.uuid7()), rule.rule)
            described = document["paths"][shown(rule.rule)][method.lower()]
            content = described.get("requestBody", {}).get("content", {})
            media = next(iter(content), "application/json")
            body = least(content.get(media, {}).get("schema", {}), document)
            found.append(Asked(f"{method} {rule.rule}", method, path, media, body, permission))
    return found


def methods_of(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def shown(rule: str) -> str:
    """`/a/<uuid:b>` as OpenAPI writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


OF_THE_COUNTRY = frozenset({"POST /api/desk/admin/calendar/preview", "POST /api/desk/admin/calendar/year"})
"""With the least body they speak of the whole country, which an administrator of one commune does not."""


def least(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """The least value of a shape, as far as its document says what that is."""
    if "$ref" in schema:
        return least(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return least(schema[several][0], document)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "string":
        made = {"uuid": str(ids.uuid7()), "date": "2026-11-25", "date-time": "2026-11-25T02:00:00Z"}
        return made.get(schema.get("format", ""), "1" * max(schema.get("minLength", 0), 1))
    if kind in {"integer", "number"}:
        return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1, 1)
    if kind == "array":
        return [least(schema["items"], document)] * schema.get("minItems", 0)
    if kind == "boolean":
        return False
    fields = schema.get("properties", {})
    return {name: least(fields[name], document) for name in schema.get("required", ())}


def at(unit: Unit, asked: Asked) -> Asked:
    """The same at a unit of the one who asks, where the body names a unit."""
    there = isinstance(asked.body, dict) and "unit_id" in asked.body
    return asked._replace(body={**asked.body, "unit_id": str(unit.id)}) if there else asked


def ask(client: FlaskClient, asked: Asked, headers: dict[str, str]) -> int:
    body: dict[str, Any] = {"data": asked.body, "content_type": asked.media}
    if asked.media == "application/json":
        body = {} if asked.method == "GET" else {"json": asked.body}
    return client.open(asked.path, method=asked.method, headers=headers, **body).status_code


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.fixture
def desks(app: Flask, office: Office) -> dict[Role, Desk]:
    """Somebody of each role, and of that role alone, signed in."""
    found = {}
    for role in Role:
        office.hire(f"one-{role}", f"Người {role}", role)
        found[role] = sit_down(app.test_client(), f"one-{role}")
    return found


def test_x2_every_endpoint_opens_for_whom_the_matrix_names_and_for_nobody_else(
    app: Flask, office: Office, desks: dict[Role, Desk]
) -> None:
    all_of_them = [at(office.unit, asked) for asked in endpoints(app, app.test_client())]
    assert {asked.permission for asked in all_of_them} <= OPEN | frozenset[Permission]().union(*MATRIX.values())
    wrong = []
    for role, desk in desks.items():
        for asked in all_of_them:
            if asked.permission in OPEN:
                continue
            status = ask(desk.client, asked, {"X-CSRF-Token": desk.csrf})
            may = asked.permission in MATRIX[role]
            if may == (status == 403) and not (may and asked.name in OF_THE_COUNTRY):
                wrong.append(f"{role}: {asked.name} answered {status}")
    assert not wrong


def test_a_phone_without_a_person_and_a_stranger_open_nothing_of_the_office(app: Flask) -> None:
    phone = Phone(app.test_client())
    assert phone.register().status_code == 200
    wrong = []
    for asked in endpoints(app, app.test_client()):
        if asked.permission is not Permission.PRINCIPAL:
            status = ask(phone.client, asked, {"Authorization": f"Bearer {phone.token}"})
            wrong += [f"phone: {asked.name} answered {status}"] if status != 403 else []
        status = ask(app.test_client(), asked, {})
        wrong += [f"stranger: {asked.name} answered {status}"] if status != 401 else []
    assert not wrong


def test_the_matrix_is_printed_with_what_each_permission_opens(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["permissions"])
    assert done.exit_code == 0
    blocks = {block.split()[0]: block.splitlines() for block in done.output.strip().split("\n\n")}
    assert set(blocks) == {permission.value for permission in Permission}
    inbox = blocks["dossiers.read"]
    assert inbox[0].split(maxsplit=1)[1] == "clerk, appraiser, approver, seal_clerk, unit_head"
    assert "    GET    /api/desk/inbox" in inbox
    assert blocks["dossiers.approve"][0].endswith("approver")
    assert "    move   stop: appraising" in blocks["dossiers.approve"]
    assert "anybody" in blocks["public"][0]
    printed = [line for lines in blocks.values() for line in lines[1:] if "/api/" in line]
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in REGISTRY]
    assert len(printed) == len(set(printed)) == sum(len(methods_of(rule)) for rule in rules)
