"""Making a backup whole or not at all, and putting one back into an instance that nobody uses meanwhile."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.attachments import storage
from app.attachments.models import Attachment
from app.backup import database, folder
from app.backup.folder import Held
from app.config import Config
from app.core import clock, living
from app.db import db, transaction
from app.documents import operations as documents
from app.identity import operations as identity
from app.sync.state import begin_new_epoch

KEPT = 14
"""So many backups stay; the oldest go when a new one is whole."""
GAP = 500
"""So many numbers are left out after a restore: those that were given since the backup stand on paper already."""


class NotEmptyError(RuntimeError):
    """There is something that a restore would overwrite."""


@dataclass(frozen=True)
class Restored:
    """What a restore did, for the person who ran it."""

    made_at: str
    rows: int
    files: int
    missing: int
    """Attachments whose bytes were in no backup; phones that still have them send them again."""
    epoch: UUID


def make(config: Config, into: Path) -> Path:
    """One backup in a folder of its own, named by the moment; nothing is left of one that fails."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = _free_stamp(into)
    whole, part = into / stamp, into / f".part-{stamp}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        _fill(config, part, next(iter(reversed(folder.stamps(into))), None))
        folder.sync_tree(part)
        part.rename(whole)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for old in folder.stamps(into)[:-KEPT]:
        shutil.rmtree(old)
    return whole


def _free_stamp(into: Path) -> str:
    """The present second, or the next one that no backup is named by."""
    moment = clock.now()
    while (into / f"{moment:%Y%m%dT%H%M%SZ}").exists():
        moment += timedelta(seconds=1)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _fill(config: Config, part: Path, before: Path | None) -> None:
    """The database first: every file that a row of it names is there when the files are copied."""
    dump, counts = database.dump(config.database_url, part)
    hashes = folder.copy_files(config.storage_dir, part / "files", before)
    (part / "files").mkdir(exist_ok=True)
    keys = _copy_keys(config.keys_dir, part / "keys")
    manifest: dict[str, Any] = {
        "made_at": clock.now().isoformat(),
        "engine": database.engine_of(config.database_url),
        "database": {"name": dump.name, "size": dump.stat().st_size, "sha256": folder.sha256(dump)},
        "keys": keys,
        "counts": counts,
    }
    folder.write(part, manifest, hashes)


def _copy_keys(source: Path, target: Path) -> dict[str, str]:
    """The keys sign sessions and open what is sealed: without them the rest is of little use."""
    target.mkdir(mode=0o700)
    hashes = {}
    for name in folder.walk(source):
        (target / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)
        hashes[name] = folder.sha256(target / name)
    return hashes


def verify(backup: Path) -> Held:
    """A backup, read whole and compared with what it says of itself; raises DamagedError, CannotError."""
    held = folder.verify(backup)
    database.check(held.engine, held.database)
    return held


def restore(config: Config, backup: Path, *, replace: bool) -> Restored:
    """Put a verified backup in place of what is there, and begin a new epoch, by which phones know what to give back.

    Raises NotEmptyError where something would be overwritten without `replace`, InUseError while somebody works.
    """
    held = verify(backup)
    if held.engine != database.engine_of(config.database_url):
        raise database.CannotError(f"this backup is of {held.engine}, and DATABASE_URL names another engine")
    if not replace and not database.is_empty(config.database_url):
        raise NotEmptyError("there is a database here already: with --replace it is given up")
    db.session.remove()
    db.engine.dispose()
    with living.alone(config.instance_dir):
        counts = database.put_back(config.database_url, held.database)
        if counts != held.counts:
            raise database.CannotError("the database has other rows than the backup says; nothing was started")
        folder.put_keys(held, config.keys_dir)
        files = folder.put_files(held, config.storage_dir)
        storage.at.cache_clear()
        with transaction(writes=True):
            epoch = begin_new_epoch()
            documents.leave_gap(GAP, clock.today())
            identity.end_unused_sessions()
        with transaction(writes=False):
            missing = _missing(storage.at(config.storage_dir))
        db.session.remove()
        db.engine.dispose()
    return Restored(str(held.manifest["made_at"]), sum(counts.values()), files, missing, epoch)


def _missing(held: storage.DiskStorage) -> int:
    stored = select(Attachment.sha256).where(Attachment.state == "stored")
    return sum(1 for sha256 in set(db.session.scalars(stored)) if not held.path(sha256).exists())
