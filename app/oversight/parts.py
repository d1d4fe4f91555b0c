"""The parts of the state of the system, as they are; what is wrong with them is said in findings.py."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, make_url, select, text

from app import VERSION, jobs, marks
from app.attachments.models import Attachment
from app.catalogue.models import CatalogueLoad
from app.chain import operations as sealing
from app.chain import queries as chain
from app.config import Config
from app.core import clock
from app.db import db, is_sqlite, revisions
from app.jobs import Job, JobExecutor
from app.oversight.schemas import (
    AuditStateOut,
    BackupOut,
    BackupStateOut,
    DiskOut,
    ExecutorOut,
    FailingOut,
    JobsStateOut,
    RoomStateOut,
    StumblesStateOut,
    StumblingKindOut,
    VerdictOut,
    VersionsStateOut,
)
from app.sync import stumbles
from app.sync.models import Stumble

ALIVE = jobs.LEASE
"""An executor that said nothing for so long stands still: no job holds it longer."""
LATELY = timedelta(days=7)


def backup(config: Config) -> BackupStateOut:
    """The last backup, as the commands have marked it."""
    good, bad, read = marks.last("backup", ok=True), marks.last("backup", ok=False), marks.last("backup_verify")
    failed = bad if bad is not None and (good is None or bad.at > good.at) else None
    return BackupStateOut(
        last=None if good is None else _last(good),
        failed_at=failed.at if failed else None,
        failed_why=str(failed.said.get("fault", "")) if failed else "",
        last_verify=None if read is None else _verdict(read, "name"),
        alarm_days=config.backup_alarm_days,
    )


def _last(mark: marks.Mark) -> BackupOut:
    said = mark.said
    return BackupOut(
        made_at=datetime.fromisoformat(said["made_at"]),
        name=said["name"],
        place=said["place"],
        host=mark.host,
        size=said["size"],
        files=said["files"],
        rows=said["rows"],
        verified=_verified(said["name"]),
    )


def _verified(name: str) -> VerdictOut | None:
    """The verdict on a backup by its name, which holds its second: the same in a copy elsewhere."""
    rows = select(marks.Mark).where(marks.Mark.kind == "backup_verify").order_by(marks.Mark.at.desc()).limit(100)
    found = next((each for each in db.session.scalars(rows) if each.said.get("name") == name), None)
    return None if found is None else _verdict(found, "name")


def _verdict(mark: marks.Mark, what: str) -> VerdictOut:
    return VerdictOut(at=mark.at, ok=mark.ok, what=str(mark.said.get(what, "")))


def jobs_state(_config: Config) -> JobsStateOut:
    """What waits, runs and fails, and whether somebody is there to run it."""
    moment = clock.now()
    open_jobs = select(func.count(), func.min(Job.run_at)).where(Job.done_at.is_(None), Job.failed.is_(False))
    claimed = Job.claimed_until >= moment
    free = Job.claimed_until.is_(None) | (Job.claimed_until < moment)
    due, oldest = db.session.execute(open_jobs.where(Job.run_at <= moment, free)).one()
    rows = db.session.scalars(select(JobExecutor).order_by(JobExecutor.at.desc()))
    return JobsStateOut(
        due=due,
        running=db.session.execute(open_jobs.where(claimed)).one()[0],
        planned=db.session.execute(open_jobs.where(Job.run_at > moment, free)).one()[0],
        oldest=oldest,
        failing=_failing(),
        executors=[ExecutorOut(host=row.host, at=row.at, alive=moment - row.at <= ALIVE) for row in rows],
    )


def _failing() -> list[FailingOut]:
    """By kind. Of a fault only its own name is told: the rest may hold a number somebody was called at."""
    rows = select(Job).where(Job.done_at.is_(None), Job.error.is_not(None)).order_by(Job.created_at)
    kinds: dict[str, list[Job]] = {}
    for job in db.session.scalars(rows):
        kinds.setdefault(job.task, []).append(job)
    return [
        FailingOut(
            task=task,
            n=len(of_kind),
            since=min(job.failing_since or job.created_at for job in of_kind),
            fault=str(of_kind[-1].error).partition(":")[0],
            given_up=sum(job.failed for job in of_kind),
        )
        for task, of_kind in sorted(kinds.items())
    ]


def audit(_config: Config) -> AuditStateOut:
    """How far the chain has come, and when somebody last walked along it."""
    head, verified = chain.head(), marks.last("audit_verify")
    unsealed, overdue = chain.count_unsealed(None if head is None else head.at - sealing.MARGIN)
    digests = chain.digests(clock.today() - timedelta(days=1))
    return AuditStateOut(
        links=0 if head is None else head.n,
        unsealed=unsealed,
        overdue=overdue,
        digest=digests[-1].day if digests else None,
        verify=None if verified is None else _verdict(verified, "why"),
    )


def room(config: Config) -> RoomStateOut:
    """Bytes: free on the disks, taken by the database and by what is stored."""
    stored = select(Attachment.sha256, func.max(Attachment.size).label("size")).where(Attachment.state == "stored")
    each = stored.group_by(Attachment.sha256).subquery()
    size, count = db.session.execute(select(func.sum(each.c.size), func.count()).select_from(each)).one()
    return RoomStateOut(disks=_disks(config), database=_database_size(config), files=int(size or 0), files_count=count)


def _disks(config: Config) -> list[DiskOut]:
    """The disk of the instance, and that of the files where it is another."""
    instance = shutil.disk_usage(config.instance_dir)
    found = [DiskOut(what="instance", free=instance.free, total=instance.total)]
    if config.storage_dir.exists() and config.storage_dir.stat().st_dev != config.instance_dir.stat().st_dev:
        files = shutil.disk_usage(config.storage_dir)
        found.append(DiskOut(what="files", free=files.free, total=files.total))
    return found


def _database_size(config: Config) -> int:
    if not is_sqlite():
        return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    path = Path(str(make_url(config.database_url).database))
    logged = path.with_name(f"{path.name}-wal")
    return sum(each.stat().st_size for each in (path, logged) if each.exists())


def stumbles_state(_config: Config) -> StumblesStateOut:
    """What phones cannot get through because this server fails at it, everywhere."""
    rows: Sequence[Any] = db.session.execute(
        select(Stumble.kind, Stumble.error, func.count(), func.max(Stumble.last_at))
        .where(stumbles.waiting())
        .group_by(Stumble.kind, Stumble.error)
        .order_by(func.max(Stumble.last_at).desc())
    ).all()
    lately = select(func.count()).select_from(Stumble).where(stumbles.waiting(), Stumble.last_at > clock.now() - LATELY)
    return StumblesStateOut(
        lately=db.session.scalar(lately) or 0,
        all=sum(row[2] for row in rows),
        kinds=[StumblingKindOut(kind=row[0], error=row[1], n=row[2], last_at=row[3]) for row in rows[:10]],
    )


def versions(_config: Config) -> VersionsStateOut:
    """Of the app, the catalogue, the database's engine and its tables."""
    load = db.session.execute(
        select(CatalogueLoad.number, CatalogueLoad.at).order_by(CatalogueLoad.number.desc()).limit(1)
    ).first()
    at, head = revisions()
    return VersionsStateOut(
        app=VERSION,
        engine=_engine(),
        catalogue=load.number if load else None,
        catalogue_at=load.at if load else None,
        database_at=at or "",
        code_at=head or "",
    )


def _engine() -> str:
    if is_sqlite():
        return f"SQLite {db.session.scalar(text('SELECT sqlite_version()'))}"
    return f"PostgreSQL {str(db.session.scalar(text('SHOW server_version'))).partition(' ')[0]}"
