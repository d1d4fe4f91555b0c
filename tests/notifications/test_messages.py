"""Telling people: messages, rung phones, dead ones forgotten, and a person who calls where nothing else arrives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app import feed, jobs
from app.core import errors
from app.core.access import Actor, Grant, Role
from app.core.ids import uuid7
from app.db import db
from app.identity import operations as identity
from app.identity.models import Session
from app.notifications import operations, queries, rules, said
from app.notifications.models import CallTask, Message, PushAttempt, PushSubscription
from app.notifications.rules import About
from app.units import operations as units
from app.units.models import Unit
from tests.conftest import HeldClock
from tests.notifications.push_service import Browser, PushService

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def commune(app: Flask, clock: HeldClock) -> Unit:
    province = units.add(kind="province", name="Thành phố Đà Nẵng", official_code="48")
    return units.add(kind="commune", name="Xã Mộc Giang", parent=province)


def about(commune: Unit, **more: object) -> About:
    told: dict[str, object] = {
        "dossier_id": uuid7(),
        "unit_id": commune.id,
        "unit_name": "Xã Mộc Giang",
        "unit_phone": "0235 3877 123",
        "procedure": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        "local_code": "3MW9-C4HD-A",
        "official_number": "H17.50.2-261124-0001",
        "state": "ready",
        "handler": "Lê Văn Tùng",
        "submitted_at": NOW,
        "received_at": NOW,
        "handled_at": NOW,
        "due_at": NOW + timedelta(hours=8),
        "returned_at": None,
        "owner_name": "Nguyễn Phạm Hoàng Bảo Trâm",
        "owner_phone": "0905123456",
        "owner_address": "Thôn Bờ Đa",
        "helper_name": None,
    }
    return About(**(told | more))  # type: ignore[arg-type]  # facts by name


def phone(name: str = "Điện thoại") -> Actor:
    """A device with a session, as one that came for the first time."""
    device_id = uuid7()
    jwk = {"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}
    opened = identity.register_device(device_id=device_id, public_key=jwk, label=name)
    return Actor(principal=f"device:{device_id}", device_id=device_id, session_id=opened.session.id)


def rings(actor: Actor, browser: Browser) -> PushSubscription:
    told = browser.subscription()
    return operations.subscribe(
        actor, endpoint=told["endpoint"], p256dh=told["p256dh"], auth=told["auth"], language="vi"
    )


def message_of(actor: Actor) -> Message:
    found = select(Message).where(Message.principal == actor.principal).order_by(Message.at.desc(), Message.id.desc())
    message = db.session.scalars(found.limit(1)).first()
    assert message is not None
    db.session.refresh(message)
    return message


def clerk(commune: Unit) -> Actor:
    return Actor(principal="person:x", name="Ánh", grants=frozenset({Grant(commune.id, Role.CLERK)}))


def run_jobs() -> None:
    db.session.commit()
    jobs.drain()


def test_every_kind_of_message_has_words_in_both_languages(commune: Unit) -> None:
    for kind in said.TOLD:
        title, body = rules.words(kind, about(commune, reason="lý do", amount=16000))
        for each in (title, body):
            assert set(each) == {"vi", "en"}
            assert "{" not in each["vi"] + each["en"]
    for kind in rules.CALLS:
        assert "{" not in rules.call_words(kind, about(commune, reason="lý do"))["vi"]


def test_what_a_person_typed_is_never_filled_in_again(commune: Unit) -> None:
    _, body = rules.words("refuse", about(commune, reason="thiếu {number} và {unit}"))
    assert body["vi"].endswith("thiếu {number} và {unit}")


def test_everybody_told_hears_of_it_in_the_feed(commune: Unit) -> None:
    one, two, helper = phone(), phone(), phone()
    operations.tell(about(commune), "receive", [one.principal, two.principal], [helper.principal])
    db.session.commit()
    for actor in (one, two, helper):
        row = feed.since(actor.principal, 0, 10)[0]
        found = queries.message_out(row.object_id, actor.principal)
        assert found is not None
        assert found.facts["agency"] == "Xã Mộc Giang"
        assert queries.message_out(row.object_id, "device:other") is None


def test_a_phone_that_rings_is_rung_with_the_messages_id(commune: Unit, service: PushService) -> None:
    actor, browser = phone(), Browser(service)
    rings(actor, browser)
    operations.tell(about(commune), "receive", [actor.principal])
    assert service.got == []
    run_jobs()
    assert browser.open(service.got[0]) == {"id": str(message_of(actor).id)}
    attempt = db.session.scalars(select(PushAttempt)).one()
    assert (attempt.status, attempt.tries) == (201, 1)
    assert attempt.sent_at is not None


@pytest.mark.parametrize("status", [404, 410])
def test_f77_a_dead_subscription_is_forgotten_and_the_call_opens_at_once(
    commune: Unit, service: PushService, status: int
) -> None:
    actor = phone()
    rings(actor, Browser(service))
    operations.tell(about(commune), "sign", [actor.principal])
    assert queries.calls_for(clerk(commune)) == []
    service.status = status
    run_jobs()
    assert queries.subscriptions_of([actor.principal]) == []
    assert [each.why.vi for each in queries.calls_for(clerk(commune))] == [said.WHY_CALL["push_ended"]["vi"]]


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_a_busy_service_is_tried_again_later(
    commune: Unit, service: PushService, clock: HeldClock, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    actor, browser = phone(), Browser(service)
    if status == 0:
        browser.endpoint = "http://127.0.0.1:1/closed"
    rings(actor, browser)
    operations.tell(about(commune), "receive", [actor.principal])
    service.status = status or 201
    run_jobs()
    assert len(queries.subscriptions_of([actor.principal])) == 1
    job = db.session.scalars(select(jobs.Job).where(jobs.Job.task == "notifications.push")).one()
    assert (job.done_at, job.failed) == (None, False)
    if status:
        service.status = 201
        clock.forward(seconds=10)
        run_jobs()
        assert [each.path for each in service.got] == ["/push/one", "/push/one"]
        db.session.refresh(job)
        assert job.done_at is not None


def test_a_message_that_will_never_be_taken_is_not_tried_again(commune: Unit, service: PushService) -> None:
    actor = phone()
    rings(actor, Browser(service))
    operations.tell(about(commune), "receive", [actor.principal])
    service.status = 413
    run_jobs()
    assert db.session.scalars(select(jobs.Job).where(jobs.Job.done_at.is_(None))).all() == []


def test_signing_out_ends_the_ringing(commune: Unit, service: PushService, clock: HeldClock) -> None:
    actor = phone()
    rings(actor, Browser(service))
    session = db.session.get_one(Session, actor.session_id)
    session.revoked_at = clock.now
    operations.tell(about(commune), "receive", [actor.principal])
    run_jobs()
    assert service.got == []
    assert queries.subscriptions_of([actor.principal]) == []


def test_a_browser_rings_only_for_whoever_is_signed_in_there_now(commune: Unit, service: PushService) -> None:
    first, second, browser = phone(), phone(), Browser(service)
    one = rings(first, browser)
    operations.tell(about(commune), "receive", [first.principal])
    two = rings(second, browser)
    assert one.id == two.id
    run_jobs()
    assert service.got == []
    operations.unsubscribe(first, browser.endpoint)
    assert len(queries.subscriptions_of([second.principal])) == 1
    operations.unsubscribe(second, browser.endpoint)
    assert queries.subscriptions_of([second.principal]) == []


def test_ten_browsers_ring_for_one_principal_and_the_oldest_makes_room(
    commune: Unit, service: PushService, clock: HeldClock
) -> None:
    actor, made = phone(), []
    for number in range(12):
        made.append(rings(actor, Browser(service, f"b{number}")).endpoint)
        clock.forward(seconds=1)
    assert [each.endpoint for each in queries.subscriptions_of([actor.principal])] == made[2:]


def test_nobody_is_rung_for_a_message_that_has_arrived(commune: Unit, service: PushService) -> None:
    actor = phone()
    rings(actor, Browser(service))
    operations.tell(about(commune), "receive", [actor.principal])
    operations.read(message_of(actor).id, actor.principal)
    run_jobs()
    assert service.got == []


def test_without_a_phone_that_rings_somebody_calls_at_once(commune: Unit) -> None:
    actor = phone()
    operations.tell(about(commune), "sign", [actor.principal])
    task = queries.calls_for(clerk(commune))[0]
    assert (task.name, task.phone, task.address) == ("Nguyễn Phạm Hoàng Bảo Trâm", "0905123456", "Thôn Bờ Đa")
    assert "đã có" in task.say.vi
    assert task.why.vi == said.WHY_CALL["no_channel"]["vi"]


def test_a_person_with_no_phone_at_all_is_called_by_her_helpers_group(commune: Unit) -> None:
    village = units.add(kind="village", name="Thôn Bờ Đa", parent=commune)
    helper = phone()
    told = about(commune, helper_name="Hà Văn Thắng", helper_unit_id=village.id)
    operations.tell(told, "sign", [], [helper.principal])
    operations.read(message_of(helper).id, helper.principal)
    lead = Actor(principal="person:y", grants=frozenset({Grant(village.id, Role.GROUP_LEAD)}))
    assert [each.helper_name for each in queries.calls_for(lead)] == ["Hà Văn Thắng"]
    stranger = Actor(principal="person:z", grants=frozenset({Grant(uuid7(), Role.CLERK)}))
    assert queries.calls_for(stranger) == []


def test_a_group_lead_is_not_told_of_people_her_group_never_helped(commune: Unit) -> None:
    operations.tell(about(commune, helper_unit_id=None, helper_name=None), "sign", [phone().principal])
    lead = Actor(principal="person:lead", grants=frozenset({Grant(commune.id, Role.GROUP_LEAD)}))
    assert len(queries.calls_for(clerk(commune))) == 1
    assert queries.calls_for(lead) == []
    with pytest.raises(errors.NotFound):
        queries.call(queries.calls_for(clerk(commune))[0].call_id, lead)


def test_f77_a_rung_phone_has_four_hours_before_somebody_calls(
    commune: Unit, service: PushService, clock: HeldClock
) -> None:
    actor = phone()
    rings(actor, Browser(service))
    operations.tell(about(commune), "sign", [actor.principal])
    run_jobs()
    clock.forward(hours=3, minutes=59)
    assert queries.calls_for(clerk(commune)) == []
    clock.forward(minutes=1)
    assert [each.why.vi for each in queries.calls_for(clerk(commune))] == [said.WHY_CALL["not_reached"]["vi"]]


def _delivered(message: Message) -> None:
    operations.arrived([message.id, uuid7()], opened=False)


def _opened(message: Message) -> None:
    operations.arrived([message.id], opened=True)


def _read(message: Message) -> None:
    operations.read(message.id, message.principal)


@pytest.mark.parametrize("sign_of_life", [_delivered, _opened, _read])
def test_any_sign_that_it_arrived_ends_the_call(
    commune: Unit, clock: HeldClock, sign_of_life: Callable[[Message], None]
) -> None:
    actor = phone()
    operations.tell(about(commune), "sign", [actor.principal])
    assert len(queries.calls_for(clerk(commune))) == 1
    sign_of_life(message_of(actor))
    assert queries.calls_for(clerk(commune)) == []
    assert db.session.scalars(select(CallTask.outcome)).one() == "in_app"


def test_ordinary_news_calls_nobody(commune: Unit) -> None:
    for kind in ("receive", "take_up", "decide", "hand_over", "payment"):
        operations.tell(about(commune), kind, [])
    assert queries.calls_for(clerk(commune)) == []


def test_a_call_that_reached_nobody_stays_open(commune: Unit) -> None:
    operations.tell(about(commune), "sign", [])
    task_id = queries.calls_for(clerk(commune))[0].call_id
    for outcome in ("no_answer", "wrong_number"):
        operations.finish_call(clerk(commune), task_id, outcome, "")
        assert [each.outcome for each in queries.calls_for(clerk(commune))] == [outcome]
    operations.finish_call(clerk(commune), task_id, "visited", "gặp con gái")
    assert queries.calls_for(clerk(commune)) == []
    assert operations.finish_call(clerk(commune), task_id, "visited", "gặp con gái").done_by == "Ánh"
    with pytest.raises(errors.Conflict, match="call_done"):
        operations.finish_call(clerk(commune), task_id, "reached", "")


def test_over_http_a_phone_subscribes_is_rung_and_says_it_arrived(
    app: Flask, commune: Unit, service: PushService
) -> None:
    browser, client = Browser(service), app.test_client()
    device_id = uuid7()
    opened = identity.register_device(
        device_id=device_id, public_key={"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}, label=""
    )
    headers = {"Authorization": f"Bearer {opened.token}"}
    key = client.get("/api/push/key").get_json()["key"]
    assert len(key) == 87
    body = {**browser.subscription(), "language": "vi"}
    assert client.post("/api/push/subscriptions", json=body).status_code == 401
    first = client.post("/api/push/subscriptions", json=body, headers=headers)
    assert first.status_code == 200, first.text
    assert client.post("/api/push/subscriptions", json=body, headers=headers).get_json() == first.get_json()
    elsewhere = {**body, "endpoint": "https://evil.example/x"}
    assert client.post("/api/push/subscriptions", json=elsewhere, headers=headers).status_code == 422
    operations.tell(about(commune), "sign", [f"device:{device_id}"])
    run_jobs()
    told = UUID(browser.open(service.got[0])["id"])
    answer = client.post("/api/push/deliveries", json={"message_ids": [str(told)]})
    assert answer.status_code == 204
    assert db.session.get_one(Message, told, populate_existing=True).reached_at is not None
    gone = client.delete("/api/push/subscriptions", query_string={"endpoint": browser.endpoint}, headers=headers)
    assert gone.status_code == 204
    assert queries.subscriptions_of([f"device:{device_id}"]) == []
