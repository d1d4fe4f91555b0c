"""What must leave the house is a row of the same transaction; an executor runs the rows that are due.

A task may run twice (an executor can die after the work and before the note of it), so each is written to be
safe to repeat. Several executors on several machines may share the table.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Index, String, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.ids import uuid7
from app.db import JsonDict, MaybeMoment, Model, Moment, Short, UuidPk, db, insert_missing, is_sqlite, transaction

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_TRIES = 12
KEEP_DONE = timedelta(days=7)
_SCHEDULE_EVERY = 60.0
"""Seconds between two looks at whether every repeating task has its row."""
BEAT = timedelta(seconds=30)
"""So often an executor says that it lives."""


class Job(Model):
    """One thing to do once after its moment; `key` (unique while waiting) lets a caller ask only once."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "done_at", "run_at"),)

    id: Mapped[UuidPk]
    task: Mapped[Short]
    args: Mapped[JsonDict]
    key: Mapped[str | None] = mapped_column(unique=True)
    run_at: Mapped[Moment]
    created_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[MaybeMoment]
    done_at: Mapped[MaybeMoment]
    failed: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]
    failing_since: Mapped[MaybeMoment]
    """When the first of its failures in a row was; none while it goes well."""


class JobExecutor(Model):
    """The last sign of life of the executors of a machine."""

    __tablename__ = "job_executor"

    host: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[Moment]


@dataclass(frozen=True)
class Task:
    """A named entry point. `outside` tasks talk to other systems and open their own transactions."""

    name: str
    run: Callable[..., None]
    outside: bool
    every: timedelta | None


TASKS: dict[str, Task] = {}


