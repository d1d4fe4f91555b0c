"""A backup as a folder: what lies in it, under which hashes, and whether it is still whole.

Files are named by their content and never change, so those that the backup before has are linked to it and take no
room. Parts of uploads are left out: a phone sends the rest of a file from the byte the server has.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
HASHES = "files.sha256"
LEFT_OUT = frozenset({"parts", "sweep.lock", "exports"})
_STAMP = "20[0-9][0-9][0-1][0-9][0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9]Z"


class DamagedError(ValueError):
    """A backup is not whole; the text says what is missing or changed."""


@dataclass(frozen=True)
class Held:
    """A verified backup."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def engine(self) -> str:
        """Sqlite or postgresql."""
        return str(self.manifest["engine"])

    @property
    def database(self) -> Path:
        """The dump."""
        return self.folder / str(self.manifest["database"]["name"])

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each table at the moment of the backup."""
        return dict(self.manifest["counts"])


def stamps(into: Path) -> list[Path]:
    """The whole backups of a folder, the oldest first."""
    return sorted(path for path in into.glob(_STAMP) if path.is_dir())


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def copy_files(source: Path, target: Path, before: Path | None) -> dict[str, str]:
    """Copy what is stored, linking what the backup before has; the hash of every file by its name."""
    known = read_hashes(before) if before else {}
    hashes: dict[str, str] = {}
    for name in walk(source):
        kept = before / "files" / name if before else None
        there = target / name
        there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if kept is not None and name in known and _same(source / name, kept):
            os.link(kept, there)
            hashes[name] = known[name]
        else:
            shutil.copy2(source / name, there)
            hashes[name] = sha256(there)
    return hashes


def walk(root: Path) -> Iterator[str]:
    """Every stored file that a backup holds, by its name under the root."""
    if not root.is_dir():
        return
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and name.parts[0] not in LEFT_OUT and not path.name.endswith("~"):
            yield name.as_posix()


def write(folder: Path, manifest: dict[str, Any], hashes: dict[str, str]) -> None:
    """Write the list of hashes and the manifest, which comes last and names everything else."""
    (folder / HASHES).write_text("".join(f"{found}  {name}\n" for name, found in sorted(hashes.items())))
    whole = {"format": FORMAT, **manifest, "files": {"count": len(hashes), "sha256": sha256(folder / HASHES)}}
    (folder / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True))


def verify(folder: Path) -> Held:
    """The backup, every byte of it compared with its hash; raises DamagedError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes = read_hashes(folder)
        held = Held(folder, manifest)
        wanted = {held.database: manifest["database"]["sha256"], folder / HASHES: manifest["files"]["sha256"]}
        wanted |= {folder / "keys" / name: found for name, found in manifest["keys"].items()}
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DamagedError(f"{folder} is not a whole backup: {fault}") from fault
    if manifest["format"] != FORMAT:
        raise DamagedError(f"{folder} has format {manifest['format']}; this version reads {FORMAT}")
    wanted |= {folder / "files" / name: found for name, found in hashes.items()}
    for path, found in wanted.items():
        if not path.is_file():
            raise DamagedError(f"{path} is missing")
        if sha256(path) != found:
            raise DamagedError(f"{path} was changed after the backup was made")
    return held


def read_hashes(folder: Path) -> dict[str, str]:
    """The hash of every stored file by its name; of a backup without a list, nothing."""
    path = folder / HASHES
    if not path.exists():
        return {}
    lines = (line.partition("  ") for line in path.read_text().splitlines())
    return {name: found for found, _, name in lines}


def put_files(held: Held, target: Path) -> int:
    """Copy back the stored files that are not there; how many. What the backup does not know stays: phones sent it."""
    put = 0
    for name, found in read_hashes(held.folder).items():
        there = target / name
        # the salt decides under which names files lie: it must be the backup's own
        if there.exists() and (name != "salt" or sha256(there) == found):
            continue
        _copy_whole(held.folder / "files" / name, there)
        put += 1
    return put


def put_keys(held: Held, target: Path) -> None:
    """Put the keys back. An office key made since under the same number stays, under the next free one."""
    for name in held.manifest["keys"]:
        source, there = held.folder / "keys" / name, target / name
        if name.startswith("office/") and there.exists() and sha256(there) != sha256(source):
            number = max(int(path.stem) for path in there.parent.glob("[0-9]*.pem")) + 1
            there.rename(there.with_name(f"{number:04}.pem"))
        _copy_whole(source, there)


def sync_tree(folder: Path) -> None:
    """See that everything in a folder is on the disk."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _copy_whole(source: Path, there: Path) -> None:
    there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = there.with_name(f"{there.name}.restore~")
    shutil.copy2(source, draft)
    draft.replace(there)


def _same(one: Path, other: Path) -> bool:
    try:
        there = other.stat()
    except FileNotFoundError:
        return False
    here = one.stat()
    return (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)
