"""Who has an instance's database open, so that a restore never works under somebody's hands.

Every process that connects holds the instance's lock together with the others; a restore holds it alone. A note stays
in the folder while a restore is under way: after a crash in the middle nobody connects until it was done again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "in-use.lock"
NOTE = "half-restored"
_held: dict[Path, int] = {}
_alone: set[Path] = set()


class InUseError(RuntimeError):
    """A server or an executor has the database open, or a restore is under way."""


def hold(folder: Path) -> None:
    """Be one of those who have it open, until this process ends; raises InUseError while it is being restored."""
    if folder in _alone:
        return
    if (folder / NOTE).exists():
        raise InUseError(f"a restore into {folder} has not ended: run flask restore again")
    if folder in _held:
        return
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        os.close(handle)
        raise InUseError(f"{folder} is being restored") from busy
    _held[folder] = handle


def let_go(folder: Path) -> None:
    """No longer be one of those who have it open; for a process that has closed what it had."""
    handle = _held.pop(folder, None)
    if handle is not None:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one within the block, and leave a note until it ends well; raises InUseError where others are."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = _held.pop(folder, None)
    if handle is None:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (folder / NOTE).touch()
        _alone.add(folder)
        yield
        (folder / NOTE).unlink()
    except BlockingIOError as busy:
        raise InUseError("the server or the job executor still runs here: stop both first") from busy
    finally:
        _alone.discard(folder)
        os.close(handle)
