"""The desk's inbox: what stands open at the actor's units by due time, in views, and what a search finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.core import clock
from app.core.access import Actor, Permission
from app.db import db
from app.dossiers import finding, knowledge, narrowing
from app.dossiers.models import Dossier
from app.dossiers.narrowing import VIEWS
from app.dossiers.schemas import InboxOut, InboxQuery, InboxRow
from app.dossiers.standing import Standing, open_at, these
from app.workbench import queries as workbench

_ROW = (
    *(Dossier.id, Dossier.version, Dossier.local_code, Dossier.official_number, Dossier.state, Dossier.procedure_code),
    *(Dossier.parties, Dossier.title, Dossier.channel, Dossier.submitted_at, Dossier.due_at, Dossier.holder_name),
    *(Dossier.helper_name, Dossier.files_missing, Dossier.flags, Dossier.holder_id),
)


def inbox(query: InboxQuery, actor: Actor) -> InboxOut:
    """A page of a view (or of what a search finds in all of them), and how many stand behind each view."""
    reach = actor.units(Permission.DOSSIERS_READ)
    standing = open_at(reach, actor)
    counts = {name: sum(1 for each in standing if belongs(each)) for name, belongs in VIEWS.items()}
    counts["done"] = db.session.scalar(select(func.count()).select_from(_closed(reach).subquery())) or 0
    spans: dict[str, int] = {}
    if query.q and not query.in_view:
        found, cursor = _found(query, actor, reach), None
    elif query.view == "done":
        found, cursor = _done(query, reach)
    else:
        known = narrowing.narrow(query, actor, reach, q=query.q)
        behind = [each for each in standing if VIEWS[query.view](each) and known.fits(each)]
        spans = narrowing.spans(behind)
        found, cursor = _page(query, [each for each in behind if known.in_span(each)])
    return InboxOut(
        rows=rows(found, actor),
        counts=counts,
        spans=spans,
        pinned=narrowing.pinned(standing, actor, reach),
        cursor=cursor,
        now=clock.now(),
    )


def listed(view: str, q: str, actor: Actor) -> list[UUID]:
    """Every dossier of a view, or of what a search finds, in the list's order: for a file of it."""
    reach = actor.units(Permission.DOSSIERS_READ)
    if q:
        return finding.search(q, reach)
    if view == "done":
        return [row.id for row in db.session.execute(_closed(reach).order_by(Dossier.closed_at.desc(), Dossier.id))]
    standing = [each for each in open_at(reach, actor) if VIEWS[view](each)]
    return [each.id for each in sorted(standing, key=lambda each: each.place)]


def rows(ids: Sequence[UUID], actor: Actor) -> list[InboxRow]:
    """The lines of these dossiers, in this order."""
    if not ids:
        return []
    dossiers = {each.id: each for each in db.session.execute(select(*_ROW).where(Dossier.id.in_(ids)))}
    light = {each.id: each for each in these(ids, actor)}
    known = knowledge.current()
    codes = {each.procedure_code for each in dossiers.values()}
    names = {code: str(known.latest(code).name["vi"]) for code in codes}
    labels = workbench.labels_on(ids)
    return [_row(dossiers[each], light[each], names, labels.get(each, []), actor) for each in ids if each in dossiers]


def _row(dossier: Any, standing: Standing, names: dict[str, str], labels: Sequence[UUID], actor: Actor) -> InboxRow:
    owner = dossier.parties.get("owner") or {}
    return InboxRow.model_validate(
        {
            "dossier_id": dossier.id,
            "version": dossier.version,
            "local_code": dossier.local_code,
            "official_number": dossier.official_number,
            "state": dossier.state,
            "procedure_code": dossier.procedure_code,
            "procedure_name": names[dossier.procedure_code],
            "owner_name": owner.get("name") or dossier.title,
            "village": (owner.get("address") or {}).get("line") or None,
            "channel": dossier.channel,
            "submitted_at": dossier.submitted_at,
            "due_at": dossier.due_at,
            "receive_before": standing.receive_before,
            "respond_by": standing.respond_by,
            "overdue": standing.overdue,
            "due_soon": standing.due_soon,
            "holder": dossier.holder_name,
            "yours": dossier.holder_id is not None and dossier.holder_id == actor.person_id,
            "mine": standing.mine,
            "assisted_by": dossier.helper_name,
            "awaiting_files": dossier.files_missing,
            "open_charge": standing.owes or None,
            "flags": dossier.flags,
            "labels": list(labels),
        }
    )


def _closed(reach: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    return select(Dossier.id, Dossier.closed_at).where(Dossier.unit_id.in_(reach), Dossier.closed_at.is_not(None))


def _page(query: InboxQuery, behind: Sequence[Standing]) -> tuple[list[UUID], str | None]:
    """A page of these by their place; the cursor is the place of the last one that was shown."""
    after = _place(query.cursor)
    wanted = sorted((each for each in behind if after is None or each.place > after), key=lambda each: each.place)
    page = wanted[: query.limit]
    if len(wanted) <= len(page):
        return [each.id for each in page], None
    later, moment, dossier_id = page[-1].place
    return [each.id for each in page], f"{int(later)}|{moment.isoformat()}|{dossier_id}"


def _place(cursor: str) -> tuple[bool, datetime, UUID] | None:
    """The place that a cursor names; one that nobody gave out begins anew."""
    later, _, rest = cursor.partition("|")
    moment, _, dossier_id = rest.partition("|")
    try:
        at = datetime.fromisoformat(moment)
        return (later != "0", at, UUID(dossier_id)) if at.tzinfo else None
    except ValueError:
        return None


def _done(query: InboxQuery, reach: Collection[UUID]) -> tuple[list[UUID], str | None]:
    """What was closed, the newest first; the cursor is how many were shown, since closed dossiers stay closed."""
    start = int(query.cursor) if query.cursor.isdecimal() and len(query.cursor) < 10 else 0
    wanted = _closed(reach).where(*narrowing.closed(query))
    if query.q:
        wanted = wanted.where(Dossier.id.in_(finding.search(query.q, reach)))
    newest = wanted.order_by(Dossier.closed_at.desc(), Dossier.id.desc())
    ids = [row.id for row in db.session.execute(newest.offset(start).limit(query.limit + 1))]
    more = len(ids) > query.limit
    return ids[: query.limit], str(start + query.limit) if more else None


def _found(query: InboxQuery, actor: Actor, reach: Collection[UUID]) -> list[UUID]:
    """What a search finds in all the units have, open ones first, narrowed by what else is asked."""
    found = finding.search(query.q, reach)
    known = narrowing.narrow(query, actor, reach, among=found)
    wanted = {each.id for each in these(found, actor) if known.fits(each) and known.in_span(each)}
    return [each for each in found if each in wanted]
