"""Somebody at a desk with an app on her phone that makes codes."""

from __future__ import annotations

from typing import Any

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from app.core import clock as present
from app.core.access import BINDING, MATRIX, Actor, Role
from app.identity import policy
from tests.dossiers.office import Desk, sit_down


def asks(**more: Any) -> None:
    """Ask for a second step as a server does that nobody has set up otherwise."""
    for role in Role:
        if MATRIX[role] & BINDING:
            row = {"second_factor": True, **more}
            policy.decide(
                Actor(), unit_id=None, role=role, values=row, reason="Thử", valid_from=present.today(), valid_to=None
            )


class Seat(Desk):
    """Somebody at a desk with an app on her phone."""

    secret: str = ""
    papers: list[str]

    def call(self, path: str, body: Any = None) -> TestResponse:
        return self.client.post(f"/api{path}", json=body or {}, headers={"X-CSRF-Token": self.csrf})

    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/api/me").get_json()
        return found

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).generate_otp(int(present.now().timestamp()) // 30 + steps)

    def enrol(self) -> list[str]:
        self.secret = self.call("/second-factor/enrolment").get_json()["secret"]
        answer = self.call("/second-factor/confirmation", {"code": self.code()})
        assert answer.status_code == 200, answer.text
        self.papers = answer.get_json()["codes"]
        return self.papers

    def prove(self, code: str) -> TestResponse:
        return self.call("/second-factor/proof", {"code": code})


def seat(app: Flask, who: str) -> Seat:
    at = sit_down(app.test_client(), who)
    return Seat(at.client, at.csrf)


def back(app: Flask, who: Seat, name: str) -> Seat:
    """The same person at another computer."""
    again = seat(app, name)
    again.secret = who.secret
    return again
