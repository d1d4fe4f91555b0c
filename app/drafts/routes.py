"""HTTP of draft copies: a phone saves what stands on it, and says when a draft was given up."""

from __future__ import annotations

from flask import request

from app import settings
from app.core.access import Permission
from app.drafts import operations, queries
from app.drafts.schemas import DraftIn, DraftPath, DraftSaved, EndDraft
from app.web.api import Api
from app.web.session import actor

api = Api("drafts")


@api.put(
    "/drafts/<uuid:draft_id>",
    allow=Permission.PRINCIPAL,
    writes=True,
    answers=DraftSaved,
    problems=(404, 409, 410, 423, 429),
)
def save_draft(path: DraftPath, body: DraftIn) -> DraftSaved:
    """Keep a draft's text, if this phone saw the present one; else the answer is 409 with the present copy."""
    days = settings().draft_copy_days
    label = request.headers.get("User-Agent", "")[:200]
    return queries.saved_out(operations.save(path.draft_id, body, actor(), label=label, days=days), days)


@api.delete("/drafts/<uuid:draft_id>", allow=Permission.PRINCIPAL, writes=True)
def end_draft(path: DraftPath, query: EndDraft) -> None:
    """Give a draft up on every phone, or what was left of one that has ended; the same every time."""
    operations.end(path.draft_id, query.reason, actor(), seen=query.seen)
