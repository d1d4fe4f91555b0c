"""What sending needs looked after."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.dossiers import intake
from app.jobs import task

log = logging.getLogger(__name__)


@task("sync.find_overlooked", every=timedelta(hours=1))
def find_overlooked() -> None:
    """See that no dossier waits for bytes that are here."""
    if found := intake.find_overlooked():
        log.warning("%d attachments were held while their dossiers still waited for them", found)
