"""Every look at another person's data is kept before the answer leaves."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.identity import audit
from app.identity.models import AccessRecord
from app.web.session import actor
from tests.identity.makers import make_staff, sign_in

DOSSIER = uuid7()


@pytest.fixture
def looking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An endpoint that looks: /api/me, which here also notes a look."""
    from app.identity import visitors

    told = visitors.csrf

    def look_too() -> str | None:
        audit.look(actor(), "dossier", DOSSIER, "mở hồ sơ")
        audit.look(actor(), "dossier", DOSSIER, "mở hồ sơ")
        return told()

    monkeypatch.setattr(visitors, "csrf", look_too)
    return app


def test_a_look_in_a_reading_request_is_kept_once_with_who_when_and_why(looking: Flask, client: FlaskClient) -> None:
    person = make_staff()
    me = sign_in(client).get_json()
    assert client.get("/api/me").status_code == 200
    (row,) = audit.looks_at("dossier", DOSSIER)
    assert (row.person_id, row.principal, row.why) == (person.id, me["principal"], "mở hồ sơ")
    assert str(row.session_id) == me["session_id"]


def test_where_the_look_cannot_be_kept_the_answer_is_not_given(
    looking: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.identity")
    make_staff()
    sign_in(client)

    def fail() -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "keep", fail)
    answer = client.get("/api/me")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert "Lan" not in answer.get_data(as_text=True)


def test_looks_of_one_request_do_not_reach_the_next(client: FlaskClient) -> None:
    audit.look(Actor(principal="person:x"), "dossier", DOSSIER, "của yêu cầu trước")
    client.get("/api/units")
    assert db.session.query(AccessRecord).count() == 0
