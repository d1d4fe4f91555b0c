"""Supplement requests: noted, opened, answered, ended. What was there before an answer stays readable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.core import clock, errors
from app.core.access import Actor
from app.core.ids import uuid7
from app.db import db
from app.dossiers import asked, facts, finding, knowledge, rules
from app.dossiers.asked import Given, Item
from app.dossiers.flags import ANSWERED, AWAITING, QUARANTINED, WAITS
from app.dossiers.models import Dossier, DossierFile, DossierPaper, Supplement, SupplementItem
from app.dossiers.schemas import ManifestItem
from app.dossiers.supplement_schemas import SupplementAnswer
from app.forms import queries as forms
from app.forms.rules import evaluate, parties

_FORMS = frozenset({"form", "e_form"})
_THERE = ("waiting", "open")
Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """An answer as a phone sent it."""

    payload: SupplementAnswer
    manifest: Sequence[ManifestItem]
    principals: Sequence[str]
    """The principals under which its pages may have gone ahead."""


def there(dossier_id: UUID) -> Supplement | None:
    """The request that is open or waits for an approver's word."""
    rows = select(Supplement).where(Supplement.dossier_id == dossier_id, Supplement.status.in_(_THERE))
    return db.session.scalars(rows).first()


def opened_before(dossier_id: UUID) -> int:
    """How many requests reached the owner."""
    rows = select(func.count()).where(Supplement.dossier_id == dossier_id, Supplement.opened_at.is_not(None))
    return db.session.scalar(rows) or 0


def items_of(supplement_id: UUID) -> list[SupplementItem]:
    """What a request asks for, in its order."""
    rows = select(SupplementItem).where(SupplementItem.supplement_id == supplement_id)
    return list(db.session.scalars(rows.order_by(SupplementItem.position)))


def note(dossier: Dossier, actor: Actor, data: Mapping[str, Any], why_again: str) -> Supplement:
    """Write a request down; raises Invalid where it asks for what this dossier does not have."""
    labels = question_labels(dossier)
    papers = {paper["key"]: paper["name"] for paper in _papers(dossier)}
    items, wrong = asked.read_items(data["items"], paths=labels, papers=papers)
    day = asked.respond_by(data["respond_by"], clock.today())
    if day is None:
        wrong.append({"path": "data.respond_by", "code": "respond_by_wrong", "params": {"max": asked.MAX_DAYS}})
    if wrong or day is None:
        raise errors.Invalid("items_wrong", errors=wrong)
    made = Supplement(
        id=uuid7(),
        dossier_id=dossier.id,
        number=1 + (db.session.scalar(select(func.max(Supplement.number)).filter_by(dossier_id=dossier.id)) or 0),
        status="waiting",
        asked_by_id=actor.person_id,
        asked_by=actor.name,
        asked_at=clock.now(),
        why_again=why_again or None,
        respond_by=day,
        note=rules.cleaned(str(data.get("note") or ""))[: asked.MAX_TEXT],
    )
    db.session.add(made)
    db.session.flush()
    for position, item in enumerate(items, start=1):
        label = labels[item.key] if item.kind == "answer" else papers[item.key]
        db.session.add(_row(made.id, position, item, label, dossier))
    _flag(dossier, WAITS if why_again else "", but=ANSWERED)
    db.session.flush()
    return made


def open_(dossier: Dossier, actor: Actor, reason: str) -> Supplement:
    """Ask the owner: from now on the request waits for her. An approver's reason is kept with it."""
    found = there(dossier.id)
    if found is None or found.status != "waiting":
        raise errors.Conflict("move_not_now")
    found.status, found.opened_at = "open", clock.now()
    if found.why_again is not None:
        found.allowed_by, found.allow_reason = actor.name, reason
    _flag(dossier, AWAITING, but=WAITS)
    db.session.flush()
    return found


def end(dossier: Dossier, how: str, reason: str = "") -> None:
    """Close the request that is there, if there is one: answered, withdrawn, or ended with the dossier."""
    found = there(dossier.id)
    if found is None:
        return
    found.status, found.closed_at, found.close_reason = how, clock.now(), reason or None
    _flag(dossier, ANSWERED if how == "answered" else "", but=AWAITING)
    dossier.flags = [flag for flag in dossier.flags if flag != WAITS]
    db.session.flush()


def gone_on(dossier: Dossier) -> None:
    """Somebody of the office went on with the dossier: an answer is no news any more."""
    _flag(dossier, "", but=ANSWERED)


