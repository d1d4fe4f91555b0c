"""Shapes of the state of the system: what a server needs to be well, and what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from app.core.shapes import Shape

Level = Literal["well", "look", "alarm"]
Part = Literal["backup", "jobs", "audit", "room", "stumbles", "versions"]
Code = Literal[
    "backup_never",
    "backup_old",
    "backup_failed",
    "backup_damaged",
    "backup_gone",
    "backup_unverified",
    "executor_never",
    "executor_silent",
    "jobs_late",
    "jobs_failing",
    "jobs_given_up",
    "audit_unsealed",
    "audit_broken",
    "audit_unverified",
    "disk_filling",
    "disk_full",
    "stumbles_lately",
    "migrations_behind",
    "catalogue_none",
    "unreadable",
]


class FindingOut(Shape):
    """Something that is not as it should be; `alarm` wants somebody now, `look` wants somebody this week."""

    part: Part
    code: Code
    level: Literal["look", "alarm"]
    n: int
    """What the sentence counts: days, jobs, rows, percent, minutes; 0 where it counts nothing."""


class VerdictOut(Shape):
    """What a check found, and when."""

    at: datetime
    ok: bool
    what: str
    """The backup that was read, or in one word what was found wrong with the chain."""


class BackupOut(Shape):
    """The last whole backup."""

    made_at: datetime
    name: str
    place: str
    """The folder it was written to."""
    host: str
    size: int
    """Bytes, those it shares with the backups before counted as well."""
    files: int
    rows: int
    verified: VerdictOut | None
    """The last time exactly this backup was read whole."""


class BackupStateOut(Shape):
    last: BackupOut | None
    failed_at: datetime | None
    """When one could not be made, if that was after the last whole one."""
    failed_why: str
    last_verify: VerdictOut | None
    """The last time any backup was read whole."""
    alarm_days: int
    """Older than this is an alarm (BACKUP_ALARM_DAYS)."""


class FailingOut(Shape):
    """A kind of job that fails: how many, since when, and with which kind of fault."""

    task: str
    n: int
    since: datetime
    fault: str
    given_up: int


class ExecutorOut(Shape):
    host: str
    at: datetime
    alive: bool


class JobsStateOut(Shape):
    due: int
    running: int
    planned: int
    """Asked for a later moment."""
    oldest: datetime | None
    """Since when the oldest due one waits."""
    failing: list[FailingOut]
    executors: list[ExecutorOut]


class AuditStateOut(Shape):
    links: int
    unsealed: int
    overdue: int
    """Of these, the ones that should have been sealed by now."""
    digest: date | None
    """The last day that is over and has a digest."""
    verify: VerdictOut | None


class DiskOut(Shape):
    what: Literal["instance", "files"]
    free: int
    total: int
    """Bytes."""


class RoomStateOut(Shape):
    disks: list[DiskOut]
    database: int
    """Bytes of the database."""
    files: int
    """Bytes of the photos, papers and results that are stored."""
    files_count: int


class StumblingKindOut(Shape):
    """A kind of act that this server fails at; never whose it is or what it says."""

    kind: str
    n: int
    error: str
    last_at: datetime


class StumblesStateOut(Shape):
    lately: int
    """That phones tried within the last seven days and that this server fails at."""
    all: int
    kinds: list[StumblingKindOut]


class VersionsStateOut(Shape):
    app: str
    engine: str
    catalogue: int | None
    catalogue_at: datetime | None
    database_at: str
    code_at: str


class StateOut(Shape):
    """A part that could not be read is none, and a finding says so."""

    at: datetime
    level: Level
    findings: list[FindingOut]
    backup: BackupStateOut | None
    jobs: JobsStateOut | None
    audit: AuditStateOut | None
    room: RoomStateOut | None
    stumbles: StumblesStateOut | None
    versions: VersionsStateOut | None