def task(
    name: str, *, outside: bool = False, every: timedelta | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a task; with `every` it also runs by itself that often, first soon after the start."""

    def decorate(run: Callable[..., None]) -> Callable[..., None]:
        TASKS[name] = Task(name, run, outside, every)
        return run

    return decorate


def later(name: str, *, run_at: datetime | None = None, key: str | None = None, **args: object) -> None:
    """Ask for a task in the present transaction; arguments are ids and other small JSON values.

    With `key`, a second call while the first still waits changes nothing.
    """
    if name not in TASKS:
        raise KeyError(f"no such task: {name}")
    if key and db.session.scalar(select(Job.id).where(Job.key == key)):
        return
    moment = clock.now()
    plain = {k: str(v) if isinstance(v, UUID) else v for k, v in args.items()}
    db.session.add(Job(id=uuid7(), task=name, args=plain, key=key, run_at=run_at or moment, created_at=moment))


def wait_for(tries: int) -> timedelta:
    """How long to wait after the n-th failure: 5 s, doubling, at most an hour."""
    return timedelta(seconds=min(5 * 2 ** (tries - 1), 3600))


def run_due(limit: int = 20) -> int:
    """Claim due rows and run each; returns how many ran."""
    claimed = _claim(limit)
    for job_id in claimed:
        _run_one(job_id)
    return len(claimed)


def drain() -> int:
    """Run what is due until nothing is; for tests and for stopping cleanly."""
    total = 0
    while done := run_due():
        total += done
    return total


def executor(app: Flask, stop: threading.Event, poll_seconds: float) -> None:
    """Run due rows until told to stop, keeping the schedule."""
    kept = 0.0
    with app.app_context():
        while not stop.is_set():
            try:
                beat()
                # the rows of repeating tasks stay where they are; only a new release or a hand in the table misses some
                if not kept or time.monotonic() - kept > _SCHEDULE_EVERY:
                    keep_schedule()
                    kept = time.monotonic()
                busy = run_due()
            except Exception:
                log.exception("the job executor could not reach its table; it tries again")
                busy = 0
            if not busy:
                stop.wait(poll_seconds)


def beat() -> None:
    """Note that the executor of this machine lives, unless that was noted just now."""
    host, moment = socket.gethostname()[:80], clock.now()
    with transaction(writes=False):
        row = db.session.get(JobExecutor, host)
        if row is not None and moment - BEAT < row.at <= moment:
            return
    with transaction(writes=True):
        insert_missing(JobExecutor, host=host, at=moment)
        db.session.execute(update(JobExecutor).where(JobExecutor.host == host).values(at=moment))


def again() -> int:
    """Have the jobs that were given up tried once more from the beginning; how many."""
    rows = db.session.scalars(select(Job).where(Job.failed)).all()
    for job in rows:
        job.failed, job.tries, job.run_at = False, 0, clock.now()
    return len(rows)


def keep_schedule() -> None:
    """See that every repeating task has its next row."""
    repeating = {f"every:{t.name}": t for t in TASKS.values() if t.every}
    with transaction(writes=False):
        known = set(db.session.scalars(select(Job.key).where(Job.key.in_(repeating))))
    missing = [t for key, t in repeating.items() if key not in known]
    if not missing:
        return
    with transaction(writes=True):
        for each in missing:
            later(each.name, key=f"every:{each.name}")


def waiting() -> dict[str, int | str | None]:
    """How many rows wait past their moment, the oldest of them, and how many have failed for good."""
    due = db.session.scalars(
        select(Job.run_at).where(Job.done_at.is_(None), Job.failed.is_(False), Job.run_at <= clock.now())
    ).all()
    failed = db.session.scalars(select(Job.id).where(Job.failed)).all()
    return {"due": len(due), "oldest": min(due).isoformat() if due else None, "failed": len(failed)}


def _claim(limit: int) -> list[UUID]:
    moment = clock.now()
    due = (
        select(Job.id)
        .where(
            Job.done_at.is_(None),
            Job.failed.is_(False),
            Job.run_at <= moment,
            or_(Job.claimed_until.is_(None), Job.claimed_until < moment),
        )
        .order_by(Job.run_at)
        .limit(limit)
    )
    with transaction(writes=False):
        if not db.session.scalars(due.limit(1)).first():
            return []
    with transaction(writes=True):
        locked = due if is_sqlite() else due.with_for_update(skip_locked=True)
        ids = list(db.session.scalars(locked))
        claim = update(Job).where(Job.id.in_(ids)).values(claimed_until=moment + LEASE, tries=Job.tries + 1)
        db.session.execute(claim.execution_options(synchronize_session=False))
    return ids


def _run_one(job_id: UUID) -> None:
    with transaction(writes=False):
        job = db.session.get_one(Job, job_id)
        name, args = job.task, dict(job.args)
    known = TASKS.get(name)
    try:
        if known is None:
            raise LookupError(f"no such task: {name}")
        if known.outside:
            known.run(**args)
            _finish(job_id)
        else:
            with transaction(writes=True):
                known.run(**args)
                _mark_done(job_id)
    except Exception as error:
        log.exception("task %s failed", name)
        _fail(job_id, error)


def _finish(job_id: UUID) -> None:
    with transaction(writes=True):
        _mark_done(job_id)


def _mark_done(job_id: UUID) -> None:
    job = db.session.get_one(Job, job_id)
    known = TASKS.get(job.task)
    moment, job.failing_since = clock.now(), None
    if known and known.every and job.key == f"every:{known.name}":
        job.run_at, job.claimed_until, job.tries, job.error = moment + known.every, None, 0, None
    else:
        job.done_at, job.claimed_until, job.key = moment, None, None


def _fail(job_id: UUID, error: Exception) -> None:
    with transaction(writes=True):
        job = db.session.get_one(Job, job_id)
        job.error, job.claimed_until = f"{type(error).__name__}: {error}"[:500], None
        job.run_at, job.failing_since = clock.now() + wait_for(job.tries), job.failing_since or clock.now()
        known = TASKS.get(job.task)
        job.failed = job.tries >= MAX_TRIES and not (known and known.every)


@task("jobs.forget_done", every=timedelta(days=1))
def forget_done() -> None:
    """Remove rows whose work was done a week ago."""
    old = select(Job).where(Job.done_at < clock.now() - KEEP_DONE)
    for job in db.session.scalars(old):
        db.session.delete(job)


def as_json(job: Job) -> dict[str, Any]:
    """A row as an operator wants to see it."""
    return {"id": str(job.id), "task": job.task, "tries": job.tries, "error": job.error, "failed": job.failed}
