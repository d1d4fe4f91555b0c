"""What the server's database holds at last, whatever any screen says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from app.attachments.storage import DiskStorage
from tests.e2e.people import Resident
from tests.e2e.server import Server


def rows(server: Server, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query on the database of a server, asked beside it."""
    engine = create_engine(server.env["DATABASE_URL"])
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]
    finally:
        engine.dispose()


def dossiers_of(server: Server, owner: Resident) -> list[tuple[Any, ...]]:
    """Code, official number and number of missing files of every dossier of a resident."""
    asked = "SELECT local_code, official_number, files_missing FROM dossier WHERE owner_id_number = :id ORDER BY id"
    return rows(server, asked, id=owner.id_number)


def papers_of(server: Server, code: str) -> list[tuple[Any, ...]]:
    """Paper and page of every file of a dossier that is stored, byte for byte."""
    asked = """
        SELECT file.paper, file.page FROM dossier_file AS file JOIN dossier ON dossier.id = file.dossier_id
        WHERE dossier.local_code = :code AND file.stored_at IS NOT NULL ORDER BY file.paper, file.page
    """
    return rows(server, asked, code=code)


def pages_of(server: Server, code: str) -> list[bytes]:
    """The bytes of every page of a dossier as they lie on the server, in the order of the pages."""
    asked = """
        SELECT file.sha256 FROM dossier_file AS file JOIN dossier ON dossier.id = file.dossier_id
        WHERE dossier.local_code = :code AND file.stored_at IS NOT NULL ORDER BY file.paper, file.page
    """
    storage = DiskStorage(Path(server.env["INSTANCE_DIR"]) / "files")
    return [storage.path(sha256).read_bytes() for (sha256,) in rows(server, asked, code=code)]


def end_all_sessions(server: Server) -> None:
    """Nobody is signed in any more, as if every session had run out."""
    engine = create_engine(server.env["DATABASE_URL"])
    try:
        with engine.begin() as connection:
            connection.execute(text("UPDATE session SET expires_at = created_at"))
    finally:
        engine.dispose()
