"""Taking a file apart and cutting a page: edges with short transactions of their own, none while pictures are made."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from uuid import UUID, uuid5

from PIL import Image
from sqlalchemy.exc import IntegrityError

from app.attachments import content, storage
from app.attachments import operations as attachments
from app.attachments import queries as attached
from app.attachments.content import JPEG, RefusedError
from app.core import clock, errors
from app.core.access import Actor
from app.db import db, transaction
from app.digitising import apart, queries, rules
from app.digitising.models import DigitisedFile, DigitisedPage
from app.digitising.rules import Cut
from app.digitising.schemas import CutIn, FileOut, PageOut

MOST_PAGES = 60
PATIENCE = 90
"""Seconds that a file may take."""
_PROGRAM = Path(apart.__file__)
_WHOLE = Cut()
_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
"""Clockwise, as people turn paper."""


@dataclass(frozen=True)
class _Page:
    """One picture that was made and is to be kept."""

    id: UUID
    path: Path
    sha256: str
    width: int
    height: int
    number: int


def take(file_id: UUID, name: str, given: bytes, officer: Actor) -> FileOut:
    """Take a file apart, keep each page and say which; the same id again answers the same.

    Raises Invalid that names the file and says why it is not taken, Conflict where the id is another's, TooMany.
    """
    with transaction(writes=False):
        if found := _before(file_id, officer):
            return found
    held = storage.current()
    with tempfile.TemporaryDirectory(dir=held.parts, prefix="apart-") as room:
        source = Path(room) / "file"
        source.write_bytes(given)
        kind, sizes = _apart(source, Path(room), name)
        pages = [_made(Path(room), file_id, n, size) for n, size in enumerate(sizes, start=1)]
        file = DigitisedFile(
            id=file_id,
            official_id=officer.person_id,
            official_name=officer.name,
            at=clock.now(),
            name=name,
            sha256=storage.hash_of(source),
            size=len(given),
            type=kind,
            pages=len(pages),
        )
        return _keep_file(file, pages, officer)


def cut(given: CutIn, officer: Actor) -> PageOut:
    """Make a page from another one, turned and cut; the same id again answers the same.

    Raises NotFound for a page that is not the officer's, Invalid where nothing is left, Conflict.
    """
    shape = Cut(given.turns, given.left, given.top, given.right, given.bottom)
    if not rules.is_sound(shape):
        raise errors.Invalid("cut_too_small")
    with transaction(writes=False):
        if done := _cut_before(given, shape, officer):
            return done
        source, sha256 = _own_page(given.source_id, officer)
        file_id, number = source.file_id, source.number
    held = storage.current()
    picture, size = _cut_out(held.path(sha256), shape)
    with tempfile.TemporaryDirectory(dir=held.parts, prefix="apart-") as room:
        path = Path(room) / "page.jpg"
        path.write_bytes(picture)
        page = _Page(given.page_id, path, storage.hash_of(path), *size, number)
        try:
            with held.keeping():
                held.put(path, page.sha256)
                with transaction(writes=True):
                    return _note(page, file_id, officer, source_id=given.source_id, shape=shape)
        except IntegrityError:  # another copy of the same request was faster
            with transaction(writes=False):
                if done := _cut_before(given, shape, officer):
                    return done
            raise


def _made(room: Path, file_id: UUID, number: int, size: tuple[int, int]) -> _Page:
    path = room / f"{number}.jpg"
    return _Page(uuid5(file_id, str(number)), path, storage.hash_of(path), *size, number)


def _before(file_id: UUID, officer: Actor) -> FileOut | None:
    found = db.session.get(DigitisedFile, file_id)
    if found is None:
        return None
    if found.official_id != officer.person_id:
        raise errors.Conflict("file_taken")
    return queries.file_out(found)


def _apart(source: Path, room: Path, name: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """Let the program take it apart; whatever happens to the program, it happened to the file."""
    try:
        content.must_be_clean(source)
    except RefusedError as refused:
        raise errors.Invalid("file_malware", name=name) from refused
    command = [sys.executable, "-I", str(_PROGRAM), str(source), str(room), str(MOST_PAGES)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, env={})  # noqa: S603  # a fixed program
    except subprocess.TimeoutExpired as late:
        raise errors.Invalid("file_too_heavy", name=name) from late
    try:
        told = json.loads(done.stdout)
    except ValueError as dead:
        raise errors.Invalid("file_broken", name=name) from dead
    if code := told.get("refused"):
        raise errors.Invalid(code, name=name, most=MOST_PAGES)
    return told["type"], [(width, height) for width, height in told["pages"]]


def _keep_file(file: DigitisedFile, pages: Sequence[_Page], officer: Actor) -> FileOut:
    held, file_id = storage.current(), file.id
    try:
        with held.keeping():
            for page in pages:
                held.put(page.path, page.sha256)
            with transaction(writes=True):
                if found := _before(file_id, officer):
                    return found
                db.session.add(file)
                db.session.flush()
                for page in pages:
                    _note(page, file_id, officer)
                return queries.file_out(file)
    except IntegrityError:
        with transaction(writes=False):
            if found := _before(file_id, officer):
                return found
        raise


def _note(page: _Page, file_id: UUID, officer: Actor, *, source_id: UUID | None = None, shape: Cut = _WHOLE) -> PageOut:
    """The rows of a page whose bytes are held."""
    size = page.path.stat().st_size
    kept = attachments.announce(page.id, officer.principal, sha256=page.sha256, size=size, claimed_type=JPEG)
    attachments.mark_stored(kept, JPEG)
    row = DigitisedPage(
        attachment_id=page.id,
        file_id=file_id,
        number=page.number,
        width=page.width,
        height=page.height,
        source_id=source_id,
        turns=shape.turns,
        left=shape.left,
        top=shape.top,
        right=shape.right,
        bottom=shape.bottom,
    )
    db.session.add(row)
    db.session.flush()
    return queries.page_out(row, kept)


def _cut_before(given: CutIn, shape: Cut, officer: Actor) -> PageOut | None:
    row, kept = db.session.get(DigitisedPage, given.page_id), attached.get(given.page_id)
    if row is None and kept is None:
        return None
    if row is None or kept is None or kept.principal not in attached.principals_of(officer):
        raise errors.Conflict("file_taken")
    if (row.source_id, row.turns, row.left, row.top, row.right, row.bottom) != (given.source_id, *astuple(shape)):
        raise errors.Conflict("file_taken")
    return queries.page_out(row, kept)


def _own_page(attachment_id: UUID, officer: Actor) -> tuple[DigitisedPage, str]:
    page, kept = (
        db.session.get(DigitisedPage, attachment_id),
        attached.own(attachment_id, attached.principals_of(officer)),
    )
    if page is None or kept is None or kept.state != "stored" or kept.code is not None:
        raise errors.NotFound("page_not_found")
    return page, kept.sha256


def _cut_out(path: Path, shape: Cut) -> tuple[bytes, tuple[int, int]]:
    """The bytes and size of a page cut from one that we made ourselves."""
    with Image.open(path, formats=["JPEG"]) as picture:
        picture.load()
        turned = picture.transpose(_TURNS[shape.turns]) if shape.turns else picture
        page = turned.crop(rules.box(shape, picture.width, picture.height))
        out = io.BytesIO()
        page.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue(), page.size
