"""The room of units over HTTP."""

from __future__ import annotations

from app.admin import phrase_routes, unit_changes, unit_taking_back, unit_tree
from app.admin.unit_schemas import (
    TakeBackIn,
    UnitActPath,
    UnitChangeIn,
    UnitChangeSaveIn,
    UnitFullOut,
    UnitPath,
    UnitPreviewOut,
    UnitTreeOut,
)
from app.core.access import Permission
from app.web.session import actor

api = phrase_routes.api
_ALLOW = Permission.UNITS_MANAGE


@api.get("/desk/admin/units", allow=_ALLOW, answers=UnitTreeOut)
def read_units() -> UnitTreeOut:
    """The administrator's units with everything below them, ended ones too."""
    return unit_tree.tree(actor())


@api.get("/desk/admin/units/<uuid:unit_id>", allow=_ALLOW, answers=UnitFullOut, problems=(404, 503))
def read_unit(path: UnitPath) -> UnitFullOut:
    """A unit through time."""
    return unit_tree.one(actor(), path.unit_id)


@api.post("/desk/admin/units/preview", allow=_ALLOW, answers=UnitPreviewOut, problems=(404, 409))
def preview_unit(body: UnitChangeIn) -> UnitPreviewOut:
    """What a change of the tree would bring; nothing is saved."""
    return unit_changes.preview(actor(), body)


@api.post("/desk/admin/units", allow=_ALLOW, writes=True, answers=UnitFullOut, problems=(404, 409, 503))
def change_unit(body: UnitChangeSaveIn) -> UnitFullOut:
    """Add, rename, move, merge or split units from a day on, after what it brings was shown."""
    made = unit_changes.save(actor(), body)
    return unit_tree.one(actor(), made.id)


@api.post(
    "/desk/admin/units/<uuid:unit_id>/acts/<uuid:act_id>/take-back",
    allow=_ALLOW,
    writes=True,
    answers=UnitFullOut,
    problems=(404, 409, 503),
)
def take_unit_act_back(path: UnitActPath, body: TakeBackIn) -> UnitFullOut:
    """Take a planned change back before its day, with a reason; the unit it was looked at from is shown again."""
    unit_taking_back.take_back(actor(), path.act_id, body.reason)
    return unit_tree.one(actor(), path.unit_id)
