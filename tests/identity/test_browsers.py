"""The cookie that names a browser, and what a phone says it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core import clock
from app.db import db, transaction
from app.identity import browsers
from app.identity.models import Browser, Device, DeviceState
from tests.identity.phones import Phone

HELD = "drafts=2; unsent=1; oldest=2026-11-27T02:00:00Z; installed=0"


def tell(phone: Phone, holds: str) -> int:
    headers = {**phone.headers, browsers.HEADER: holds}
    return phone.client.get("/api/sync/changes", headers=headers).status_code


def states() -> list[tuple[str, int, int]]:
    with transaction(writes=False):
        rows = db.session.scalars(select(DeviceState).order_by(DeviceState.principal))
        return [(each.principal, each.drafts, each.unsent) for each in rows]


def test_registering_sets_a_cookie_for_devices_alone_that_no_script_reads(client: FlaskClient) -> None:
    answer = Phone(client).register()
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("cl_phone=")]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/api/devices", f"Max-Age={400 * 86400}"):
        assert part in cookie
    with transaction(writes=False):
        kept = db.session.scalars(select(Browser.token_hash)).one()
    assert kept not in cookie


def test_the_same_browser_is_known_again_and_an_unknown_cookie_is_a_new_one(client: FlaskClient) -> None:
    Phone(client).register()
    Phone(client).register()
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Browser)) == 1
        assert len(set(db.session.scalars(select(Device.browser_id)))) == 1
    client.set_cookie(browsers.COOKIE, "made-up", path=browsers.COOKIE_PATH)
    Phone(client).register()
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Browser)) == 2


def test_what_a_phone_holds_is_kept_and_written_again_only_when_it_changed_or_an_hour_passed(
    client: FlaskClient,
) -> None:
    start = datetime(2026, 11, 28, 2, tzinfo=UTC)
    with clock.at(start):
        phone = Phone(client)
        phone.register()
        assert tell(phone, HELD) == 200
        assert states() == [(phone.principal, 2, 1)]
        clock.forward(timedelta(minutes=59))
        tell(phone, HELD)
        with transaction(writes=False):
            assert db.session.scalars(select(DeviceState.at)).one() == start
        tell(phone, HELD.replace("drafts=2", "drafts=3"))
        assert states() == [(phone.principal, 3, 1)]
        clock.forward(timedelta(minutes=61))
        tell(phone, HELD.replace("drafts=2", "drafts=3"))
        with transaction(writes=False):
            assert db.session.scalars(select(DeviceState.at)).one() == start + timedelta(hours=2)


@pytest.mark.parametrize(
    "nonsense", ["", "drafts", "drafts=x; unsent=1", "drafts=1", "oldest=never; drafts=1; unsent=2"]
)
def test_what_is_not_understood_is_not_kept_and_fails_nothing(client: FlaskClient, nonsense: str) -> None:
    phone = Phone(client)
    phone.register()
    assert tell(phone, nonsense) == 200
    assert states() == []


def test_counts_without_bounds_are_bounded() -> None:
    read = browsers.read_holds("drafts=99999999999; unsent=-4; oldest=2026-11-27T02:00:00")
    assert read == browsers.Holds(1_000_000, 0, None, installed=False)
