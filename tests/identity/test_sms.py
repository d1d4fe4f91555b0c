"""Text messages leave by a job, after the request that asked for them."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from app import jobs
from app.db import db
from app.identity.models import SmsOut
from tests.conftest import HeldClock
from tests.identity.gateway import Gateway, running_gateway
from tests.identity.makers import code_in
from tests.identity.phones import Phone


@pytest.fixture
def gateway(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    with running_gateway() as running:
        config = dataclasses.replace(app.config["CUA_LANG"], sms_url=running.url, sms_token="khoa")
        monkeypatch.setitem(app.config, "CUA_LANG", config)
        yield running


def drain() -> None:
    db.session.commit()
    jobs.drain()


def test_a_code_leaves_by_a_job_and_its_text_does_not_stay_behind(
    app: Flask, gateway: Gateway, clock: HeldClock
) -> None:
    phone = Phone(app.test_client())
    phone.post("/api/sign-in/codes", phone="0912345678")
    assert gateway.received == []
    drain()
    (message,) = gateway.received
    assert message["to"] == "0912345678"
    assert gateway.headers[0]["Authorization"] == "Bearer khoa"
    assert gateway.headers[0]["Idempotency-Key"] == message["id"]
    row = db.session.query(SmsOut).one()
    assert (row.text, row.sent_at) == (None, clock.now)
    answer = phone.post("/api/sign-in/phone", phone="0912345678", code=code_in(message["text"]))
    assert answer.status_code == 200


def test_a_gateway_that_is_down_is_tried_again_and_an_expired_message_is_not_sent(
    app: Flask, gateway: Gateway, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "app.jobs")
    gateway.down = True
    phone = Phone(app.test_client())
    phone.post("/api/sign-in/codes", phone="0912345678")
    drain()
    assert gateway.received == []
    gateway.down = False
    clock.forward(seconds=10)
    drain()
    assert len(gateway.received) == 1
    gateway.down = True
    phone.post("/api/sign-in/codes", phone="0987654321")
    drain()
    gateway.down = False
    clock.forward(minutes=6)
    drain()
    assert len(gateway.received) == 1
