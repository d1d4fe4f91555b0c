"""Pages brought to a dossier that is in the inbox: digitised at the desk, or held by the office already."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import func, select

from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.attachments.models import Attachment
from app.core import errors
from app.core.access import Actor, Permission
from app.db import db
from app.digitising import held, noting, queries
from app.digitising.schemas import AttachIn, OfferOut, PlacedPage, ReuseIn
from app.dossiers import brought, facts, operations, todo
from app.dossiers.models import Dossier, DossierFile, DossierPaper
from app.dossiers.rules import MAX_PAGES
from app.workflow.table import ENDS, State

_LATER = ("answers", "brought_by")


def attach(dossier_id: UUID, given: AttachIn, officer: Actor) -> Dossier:
    """Add digitised pages to a dossier, and note which originals were compared. The same op_id again changes nothing.

    Those that answer what is asked for end the request with the last of it. Raises NotFound, Forbidden, Conflict
    (closed, or seen too long ago), Invalid.
    """
    # an act of a page from before this release has neither: its repeat must read the same
    asked = given.model_dump(mode="json", exclude={"op_id"} | {each for each in _LATER if not getattr(given, each)})

    def do(dossier: Dossier) -> None:
        _may_be_brought(dossier, [*(page.paper for page in given.pages), *given.compared], officer)
        kept, came = _own(given.pages, officer), {page.paper for page in given.pages}
        answers = _answers(dossier, given, came)
        if answers is not None:
            brought.make_room(dossier, answers)
        files = _add(dossier, [(kept[page.attachment_id], page.paper) for page in given.pages])
        how = noting.Brought(given.brought_by, brought.said(dossier, answers, given.brought_by, files))
        noting.note(dossier, files, officer, given.op_id, how)
        _compare(dossier, came, given.compared, officer, given.op_id)
        if answers is not None:
            brought.take(dossier, answers, brought.Came(given.brought_by), files, officer, given.op_id)
        todo.refresh(dossier)

    return operations.act(dossier_id, given.op_id, given.seen, "desk.digitise", asked, officer, do)


def offers(dossier: Dossier, officer: Actor) -> list[OfferOut]:
    """What the office holds of the owner already that may stand for papers of this dossier; raises Forbidden."""
    officer.need(Permission.DOSSIERS_RECEIVE, dossier.unit_id)
    body = facts.procedure(dossier)
    return held.offers(body, dossier.unit_id, held.owner_of(dossier), officer, but=dossier.id)


def reuse(dossier_id: UUID, given: ReuseIn, officer: Actor) -> Dossier:
    """Link papers that are held to a dossier, as its owner asks. The same op_id again changes nothing.

    Those that answer what is asked for end the request with the last of it. Raises NotFound, Forbidden, Conflict where
    one may not be used again now, Invalid.
    """
    # an act of a page from before this release has no answers: its repeat must read the same
    asked = given.model_dump(mode="json", exclude={"op_id"} | (set() if given.answers else {"answers"}))

    def do(dossier: Dossier) -> None:
        _may_be_brought(dossier, [each.paper for each in given.papers], officer)
        pairs = [(each.item, each.paper) for each in given.answers]
        answers = brought.wanted(dossier, pairs, {each.paper for each in given.papers})
        linked = held.link(given.papers, offers(dossier, officer), officer.principal, officer, given.op_id)
        if answers is not None:
            brought.make_room(dossier, answers)
        kept = attached.for_binding([page.attachment_id for page in linked])
        files = _add(dossier, [(kept[page.attachment_id], page.paper) for page in linked])
        how = noting.Brought(said=brought.answered(answers) if answers else "")
        noting.note(dossier, files, officer, given.op_id, how)
        if answers is not None:
            came = brought.Came(held.owner_of(dossier).name, {page.paper: page.from_code for page in linked})
            brought.take(dossier, answers, came, files, officer, given.op_id)
        todo.refresh(dossier)

    return operations.act(dossier_id, given.op_id, given.seen, "desk.reuse", asked, officer, do)


def _answers(dossier: Dossier, given: AttachIn, came: set[str]) -> brought.Answers | None:
    if given.answers and not given.brought_by:
        code = "brought_by_needed"
        raise errors.Invalid(code, errors=[{"path": "brought_by", "code": code, "params": {}}])
    return brought.wanted(dossier, [(each.item, each.paper) for each in given.answers], came)


def _may_be_brought(dossier: Dossier, papers: Sequence[str], officer: Actor) -> None:
    officer.need(Permission.DOSSIERS_RECEIVE, dossier.unit_id)
    if State(dossier.state) in ENDS:
        raise errors.Conflict("dossier_closed", extra={"state": dossier.state})
    if set(papers) - {each["key"] for each in facts.procedure(dossier).get("papers", [])}:
        raise errors.Invalid("paper_unknown", errors=[{"path": "pages", "code": "paper_unknown", "params": {}}])


def _own(pages: Sequence[PlacedPage], officer: Actor) -> dict[UUID, Attachment]:
    """The officer's own digitised pages that belong to no dossier yet; raises NotFound."""
    wanted = [page.attachment_id for page in pages]
    kept, mine = attached.for_binding(wanted), attached.principals_of(officer)
    digitised = queries.files_of(wanted)
    for each in wanted:
        row = kept.get(each)
        usable = row is not None and row.state == "stored" and row.code is None and row.principal in mine
        if not usable or each not in digitised or (row is not None and row.bound_at is not None):
            raise errors.NotFound("page_not_found")
    if len(set(wanted)) < len(wanted):
        raise errors.Invalid("manifest_refused", errors=[{"path": "pages", "code": "duplicate", "params": {}}])
    return kept


def _add(dossier: Dossier, pages: Sequence[tuple[Attachment, str]]) -> list[DossierFile]:
    """Behind the pages that each paper has."""
    mine = DossierFile.dossier_id == dossier.id
    there = select(DossierFile.paper, func.max(DossierFile.page)).where(mine, DossierFile.replaced_by.is_(None))
    last = {row[0]: row[1] for row in db.session.execute(there.group_by(DossierFile.paper))}
    held_before = db.session.scalar(select(func.count()).select_from(DossierFile).where(mine)) or 0
    if held_before + len(pages) > MAX_PAGES:
        raise errors.Invalid("pages_too_many", most=MAX_PAGES)
    attachments.bind([kept for kept, _ in pages])
    files = []
    for kept, paper in pages:
        last[paper] = last.get(paper, 0) + 1
        files.append(
            DossierFile(
                dossier_id=dossier.id,
                attachment_id=kept.id,
                sha256=kept.sha256,
                size=kept.size,
                type=kept.type or "",
                paper=paper,
                page=last[paper],
                required=False,
                stored_at=kept.stored_at,
            )
        )
    db.session.add_all(files)
    db.session.flush()
    return files


def _compare(dossier: Dossier, came: set[str], compared: Sequence[str], officer: Actor, op_id: UUID) -> None:
    """The originals that lie on the desk; a paper that got another page and no tick counts as compared no longer."""
    rows = select(DossierPaper.paper).where(
        DossierPaper.dossier_id == dossier.id, DossierPaper.compared_at.is_not(None)
    )
    before = set(db.session.scalars(rows))
    for paper in dict.fromkeys([*compared, *sorted(came & before)]):
        operations.compare(
            dossier.id,
            op_id=uuid5(op_id, f"compare/{paper}"),
            seen=dossier.version,
            paper=paper,
            compared=paper in compared,
            reason="",
            actor=officer,
        )
