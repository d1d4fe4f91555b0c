"""What dossiers need looked after while nobody acts on them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.core import clock
from app.db import transaction
from app.dossiers import automatic, confirming, handing, lateness, succession, watching
from app.jobs import later, task

_CHUNK = 100
_NIGHT = 2


@task("dossiers.tell_overdue", every=timedelta(minutes=15))
def tell_overdue() -> None:
    """Tell whoever waits that their due moment has passed."""
    lateness.tell_overdue()


@task("dossiers.draft_silence", every=timedelta(minutes=15))
def draft_silence() -> None:
    """Count as agreement that an owner said nothing about her draft in time."""
    confirming.silence()


@task("dossiers.assign_new", every=timedelta(minutes=1))
def assign_new() -> None:
    """Name the owner of what has just come in."""
    watching.assign_new()


@task("dossiers.remind", every=timedelta(minutes=15))
def remind() -> None:
    """Announce due moments to those who have the dossiers, and to those who lead; begin and end absences."""
    handing.keep_absences()
    watching.remind()


@task("dossiers.nightly_check", outside=True, every=timedelta(minutes=30))
def nightly_check() -> None:
    """Between two and three at night: every open dossier has an owner and a next date, and none waits in silence."""
    if clock.now().astimezone(clock.VN).hour == _NIGHT:
        check_all()


def check_all() -> watching.Report:
    """The whole check, in transactions of a hundred dossiers each; safe to repeat."""
    with transaction(writes=False):
        ids = watching.open_ids()
    report = watching.Report()
    for start in range(0, len(ids), _CHUNK):
        with transaction(writes=True):
            report.add(watching.check(ids[start : start + _CHUNK]))
    return report


@task("dossiers.receive_what_is_whole", every=timedelta(seconds=20))
def receive_what_is_whole() -> None:
    """Ask for the reception of whatever came in under a unit's rule, each in a transaction of its own."""
    for dossier_id in automatic.waiting():
        later("dossiers.receive_one", key=f"receive:{dossier_id}", dossier_id=dossier_id)


@task("dossiers.receive_one")
def receive_one(dossier_id: str) -> None:
    """Receive one dossier by its unit's rule, or leave it to an official and say why; once, however often it runs."""
    automatic.receive(UUID(dossier_id))


@task("dossiers.follow_succession", every=timedelta(hours=1))
def follow_succession() -> None:
    """Bring what lies at a unit that has ended to the unit that carries on for it."""
    succession.follow()
