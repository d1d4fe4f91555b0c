"""An office that asks for a second step, over the real catalogue."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.access import Role
from tests.conftest import HeldClock
from tests.dossiers.conftest import whole_app
from tests.dossiers.office import Office, make_office
from tests.trust.seats import asks

__all__ = ["whole_app"]


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    made = make_office()
    made.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    made.hire("admin2", "Lê Thị Mận", Role.ADMIN)
    asks()
    return made
