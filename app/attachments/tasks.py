"""What attachments need done by themselves: renditions, and the end of what nobody claimed."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.attachments import content, operations, queries, renditions, storage
from app.core import clock
from app.db import db, transaction
from app.jobs import task

log = logging.getLogger(__name__)

KEEP_UNCLAIMED = timedelta(days=30)
BATCH = 50


@task("attachments.prepare", outside=True, every=timedelta(seconds=20))
def prepare() -> None:
    """Decode new pictures whole and make what is shown of them; an unusable one is told to its dossier."""
    while True:
        with transaction(writes=False):
            waiting = queries.unprepared(BATCH)
        for attachment_id in waiting:
            with transaction(writes=False):
                attachment = queries.get(attachment_id)
                if attachment is None or attachment.type is None:
                    continue
                sha256, kind = attachment.sha256, attachment.type
            fault = _make(sha256, kind)
            with transaction(writes=True):
                attachment = queries.get(attachment_id)
                if attachment is not None and attachment.prepared_at is None:
                    operations.mark_prepared(attachment, fault)
        if len(waiting) < BATCH:
            return


def _make(sha256: str, kind: str) -> str | None:
    try:
        renditions.make(storage.current(), sha256, kind)
    except content.RefusedError as refused:
        return refused.code
    return None


@task("attachments.sweep", outside=True, every=timedelta(hours=6))
def sweep() -> None:
    """Remove parts and files that nobody claimed within 30 days or names in a draft, and contents that no row names."""
    _forget_unclaimed()
    _remove_old_parts()
    _remove_orphans()


def _forget_unclaimed() -> None:
    before = clock.now() - KEEP_UNCLAIMED
    while True:
        with transaction(writes=True):
            old = queries.forgotten(before, BATCH)
            ids = [row.id for row in old]
            for row in old:
                db.session.delete(row)
        for attachment_id in ids:
            storage.current().remove_part(attachment_id)
        if len(ids) < BATCH:
            return


def _remove_old_parts() -> None:
    """Parts whose row is gone or says that the file is kept, and those that stopped growing long ago."""
    held = storage.current()
    for attachment_id in held.old_parts((clock.now() - KEEP_UNCLAIMED).timestamp()):
        try:
            with held.hold_part(attachment_id):
                held.remove_part(attachment_id)
        except storage.BusyError:
            continue


def _remove_orphans() -> None:
    held = storage.current()
    with held.sweeping():
        with transaction(writes=False):
            used = {held.name(sha256) for sha256 in queries.hashes_in_use()}
        gone = [name for name in held.names() if name not in used]
        for name in gone:
            held.delete_name(name)
    if gone:
        log.info("removed %d files that belong to nothing", len(gone))
