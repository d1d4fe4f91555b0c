"""Whatever is sent to an endpoint, it answers as documented, and never with a fault of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Table, Uuid, select

from app.core.access import Role
from app.db import Base, db, transaction
from app.identity import operations, queries
from tests.conftest import ENGINE
from tests.identity.makers import make_staff
from tests.identity.phones import Phone

PROMISES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
WIDELY = ENGINE == "sqlite"
"""What is sent is the same on both engines; a server's round trip for each makes the second one dear."""
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(_context: object, value: Any) -> bytes:
    """The body of an upload is what it is."""
    return value if isinstance(value, bytes) else str(value).encode()


def each_request_for_itself(app: Flask) -> Wsgi:
    """The application as a server runs it: a fresh context a request, inside the transaction of the test."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        db.session.commit()
        with app.app_context():
            return app(environ, start_response)

    return serve


def stranger(_app: Flask) -> dict[str, str]:
    return {}


def phone(app: Flask) -> dict[str, str]:
    new = Phone(app.test_client())
    assert new.register().status_code == 200
    return new.headers


def whole_office(_app: Flask) -> dict[str, str]:
    """Somebody with every role, so that the doors are open and what stands behind them is met."""
    with transaction(writes=True):
        account = queries.account_named("tat.ca")
        person_id = account.person_id if account else make_staff("tat.ca", roles=tuple(Role)).id
        token = operations.open_session(kind="phone", person_id=person_id).token
    return {"Authorization": f"Bearer {token}"}


# whoever has no right is turned away at the door: there is little behind it for her to find
@pytest.mark.parametrize(("who", "times"), [(stranger, 2), (phone, 3), (whole_office, 4 if WIDELY else 2)])
def test_every_endpoint_answers_as_documented(app: Flask, who: Callable[[Flask], dict[str, str]], times: int) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", each_request_for_itself(app))
    known = ids_that_exist()
    broken: dict[str, str] = {}
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        # a session each, because one endpoint ends the session that asks
        if fault := first_fault(operation, who(app), known, times):
            broken[operation.label] = fault
    assert not broken, "\n".join(f"{label}: {fault}" for label, fault in broken.items())


def ids_that_exist() -> dict[str, list[str]]:
    """Some of what is there, by the name an address gives it: `dossier_id` for the rows of `dossier`."""
    found: dict[str, list[str]] = {}
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, Table) and "id" in table.c and isinstance(table.c.id.type, Uuid):
            found[f"{table.name}_id"] = [str(each) for each in db.session.scalars(select(table.c.id).limit(4))]
    return found


def first_fault(operation: Any, headers: dict[str, str], known: dict[str, list[str]], times: int) -> str:
    """The first broken promise of an endpoint that is tried so many times, or nothing."""

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), pick=integers(0, 5))
    def try_it(case: Any, pick: int) -> None:
        for name in case.path_parameters or {}:
            if pick < len(known.get(name, [])):
                case.path_parameters[name] = known[name][pick]
        answer = case.call(headers=headers | {"Accept-Encoding": "identity"})
        case.validate_response(answer, checks=PROMISES)

    try:
        try_it()
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        return str(fault)[:1500]
    return ""