def summary(supplement: Supplement) -> str:
    """What is asked for, in one line: names of things, and until when."""
    names = [str(item.label["vi"]) for item in items_of(supplement.id)]
    return f"{'; '.join(names)} (trước ngày {supplement.respond_by:%d/%m/%Y})"


def waiting_for(dossier_id: UUID, supplement_id: UUID) -> Supplement:
    """The request that this answer is for; raises Conflict where it waits for none, or for another by now."""
    found = there(dossier_id)
    if found is None or found.id != supplement_id or found.status != "open":
        raise errors.Conflict("supplement_closed")
    if found.answered_at is not None:
        raise errors.Conflict("supplement_answered")
    return found


def take(dossier: Dossier, found: Supplement, answer: Answer, actor: Actor) -> Json:
    """Put an answer into the dossier; the request stays open until its last page is here. What was done, for the log.

    Raises Invalid where something is missing, wrong or was not asked for.
    """
    items = items_of(found.id)
    form = knowledge.form(dossier.form_hash).form
    papers = [item.key for item in items if item.kind == "paper"]
    slots = asked.slots(form, dossier.answers, papers)
    came = frozenset(page.paper for page in answer.manifest)
    given = Given(answer.payload.answers, came, rules.cleaned(answer.payload.notes))
    # what was brought to the counter meanwhile need not be sent as well
    brought = {item.key for item in items if item.brought}
    wrong = [
        each
        for each in asked.faults([(item.kind, item.key) for item in items], given, slots)
        if each["code"] != "required" or each["path"] not in brought
    ]
    wrong += rules.manifest_faults([(page.attachment_id, page.paper, page.page) for page in answer.manifest], {})
    if wrong:
        raise errors.Invalid("supplement_refused", errors=wrong)
    changed = _answers(dossier, given)
    for item in items:
        item.note = given.notes.get(item.key) or None
    _pages(dossier, found, answer, actor)
    found.answered_at = clock.now()
    db.session.flush()
    return {"supplement_id": str(found.id), "changed": changed, "papers": sorted(came)}


def spoiled(dossier: Dossier, found: Supplement) -> bool:
    """Whether a page of an answer cannot be used; then the request is the owner's to answer once more."""
    papers = [item.key for item in items_of(found.id) if item.kind == "paper"]
    unusable = _present(dossier).where(DossierFile.refused.is_not(None), DossierFile.paper.in_(papers))
    if db.session.scalars(unusable).first() is None:
        return False
    found.answered_at = None
    db.session.flush()
    return True


def _row(supplement_id: UUID, position: int, item: Item, label: Json, dossier: Dossier) -> SupplementItem:
    before: Json = {"value": asked.answer_at(dossier.answers, item.key)} if item.kind == "answer" else {}
    return SupplementItem(
        supplement_id=supplement_id,
        position=position,
        kind=item.kind,
        key=item.key,
        label=label,
        reason_code=item.reason_code,
        reason=item.reason,
        guidance=item.guidance,
        example=item.example,
        before=before,
    )


def _flag(dossier: Dossier, flag: str, *, but: str) -> None:
    kept = [each for each in dossier.flags if each not in {flag, but}]
    dossier.flags = [*kept, flag] if flag else kept


def _papers(dossier: Dossier) -> list[Json]:
    return [paper for paper in facts.procedure(dossier)["papers"] if paper["kind"] not in _FORMS]


def question_labels(dossier: Dossier) -> dict[str, Json]:
    """The names of the questions that were shown, by path; those of a group with the number of their row."""
    body, known = forms.body(dossier.form_hash), knowledge.form(dossier.form_hash)
    shown = evaluate(known.form, dossier.answers, clock.today(), knowledge.current().lists)["visible"]
    paths = asked.askable(known.form, shown)
    found: dict[str, Json] = {}
    for section in body["sections"]:
        for field in section["fields"]:
            if section.get("repeat"):
                rows = dossier.answers.get(section["key"]) or []
                for number, row in enumerate(rows, start=1):
                    path = f"{section['key']}[{row['_id']}].{field['key']}"
                    found[path] = _in_row(section["repeat"]["item"], number, field["label"])
            else:
                found[field["key"]] = field["label"]
    return {path: label for path, label in found.items() if path in paths}


def _in_row(item: Json, number: int, label: Json) -> Json:
    return {language: f"{item.get(language) or item['vi']} {number}: {text}" for language, text in label.items()}


