"""Where bytes lie: parts while they arrive, whole files under a name made of their content, renditions beside them.

The name is an HMAC of the content's SHA-256 under a salt that is kept with the files, so that nobody who sees the
folder (or one of several provinces on one machine) can tell whether a known file is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

PIECE = 256 * 1024


class BusyError(Exception):
    """Somebody else holds the part."""


class DiskStorage:
    """Files in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parts = root / "parts"
        self.blobs = root / "blobs"
        self.views = root / "views"
        for folder in (self.parts, self.blobs, self.views):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._salt = _kept_salt(root / "salt")

    def name(self, sha256: str) -> str:
        """The content's name in this storage."""
        return hmac.new(self._salt, bytes.fromhex(sha256), hashlib.sha256).hexdigest()

    def part_path(self, attachment_id: UUID) -> Path:
        """Where the bytes of an attachment arrive."""
        return self.parts / attachment_id.hex

    def part_size(self, attachment_id: UUID) -> int:
        """How many bytes have arrived: what is on the disk, nothing else counts."""
        try:
            return self.part_path(attachment_id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextlib.contextmanager
    def hold_part(self, attachment_id: UUID, *, patience: float = 0) -> Iterator[int]:
        """Hold an attachment's part alone, also against other processes, and give its descriptor for appending.

        Raises BusyError when somebody else holds it for longer than `patience` seconds. Who waited may find the part
        gone and a new, empty one in its place: the caller looks at the state again inside.
        """
        path = self.part_path(attachment_id)
        give_up = time.monotonic() + patience
        while True:
            handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                if _lock_before(handle, give_up) and _still_at(handle, path):
                    yield handle
                    return
            finally:
                os.close(handle)

    def remove_part(self, attachment_id: UUID) -> None:
        """Forget what has arrived."""
        self.part_path(attachment_id).unlink(missing_ok=True)

    def put(self, part: Path, sha256: str) -> None:
        """Keep a whole, checked part under its content's name, durable when this returns; the part stays.

        The part is removed only once the database has said `stored`: a crash in between repeats this and loses nothing.
        """
        target = self.path(sha256)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, target)
        _sync_folder(target.parent)

    def path(self, sha256: str) -> Path:
        """Where a content lies, if it is here."""
        name = self.name(sha256)
        return self.blobs / name[:2] / name

    def open(self, sha256: str) -> BinaryIO:
        """The bytes; raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def view_path(self, sha256: str, size: str) -> Path:
        """Where a rendition made for looking at lies; it can be made again at any time."""
        name = self.name(sha256)
        return self.views / name[:2] / f"{name}.{size}"

    def delete(self, sha256: str) -> None:
        """Remove a content and its renditions."""
        self.path(sha256).unlink(missing_ok=True)
        self._delete_views(self.name(sha256))

    def _delete_views(self, name: str) -> None:
        for view in (self.views / name[:2]).glob(f"{name}.*"):
            view.unlink(missing_ok=True)

    @contextlib.contextmanager
    def keeping(self) -> Iterator[None]:
        """While files are put and noted: the sweep waits."""
        with self._sweep_lock(fcntl.LOCK_SH):
            yield

    @contextlib.contextmanager
    def sweeping(self) -> Iterator[None]:
        """While files that nothing names are removed: those who put files wait."""
        with self._sweep_lock(fcntl.LOCK_EX):
            yield

    @contextlib.contextmanager
    def _sweep_lock(self, kind: int) -> Iterator[None]:
        handle = os.open(self.root / "sweep.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)

    def old_parts(self, before: float) -> list[UUID]:
        """Attachments whose parts have not grown since a moment (seconds since 1970)."""
        found = []
        for path in self.parts.iterdir():
            with contextlib.suppress(FileNotFoundError, ValueError):
                if path.stat().st_mtime < before:
                    found.append(UUID(hex=path.name))
        return found

    def names(self) -> Iterator[str]:
        """The name of every content that is here."""
        for folder in self.blobs.iterdir():
            for path in folder.iterdir():
                yield path.name

    def delete_name(self, name: str) -> None:
        """Remove a content by its name here."""
        (self.blobs / name[:2] / name).unlink(missing_ok=True)
        self._delete_views(name)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}~")
    draft.write_bytes(content)
    draft.replace(path)


@lru_cache(maxsize=8)
def at(root: Path) -> DiskStorage:
    """The storage in a folder."""
    return DiskStorage(root)


def current() -> DiskStorage:
    """The storage of the running application."""
    from app import settings

    return at(settings().storage_dir)


def _lock_before(handle: int, give_up: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError as held:
            if time.monotonic() >= give_up:
                raise BusyError from held
            time.sleep(0.01)


def _still_at(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one of that name (the holder before may have removed it)."""
    try:
        return os.fstat(handle).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept_salt(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_salt(path)
    with os.fdopen(handle, "wb") as out:
        out.write(secrets.token_bytes(32))
    return _read_salt(path)


def _read_salt(path: Path) -> bytes:
    """The salt; who comes in the instant of its making waits until it is whole."""
    for _ in range(200):
        salt = path.read_bytes()
        if len(salt) == 32:
            return salt
        time.sleep(0.01)
    raise RuntimeError(f"{path} is damaged: restore it from the backup, the files' names depend on it")
