"""Mandates over HTTP: a helper's own, and the office's way to end one at the resident's word."""

from __future__ import annotations

from app.core.access import Permission
from app.mandates import operations, queries
from app.mandates.schemas import MandateOut, MandatePath, MandatesOut
from app.web.api import Api
from app.web.session import actor

api = Api("mandates")


@api.get("/mandates", allow=Permission.HELP, answers=MandatesOut)
def list_mandates() -> MandatesOut:
    """The helper's own mandates, the latest first."""
    return MandatesOut(mandates=[queries.as_out(each) for each in queries.of_helper(actor())])


@api.get("/mandates/<uuid:mandate_id>", allow=Permission.PERSON, answers=MandateOut, problems=(404,))
def show_mandate(path: MandatePath) -> MandateOut:
    """One mandate, for its helper or for the office of its unit."""
    return queries.as_out(queries.seen_by(path.mandate_id, actor()))


@api.post(
    "/mandates/<uuid:mandate_id>/revoke", allow=Permission.PERSON, answers=MandateOut, writes=True, problems=(404,)
)
def revoke_mandate(path: MandatePath) -> MandateOut:
    """End a mandate from now on, as its helper or as the office at the resident's word; again changes nothing."""
    return queries.as_out(operations.revoke_as(path.mandate_id, actor()))