def _answers(dossier: Dossier, given: Given) -> Json:
    """Keep the new answers, and what follows from them; gives what was changed, with what stood there before."""
    known, form = knowledge.current(), knowledge.form(dossier.form_hash).form
    merged: Json = dict(dossier.answers)
    for path, value in given.answers.items():
        merged = asked.with_answer(merged, path, value)
    old = {(each["path"], each["code"]) for each in evaluate(form, dossier.answers, known.day, known.lists)["errors"]}
    judged = evaluate(form, merged, known.day, known.lists)
    # what was right when it was sent may be too old by today: only what is wrong anew is refused
    wrong = [dict(each) for each in judged["errors"] if (each["path"], each["code"]) not in old]
    if wrong:
        raise errors.Invalid("answers_refused", errors=wrong)
    after: Json = dict(judged["answers"])
    changed = {}
    for path in given.answers:
        before, now = asked.answer_at(dossier.answers, path), asked.answer_at(after, path)
        if before != now:
            changed[path] = {"before": before, "after": now}
    dossier.answers = after
    _people(dossier, after)
    return changed


def _people(dossier: Dossier, answers: Json) -> None:
    """The people of the dossier, its title and what it is found by follow from the answers."""
    before = dict(dossier.parties)
    people = rules.merged_parties(parties(knowledge.form(dossier.form_hash).form, answers), before)
    for name in ("helper", "submitter_authority"):
        if name in before:
            people[name] = before[name]
    if not rules.is_known(people.get("owner")):
        raise errors.Invalid("owner_missing")
    dossier.parties = people
    dossier.title = rules.title(facts.procedure(dossier)["name"]["vi"], people)
    dossier.search_text = rules.search_text(people, [dossier.local_code])
    finding.note(dossier)
    dossier.owner_id_number = people["owner"].get("id_number") or None


def _pages(dossier: Dossier, supplement: Supplement, answer: Answer, actor: Actor) -> None:
    """The new pages stand in place of the old ones of the same papers; a new page is compared anew."""
    if not answer.manifest:
        return
    came = {page.paper for page in answer.manifest}
    held = attached.for_binding([page.attachment_id for page in answer.manifest])
    mine = attached.principals_of(actor) | set(answer.principals)
    known = set(db.session.scalars(select(DossierFile.attachment_id).where(DossierFile.dossier_id == dossier.id)))
    for number, page in enumerate(answer.manifest):
        row = held.get(page.attachment_id)
        if page.attachment_id in known:
            raise _refused(number, "duplicate")
        if row is not None and (row.principal not in mine or row.sha256 != page.sha256):
            raise _refused(number, "upload_differs")
    replace(dossier, supplement, came)
    attachments.bind(held.values())
    for page in answer.manifest:
        row = held.get(page.attachment_id)
        db.session.add(
            DossierFile(
                dossier_id=dossier.id,
                attachment_id=page.attachment_id,
                sha256=page.sha256,
                size=page.size,
                type=page.type,
                paper=page.paper,
                page=page.page,
                required=page.required,
                name=rules.cleaned(page.name),
                stored_at=row.stored_at if row else None,
                refused=row.code if row else None,
            )
        )
    for seen in db.session.scalars(select(DossierPaper).where(DossierPaper.dossier_id == dossier.id)):
        if seen.paper in came:
            db.session.delete(seen)
    count(dossier)


def replace(dossier: Dossier, supplement: Supplement, papers: Collection[str]) -> None:
    """Have the pages of papers count no longer, for an answer brings new ones."""
    for old in db.session.scalars(_present(dossier).where(DossierFile.paper.in_(papers))):
        old.replaced_by = supplement.id


def _present(dossier: Dossier) -> Select[DossierFile]:
    """The pages that count: those no answer has replaced."""
    return select(DossierFile).where(DossierFile.dossier_id == dossier.id, DossierFile.replaced_by.is_(None))


def _refused(number: int, code: str) -> errors.Invalid:
    return errors.Invalid("manifest_refused", errors=[{"path": f"manifest[{number}]", "code": code, "params": {}}])


def count(dossier: Dossier) -> None:
    """Count anew how many pages are still to come, and say whether one of them cannot be used."""
    db.session.flush()
    pages = list(db.session.scalars(_present(dossier)))
    dossier.files_missing = sum(1 for page in pages if page.stored_at is None)
    dossier.complete_at = None if dossier.files_missing else clock.now()
    _flag(dossier, QUARANTINED if any(page.refused and page.required for page in pages) else "", but=QUARANTINED)
