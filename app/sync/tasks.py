"""What sending needs looked after."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.dossiers import intake, scope
from app.jobs import task
from app.sync import stumbles

log = logging.getLogger(__name__)


@task("sync.find_overlooked", every=timedelta(hours=1))
def find_overlooked() -> None:
    """See that no dossier waits for bytes that are here."""
    if found := intake.find_overlooked():
        log.warning("%d attachments were held while their dossiers still waited for them", found)


@task("sync.forget_long_closed", every=timedelta(days=1))
def forget_long_closed() -> None:
    """Take dossiers that have long ended out of the view of those who helped."""
    scope.forget_long_closed()


@task("sync.forget_stumbles", every=timedelta(days=1))
def forget_stumbles() -> None:
    """Forget failures of operations that have their verdict, or that nobody tries again."""
    stumbles.forget()
