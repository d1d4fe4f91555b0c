"""The room of the state of the system over HTTP."""

from __future__ import annotations

from app import settings
from app.core.access import Permission
from app.oversight import state
from app.oversight.schemas import StateOut
from app.web.api import Api

api = Api("oversight")


@api.get("/desk/admin/state", allow=Permission.UNITS_MANAGE, answers=StateOut, problems=(503,))
def read_state() -> StateOut:
    """Backups, jobs, the audit chain, room on the disk, what the server fails at, and versions."""
    return state.state(settings())
