"""What is wrong with the state of the system. Pure: it looks at what was read, and at the folder of the last backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from app import marks
from app.oversight.schemas import (
    AuditStateOut,
    BackupOut,
    BackupStateOut,
    Code,
    FindingOut,
    JobsStateOut,
    Part,
    RoomStateOut,
    StateOut,
)

LATE = timedelta(minutes=10)
"""A job that is due for so long finds nobody who runs it."""
LASTING = timedelta(minutes=15)
"""Failing for so long is more than the moment's."""
SELDOM = timedelta(days=35)
"""A backup is read whole, and the chain walked along, at least about once a month."""
FILLING, FULL = 20, 10
"""Percent of a disk that are free."""


def of(state: StateOut) -> Iterator[FindingOut]:
    """Every finding, part by part."""
    if state.backup:
        yield from _backup(state.backup, state.at)
    if state.jobs:
        yield from _jobs(state.jobs, state.at)
    if state.audit:
        yield from _audit(state.audit, state.at)
    if state.room:
        yield from _room(state.room)
    if state.stumbles and state.stumbles.lately:
        yield _look("stumbles", "stumbles_lately", state.stumbles.lately)
    if state.versions and state.versions.database_at != state.versions.code_at:
        yield _alarm("versions", "migrations_behind")
    if state.versions and state.versions.catalogue is None:
        yield _look("versions", "catalogue_none")


def _backup(found: BackupStateOut, now: datetime) -> Iterator[FindingOut]:
    if found.failed_at:
        yield _alarm("backup", "backup_failed")
    if found.last is None:
        yield _alarm("backup", "backup_never")
        return
    age = now - found.last.made_at
    if age > timedelta(days=found.alarm_days):
        yield _alarm("backup", "backup_old", age.days)
    if (found.last.verified and not found.last.verified.ok) or (found.last_verify and not found.last_verify.ok):
        yield _alarm("backup", "backup_damaged")
    elif found.last_verify is None or now - found.last_verify.at > SELDOM:
        yield _look("backup", "backup_unverified")
    if _gone(found.last):
        yield _look("backup", "backup_gone")


def _gone(last: BackupOut) -> bool:
    """Whether this machine wrote it and no longer has it; of another machine's, or one closed to us, nobody knows."""
    try:
        return last.host == marks.host() and not (Path(last.place) / last.name).exists()
    except OSError:
        return False


def _jobs(found: JobsStateOut, now: datetime) -> Iterator[FindingOut]:
    if not found.executors:
        yield _alarm("jobs", "executor_never")
    elif not any(each.alive for each in found.executors):
        yield _alarm("jobs", "executor_silent", _minutes(now - found.executors[0].at))
    if found.oldest and now - found.oldest > LATE:
        yield _alarm("jobs", "jobs_late", _minutes(now - found.oldest))
    trying = sum(each.n - each.given_up for each in found.failing)
    lasting = any(each.n > each.given_up and now - each.since > LASTING for each in found.failing)
    if trying:
        yield _finding("jobs", "jobs_failing", "alarm" if lasting else "look", trying)
    if given_up := sum(each.given_up for each in found.failing):
        yield _alarm("jobs", "jobs_given_up", given_up)


def _audit(found: AuditStateOut, now: datetime) -> Iterator[FindingOut]:
    if found.verify and not found.verify.ok:
        yield _alarm("audit", "audit_broken")
    elif found.verify is None or now - found.verify.at > SELDOM:
        yield _look("audit", "audit_unverified")
    if found.overdue:
        yield _alarm("audit", "audit_unsealed", found.overdue)


def _room(found: RoomStateOut) -> Iterator[FindingOut]:
    free = min(100 * each.free // max(each.total, 1) for each in found.disks)
    if free < FULL:
        yield _alarm("room", "disk_full", free)
    elif free < FILLING:
        yield _look("room", "disk_filling", free)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _look(part: Part, code: Code, n: int = 0) -> FindingOut:
    return _finding(part, code, "look", n)


def _alarm(part: Part, code: Code, n: int = 0) -> FindingOut:
    return _finding(part, code, "alarm", n)


def _finding(part: Part, code: Code, level: Literal["look", "alarm"], n: int) -> FindingOut:
    return FindingOut(part=part, code=code, level=level, n=n)
