"""Who has a dossier, what people have to do, and what a unit decides about both, over HTTP."""

from __future__ import annotations

from app.core import clock, errors
from app.core.access import Permission
from app.core.text import nfc_lines
from app.db import db
from app.dossiers import handing, operations, owner_views, todo
from app.dossiers.owner_schemas import (
    AbsenceIn,
    AbsenceOut,
    AbsencePath,
    ColleaguePath,
    DutiesOut,
    HandedOut,
    HandIn,
    LatestOut,
    LeavesIn,
    LeavingOut,
    LeavingQuery,
    OwnerOut,
    PersonPath,
    RuleIn,
    RulePath,
    TaskCountOut,
    TaskDoneIn,
    TaskPath,
    TasksOut,
    TimingIn,
)
from app.dossiers.schemas import DossierPath
from app.duties import operations as duties
from app.duties.models import Absence
from app.duties.rules import Timing
from app.identity import audit
from app.web.api import Api
from app.web.session import actor

api = Api("owners")


@api.get("/desk/dossiers/<uuid:dossier_id>/latest", allow=Permission.DOSSIERS_READ, answers=LatestOut, problems=(404,))
def latest(path: DossierPath) -> LatestOut:
    """How far a dossier has gone, and who went last: what a page that is open asks now and then."""
    return owner_views.latest(operations.for_desk(path.dossier_id, actor(), shown=False))


@api.get("/desk/dossiers/<uuid:dossier_id>/owner", allow=Permission.DESK, answers=OwnerOut, problems=(404,))
def owner(path: DossierPath) -> OwnerOut:
    """Who has a dossier, and to whom it could be given."""
    found = operations.for_desk(path.dossier_id, actor(), also=Permission.DOSSIERS_ASSIGN)
    return owner_views.owner_of(found, actor())


@api.post(
    "/desk/dossiers/<uuid:dossier_id>/owner", allow=Permission.DESK, writes=True, answers=OwnerOut, problems=(404, 409)
)
def hand(path: DossierPath, body: HandIn) -> OwnerOut:
    """Take a dossier, give it to somebody, or give it back; the same op_id again does it once."""
    done = operations.hand(
        path.dossier_id,
        op_id=body.op_id,
        seen=body.seen,
        act=body.act,
        to=body.to,
        reason=nfc_lines(body.reason),
        actor=actor(),
    )
    return owner_views.owner_of(done, actor())


@api.get("/desk/tasks", allow=Permission.DESK, answers=TasksOut)
def tasks() -> TasksOut:
    """What this person has to do; every dossier whose people are named is a look that is recorded."""
    found = todo.tasks(actor())
    for each in [*found.tasks, *found.news]:
        if each.owner_name is not None:
            audit.look(actor(), "dossier", each.dossier_id, "task")
    return found


@api.get("/desk/tasks/count", allow=Permission.DESK, answers=TaskCountOut)
def task_count() -> TaskCountOut:
    """How much there is to do."""
    return todo.count(actor())


@api.post("/desk/tasks/<uuid:task_id>/done", allow=Permission.DESK, writes=True, answers=TaskCountOut, problems=(404,))
def task_done(path: TaskPath, body: TaskDoneIn) -> TaskCountOut:
    """Somebody has seen to a task."""
    duties.finish(actor(), path.task_id, nfc_lines(body.note))
    return todo.count(actor())


@api.post("/desk/tasks/seen", allow=Permission.DESK, writes=True, answers=TaskCountOut)
def news_seen() -> TaskCountOut:
    """What is only told has been read."""
    duties.finish_news(actor())
    return todo.count(actor())


@api.get("/desk/duties", allow=Permission.DUTIES_MANAGE, answers=DutiesOut)
def read_duties() -> DutiesOut:
    """Who does what at this person's units."""
    return owner_views.all_duties(actor())


@api.post("/desk/duties/rules", allow=Permission.DUTIES_MANAGE, writes=True, answers=DutiesOut, problems=(404,))
def add_rule(body: RuleIn) -> DutiesOut:
    """A rule of a unit: whom new work goes to."""
    actor().need(Permission.DUTIES_MANAGE, body.unit_id)
    duties.add_rule(
        actor(),
        body.unit_id,
        body.person_id,
        permission=body.permission,
        procedure_code=body.procedure_code,
        village=body.village,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    return owner_views.all_duties(actor())


@api.post(
    "/desk/duties/rules/<uuid:rule_id>/end",
    allow=Permission.DUTIES_MANAGE,
    writes=True,
    answers=DutiesOut,
    problems=(404,),
)
def end_rule(path: RulePath) -> DutiesOut:
    """A rule holds no more."""
    duties.end_rule(actor(), path.rule_id)
    return owner_views.all_duties(actor())


@api.post("/desk/duties/timing", allow=Permission.DUTIES_MANAGE, writes=True, answers=DutiesOut)
def set_timing(body: TimingIn) -> DutiesOut:
    """From a day on a unit reminds at other times."""
    actor().need(Permission.DUTIES_MANAGE, body.unit_id)
    timing = Timing(body.remind_hours, body.lead_hours, body.quiet_hours)
    duties.set_timing(actor(), body.unit_id, timing, body.valid_from)
    return owner_views.all_duties(actor())


@api.post("/desk/duties/absences", allow=Permission.DUTIES_MANAGE, writes=True, answers=AbsenceOut, problems=(404,))
def add_absence(body: AbsenceIn) -> AbsenceOut:
    """Somebody will be away; from the first day on others have what lies with them."""
    owner_views.need_colleague(body.person_id, body.unit_id, actor())
    made = duties.add_absence(
        actor(), body.person_id, since=body.since, until=body.until, reason=nfc_lines(body.reason)
    )
    if made.since <= clock.today():
        handing.begin(made)
    return owner_views.absence_out(made)


@api.post(
    "/desk/duties/absences/<uuid:absence_id>/end",
    allow=Permission.DUTIES_MANAGE,
    writes=True,
    answers=HandedOut,
    problems=(404,),
)
def end_absence(path: AbsencePath) -> HandedOut:
    """Somebody is back; what others have not touched since is theirs again."""
    found = db.session.get(Absence, path.absence_id, with_for_update=True)
    at = actor().units(Permission.DUTIES_MANAGE)
    if found is None or not any(duties.works_at(found.person_id, each) for each in at):
        raise errors.NotFound("no_such_absence")
    return HandedOut(count=handing.end(found))


@api.get(
    "/desk/duties/units/<uuid:unit_id>/people/<uuid:person_id>/work",
    allow=Permission.DUTIES_MANAGE,
    answers=LeavingOut,
    problems=(404,),
)
def work_of(path: ColleaguePath, query: LeavingQuery) -> LeavingOut:
    """What lies open with somebody, and who would have each."""
    return owner_views.leaving(path.person_id, path.unit_id, query.to, actor())


@api.post(
    "/desk/duties/people/<uuid:person_id>/hand-over",
    allow=Permission.DUTIES_MANAGE,
    writes=True,
    answers=HandedOut,
    problems=(404, 409),
)
def hand_over(path: PersonPath, body: LeavesIn) -> HandedOut:
    """Everything that lies open with somebody goes to others, or nothing does."""
    owner_views.need_colleague(path.person_id, body.unit_id, actor())
    count = handing.hand_over(
        path.person_id, unit_id=body.unit_id, to=body.to, reason=nfc_lines(body.reason), actor=actor()
    )
    return HandedOut(count=count)
