"""What narrows the inbox: a view, and whatever else a filter asks for, of what stands open and of what is closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.core import clock
from app.core.access import Actor
from app.core.text import fold
from app.db import db
from app.dossiers import finding
from app.dossiers.flags import ANSWERED, AWAITING
from app.dossiers.models import Dossier
from app.dossiers.standing import Standing
from app.workbench import queries as workbench
from app.workbench.models import DossierLabel
from app.workbench.schemas import Asked
from app.workflow.table import State

VIEWS: dict[str, Callable[[Standing], bool]] = {
    "mine": lambda each: each.mine,
    "all": lambda _each: True,
    "unowned": lambda each: each.holder_id is None,
    "late": lambda each: each.overdue,
    "soon": lambda each: each.due_soon,
    "new": lambda each: each.state is State.SUBMITTED,
    "awaiting_files": lambda each: each.files_missing > 0,
    "awaiting_supplement": lambda each: AWAITING in each.flags,
    "answered": lambda each: ANSWERED in each.flags,
    "awaiting_payment": lambda each: each.owes > 0,
    "ready": lambda each: each.state is State.READY,
    "came_back": lambda each: each.came_back,
}
SPANS = ("late", "today", "soon", "week", "later")
_SOON, _WEEK = timedelta(days=3), timedelta(days=7)
_VILLAGE = Dossier.parties["owner"]["address"]["line"].as_string()


def span(each: Standing) -> str:
    """When it must be acted on: late, today, within three days, within a week, or later."""
    now = clock.now()
    if each.act_by < now:
        return "late"
    days = each.act_by.astimezone(clock.VN).date() - clock.today()
    if days <= timedelta(0):
        return "today"
    return "soon" if days <= _SOON else "week" if days <= _WEEK else "later"


def spans(standing: Iterable[Standing]) -> dict[str, int]:
    """How many stand in each span."""
    counted = Counter(map(span, standing))
    return {name: counted[name] for name in SPANS}


@dataclass(frozen=True)
class Narrow:
    """What a filter asks for, with what of it must be looked up: read once, asked of thousands of rows."""

    asked: Asked
    person_id: UUID | None
    ids: frozenset[UUID] | None
    """The only ones that may be meant, where a label, a village or words to find say so."""

    def fits(self, each: Standing) -> bool:
        """Whether an open dossier is meant, whatever the view and the span."""
        asked = self.asked
        return (
            asked.procedure in {"", each.procedure_code}
            and asked.channel in {"", each.channel}
            and asked.assisted in {None, each.assisted}
            and self._held(each.holder_id)
            and (self.ids is None or each.id in self.ids)
        )

    def in_span(self, each: Standing) -> bool:
        """Whether it stands in the span that is asked for."""
        return not self.asked.due or span(each) == self.asked.due

    def _held(self, holder: UUID | None) -> bool:
        match self.asked.holder:
            case "me":
                return holder is not None and holder == self.person_id
            case "nobody":
                return holder is None
            case "others":
                return holder is not None and holder != self.person_id
            case _:
                return True


def narrow(
    asked: Asked, actor: Actor, reach: Collection[UUID], *, q: str = "", among: Collection[UUID] | None = None
) -> Narrow:
    """Read what a filter needs; `q` are the words that must be found besides, `among` those it may be at all."""
    sets: list[frozenset[UUID]] = []
    if asked.label is not None:
        sets.append(workbench.labelled(asked.label))
    if asked.village:
        sets.append(_of_village(asked.village, reach, among))
    if q:
        sets.append(frozenset(finding.search(q, reach)))
    ids = frozenset.intersection(*sets) if sets else None
    return Narrow(asked, actor.person_id, ids)


def _of_village(typed: str, reach: Collection[UUID], among: Collection[UUID] | None) -> frozenset[UUID]:
    """The open dossiers (or of those named) of owners whose address line has these words, without diacritics."""
    which = Dossier.closed_at.is_(None) if among is None else Dossier.id.in_(among)
    rows = select(Dossier.id, _VILLAGE.label("line")).where(Dossier.unit_id.in_(reach), which)
    wanted = fold(typed)
    return frozenset(row.id for row in db.session.execute(rows) if row.line and wanted in fold(row.line))


def closed(asked: Asked) -> list[ColumnElement[bool]]:
    """What a filter asks of closed dossiers; who holds them and when they are due is over."""
    wanted: list[ColumnElement[bool]] = []
    if asked.procedure:
        wanted.append(Dossier.procedure_code == asked.procedure)
    if asked.channel:
        wanted.append(Dossier.channel == asked.channel)
    if asked.assisted is not None:
        wanted.append(Dossier.helper_id.is_not(None) if asked.assisted else Dossier.helper_id.is_(None))
    if asked.label is not None:
        wanted.append(Dossier.id.in_(select(DossierLabel.dossier_id).where(DossierLabel.label_id == asked.label)))
    if asked.village:
        wanted.append(_VILLAGE.icontains(asked.village, autoescape=True))
    return wanted


def pinned(standing: Sequence[Standing], actor: Actor, reach: Collection[UUID]) -> dict[str, int]:
    """How many open ones each of the actor's pinned filters finds; those that look at closed ones say nothing."""
    found = {}
    for each in workbench.filters_of(actor):
        if each.pinned and each.asked.view != "done":
            known = narrow(each.asked, actor, reach, q=each.asked.q)
            belongs = VIEWS["all" if each.asked.q and not each.asked.in_view else each.asked.view]
            found[str(each.id)] = sum(1 for row in standing if belongs(row) and known.fits(row) and known.in_span(row))
    return found
