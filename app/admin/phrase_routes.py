"""The room of phrases over HTTP; the administrator's other rooms are in routes.py."""

from __future__ import annotations

from app.admin import phrases
from app.admin.phrase_schemas import (
    DropQuery,
    OrderIn,
    PhrasePath,
    PhrasesOut,
    PhrasesQuery,
    ReasonIn,
    UnitLabelIn,
    UnitSnippetIn,
)
from app.core.access import Permission
from app.web.api import Api
from app.web.session import actor

api = Api("admin")
_ALLOW = Permission.UNITS_MANAGE


@api.get("/desk/admin/phrases", allow=_ALLOW, answers=PhrasesOut, problems=(404, 503))
def read_phrases(query: PhrasesQuery) -> PhrasesOut:
    """A unit's reasons, pieces of text and labels."""
    return phrases.shown(actor(), query.unit_id)


@api.post("/desk/admin/phrases/reasons", allow=_ALLOW, writes=True, answers=PhrasesOut, problems=(404, 409, 503))
def keep_reason(body: ReasonIn) -> PhrasesOut:
    """Add a reason, change its words, end it or offer it again, from a day on."""
    phrases.keep_reason(actor(), body)
    return phrases.shown(actor(), body.unit_id)


@api.post("/desk/admin/phrases/order", allow=_ALLOW, writes=True, answers=PhrasesOut, problems=(404, 503))
def order_reasons(body: OrderIn) -> PhrasesOut:
    """Put the reasons for a use into another order."""
    phrases.order(actor(), body)
    return phrases.shown(actor(), body.unit_id)


@api.put(
    "/desk/admin/phrases/snippets/<uuid:item_id>",
    allow=_ALLOW,
    writes=True,
    answers=PhrasesOut,
    problems=(404, 409, 503),
)
def keep_unit_snippet(path: PhrasePath, body: UnitSnippetIn) -> PhrasesOut:
    """Keep a piece of text for everybody of a unit, or change it."""
    phrases.keep_snippet(actor(), path.item_id, body)
    return phrases.shown(actor(), body.unit_id)


@api.delete(
    "/desk/admin/phrases/snippets/<uuid:item_id>", allow=_ALLOW, writes=True, answers=PhrasesOut, problems=(404, 503)
)
def drop_unit_snippet(path: PhrasePath, query: DropQuery) -> PhrasesOut:
    """Give a unit's piece of text up."""
    phrases.drop_snippet(actor(), path.item_id, query.unit_id)
    return phrases.shown(actor(), query.unit_id)


@api.put(
    "/desk/admin/phrases/labels/<uuid:item_id>",
    allow=_ALLOW,
    writes=True,
    answers=PhrasesOut,
    problems=(404, 409, 503),
)
def keep_unit_label(path: PhrasePath, body: UnitLabelIn) -> PhrasesOut:
    """Keep a label of a unit, change it, or retire it."""
    phrases.keep_label(actor(), path.item_id, body)
    return phrases.shown(actor(), body.unit_id)
