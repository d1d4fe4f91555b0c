"""The marks of backups in the database, by which the running server knows when the last was made and verified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app import marks
from app.backup.folder import MANIFEST


def made(backup: Path) -> bool:
    """Mark a backup that is whole; whether the mark could be kept."""
    return marks.keep("backup", ok=True, **_said(backup))


def failed(into: Path, fault: Exception) -> bool:
    """Mark that none could be made. What the fault says stays in the log: it may name hosts and accounts."""
    return marks.keep("backup", ok=False, place=str(into), fault=_plain(fault))


def verified(backup: Path, fault: Exception | None) -> bool:
    """Mark that a backup was read whole, and with what verdict; a folder that is not there was mistyped."""
    if fault is not None and not backup.is_dir():
        return True
    if fault is None:
        return marks.keep("backup_verify", ok=True, name=backup.name, place=str(backup.parent))
    return marks.keep("backup_verify", ok=False, name=backup.name, place=str(backup.parent), fault=_plain(fault))


def restored(backup: Path) -> bool:
    """The database is the backup's, which cannot know of itself: mark it again, as made and verified."""
    return made(backup) and verified(backup, None)


def _said(backup: Path) -> dict[str, Any]:
    manifest = json.loads((backup / MANIFEST).read_text())
    size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())
    return {
        "name": backup.name,
        "place": str(backup.parent),
        "made_at": manifest["made_at"],
        "size": size,
        "files": manifest["files"]["count"],
        "rows": sum(manifest["counts"].values()),
    }


def _plain(fault: Exception) -> str:
    return str(fault.strerror) if isinstance(fault, OSError) and fault.strerror else type(fault).__name__
