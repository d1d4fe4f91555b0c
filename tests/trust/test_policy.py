"""What is decided about sign-in, for whom and for how long, and how long sessions live."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from app.core import clock as present
from app.core.access import Grant, Role
from app.core.ids import uuid7
from app.identity import policy
from app.identity.models import StaffPolicy
from app.identity.policy import Terms
from tests.conftest import HeldClock
from tests.dossiers.office import Office
from tests.trust.seats import seat

# -- the policy ---------------------------------------------------------------------------------------------------


BASE = Terms(second_factor=False, proof_minutes=15, idle_minutes=480, day_minutes=720, by_vneid=False)


def decision(minutes: int, *, unit: Any = None, role: str | None = None) -> StaffPolicy:
    return StaffPolicy(
        unit_id=unit, role=role, idle_minutes=minutes, valid_from=date(2026, 1, 1), recorded_at=present.now()
    )


def test_the_narrowest_decision_holds_and_of_several_roles_the_strictest() -> None:
    here = uuid7()
    rows = [
        decision(60, unit=here, role="clerk"),
        decision(90, unit=here),
        decision(30, role="clerk"),
        decision(20),
        decision(5, unit=uuid7()),
    ]
    clerk, leader = (policy.terms_of(Grant(here, role), rows, BASE) for role in (Role.CLERK, Role.LEADER))
    assert (clerk.idle_minutes, leader.idle_minutes) == (60, 90)
    assert policy.terms_of(Grant(uuid7(), Role.CLERK), rows, BASE).idle_minutes == 30
    both = policy.strictest([clerk, leader])
    assert both is not None
    assert both.idle_minutes == 60
    assert policy.strictest([]) is None


def test_by_default_exactly_those_who_bind_the_office_are_asked() -> None:
    asked = {role for role in Role if policy.defaults(role, asks=True, idle_minutes=480).second_factor}
    assert asked == {Role.APPROVER, Role.SEAL_CLERK, Role.ADMIN}
    assert not any(policy.defaults(role, asks=False, idle_minutes=480).second_factor for role in Role)


def test_a_decision_is_made_by_command_with_its_reason_and_ends_when_it_says(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    runner = app.test_cli_runner()
    args = ["policy", "set", "--role", "approver", "--no-second-factor", "--unit", office.unit.slug]
    assert runner.invoke(args=[*args, "--reason", " "]).exit_code == 1
    assert runner.invoke(args=[*args, "--reason", "x", "--idle-minutes", "1"]).exit_code == 1
    said = [*args, "--reason", "QĐ 12/QĐ-UBND", "--to", "2026-12-01"]
    assert runner.invoke(args=said).exit_code == 0
    assert "second_factor=False" in runner.invoke(args=["policy", "show"]).output
    assert seat(app, "approver").me()["second"] == ""
    clock.at(2026, 12, 1)
    assert seat(app, "approver").me()["second"] == "enrol"


# -- sessions -----------------------------------------------------------------------------------------------------


def test_a_desk_rests_and_lives_as_long_as_the_strictest_policy_of_its_roles_says(
    app: Flask, office: Office, clock: HeldClock
) -> None:
    runner = app.test_cli_runner()
    common = ["policy", "set", "--reason", "QĐ 9", "--role"]
    assert runner.invoke(args=[*common, "clerk", "--idle-minutes", "10", "--day-minutes", "60"]).exit_code == 0
    clerk = seat(app, "clerk")
    assert clerk.me()["idle_minutes"] == 10
    for _ in range(6):
        clock.forward(minutes=9)
        assert clerk.client.get("/api/me").status_code == 200
    clock.forward(minutes=7)
    assert clerk.client.get("/api/me").get_json()["code"] == "session_ended", "an hour is over"
    clerk = seat(app, "clerk")
    clock.forward(minutes=11)
    assert clerk.client.get("/api/me").get_json()["code"] == "session_ended", "it rested too long"


def test_what_a_page_asks_by_itself_is_no_use_of_the_session(app: Flask, office: Office, clock: HeldClock) -> None:
    args = ["policy", "set", "--reason", "QĐ 9", "--idle-minutes", "10"]
    assert app.test_cli_runner().invoke(args=args).exit_code == 0
    clerk = seat(app, "clerk")
    clerk.me()
    for _ in range(9):
        clock.forward(minutes=1)
        assert clerk.client.get("/api/me", headers={"Session-Rests": "1"}).status_code == 200
    clock.forward(minutes=2)
    assert clerk.client.get("/api/me").status_code == 401


def test_with_the_last_role_of_the_office_the_sessions_at_its_desks_end(app: Flask, office: Office) -> None:
    office.hire("two", "Bạc Cầm Hai", Role.CLERK, Role.APPRAISER)
    two = seat(app, "two")
    runner = app.test_cli_runner()
    args = ["staff", "revoke", "two", "--unit", office.unit.slug, "--role"]
    assert runner.invoke(args=[*args, "clerk"]).exit_code == 0
    assert two.me()["name"] == "Bạc Cầm Hai"
    assert runner.invoke(args=[*args, "appraiser"]).exit_code == 0
    assert two.client.get("/api/me").status_code == 401
