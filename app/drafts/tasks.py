"""What draft copies need done by themselves: the end of what nobody touches, and of tombstones everybody knows."""

from __future__ import annotations

from datetime import timedelta

from app import settings
from app.core import clock
from app.db import db
from app.drafts import operations, queries, rules
from app.jobs import task

BATCH = 200


@task("drafts.forget_old", every=timedelta(hours=6))
def forget_old() -> None:
    """End copies that nobody touched for the office's time or whose mandate ran out, and drop old tombstones."""
    for copy in queries.untouched(settings().draft_copy_days, BATCH):
        operations.bury(copy, "old")
    for copy in queries.under_ended_mandates(BATCH):
        operations.end_of_consent(copy)
    for copy in queries.left_too_long(clock.now() - rules.KEEP_LEFT, BATCH):
        operations.let_go(copy)
    operations.forget_pages(queries.ended_with_pages(clock.now() - rules.KEEP_PAGES, BATCH))
    for copy in queries.old_tombstones(clock.now() - rules.KEEP_TOMBSTONE, BATCH):
        db.session.delete(copy)
