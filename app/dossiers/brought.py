"""Papers brought to the counter, or held already, while more is asked for: they answer it as if a phone had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from app.core import clock, errors
from app.core.access import Actor, Permission
from app.db import db
from app.dossiers import answering, asked, effects, facts, knowledge, log, operations, supplements
from app.dossiers.models import Dossier, DossierFile, Supplement, SupplementItem
from app.workflow import rules as workflow
from app.workflow.table import Party

MOVE = "answer_supplement"


@dataclass(frozen=True)
class Answers:
    """Which things that are asked for are answered by which of the papers that were brought."""

    request: Supplement
    items: Sequence[SupplementItem]
    pairs: Sequence[tuple[SupplementItem, str]]
    """A thing that was asked for, and the paper that answers it."""

    @property
    def anew(self) -> set[str]:
        """The papers that were asked for themselves: their new pages stand in place of the old ones."""
        return {paper for item, paper in self.pairs if item.kind == "paper" and item.key == paper}


def wanted(dossier: Dossier, given: Sequence[tuple[str, str]], papers: set[str]) -> Answers | None:
    """What is answered, of pairs (the key of a thing that is asked for, a paper of `papers`); nothing where none is.

    Raises Conflict where nothing is asked for (any more), Invalid for a thing that was not, or a paper not brought.
    """
    if not given:
        return None
    found = supplements.there(dossier.id)
    if found is None or found.status != "open":
        raise errors.Conflict("supplement_closed")
    if found.answered_at is not None:
        raise errors.Conflict("supplement_answered")
    items = supplements.items_of(found.id)
    by_key = {item.key: item for item in items}
    wrong = [
        {"path": f"answers[{number}]", "code": "item_unknown", "params": {}}
        for number, (key, paper) in enumerate(given)
        if key not in by_key or paper not in papers
    ]
    if wrong:
        raise errors.Invalid("items_wrong", errors=wrong)
    return Answers(found, items, [(by_key[key], paper) for key, paper in dict(given).items()])


def make_room(dossier: Dossier, answers: Answers) -> None:
    """The old pages of papers that were asked for again count no longer."""
    supplements.replace(dossier, answers.request, answers.anew)
    db.session.flush()


@dataclass(frozen=True)
class Came:
    """How the papers came: `by` whom, or held already and used again as `by` asks, from the dossiers of these codes."""

    by: str
    held_from: Mapping[str, str] = field(default_factory=dict)
    """The earlier dossier's code by paper."""

    @property
    def words(self) -> str:
        """The reason of the event that ends the request."""
        if not self.held_from:
            return f"{self.by} mang giấy tờ tới quầy"
        codes = ", ".join(sorted(set(self.held_from.values())))
        return f"Dùng lại giấy tờ đã nộp ở hồ sơ {codes}, theo đề nghị của {self.by}"


def take(
    dossier: Dossier, answers: Answers, came: Came, files: Sequence[DossierFile], officer: Actor, op_id: UUID
) -> None:
    """Write down what is answered, and end the request as its last page ends one that a phone answers."""
    names = {each["key"]: each["name"] for each in facts.procedure(dossier)["papers"]}
    for item, paper in answers.pairs:
        item.brought = {
            "at": clock.now().isoformat(),
            "by": came.by,
            "paper": paper,
            "name": names[paper],
            "official": officer.name,
            "held_from": came.held_from.get(paper),
        }
    _list_pages(dossier, answers.anew, files)
    supplements.count(dossier)
    if not all(item.brought for item in answers.items):
        return
    doer = workflow.Doer(frozenset({Party.OWNER}), officer.person_id)
    decision = workflow.decide(MOVE, facts.facts_of(dossier), doer, clock.now())
    answers.request.answered_at = clock.now()
    papers = sorted({str(item.brought["paper"]) for item in answers.items})
    log.append(
        dossier,
        move=MOVE,
        to_state=decision.to_state.value,
        actor=officer,
        op_id=uuid5(op_id, MOVE),
        reason=came.words,
        data={"supplement_id": str(answers.request.id), "changed": {}, "papers": papers, "brought_by": came.by},
        role=operations.role_for(officer, dossier, Permission.DOSSIERS_RECEIVE),
    )
    effects.carry_out(decision, dossier, officer, by_owner=True)
    if dossier.files_missing == 0:
        answering.complete(dossier)


def said(dossier: Dossier, answers: Answers | None, by: str, files: Sequence[DossierFile]) -> str:
    """Who brought what, and what it answers, in a sentence of the dossier's history; empty where nobody said who."""
    if not by:
        return ""
    names = {each["key"]: each["name"]["vi"] for each in facts.procedure(dossier)["papers"]}
    pages: dict[str, int] = {}
    for file in files:
        pages[file.paper] = pages.get(file.paper, 0) + 1
    text = f"{by} mang tới quầy: " + "; ".join(f"{names[paper]} ({count} trang)" for paper, count in pages.items())
    return text if answers is None else f"{text}. {answered(answers)}"


def answered(answers: Answers) -> str:
    """Which things that were asked for are answered, in a sentence of the dossier's history."""
    return "Trả lời mục: " + "; ".join(str(item.label["vi"]) for item, _ in answers.pairs)


def _list_pages(dossier: Dossier, papers: set[str], files: Sequence[DossierFile]) -> None:
    """The answers list the new pages of a paper where the form has one place for it."""
    form = knowledge.form(dossier.form_hash).form
    for paper in papers:
        paths = list(asked.slots(form, dossier.answers, [paper]))
        if len(paths) == 1:
            mine = [str(file.attachment_id) for file in files if file.paper == paper]
            dossier.answers = asked.with_answer(dossier.answers, paths[0], mine)
