"""What the server's database holds at last, whatever any screen says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, text

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
