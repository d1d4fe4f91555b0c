"""Reads of digitising."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.attachments.models import Attachment
from app.db import db
from app.digitising.models import DigitisedFile, DigitisedPage, ReusedPage
from app.digitising.schemas import FileOut, PageOut


def file_out(file: DigitisedFile) -> FileOut:
    """A file with the pages it was taken apart into."""
    rows = (
        select(DigitisedPage, Attachment)
        .join(Attachment, Attachment.id == DigitisedPage.attachment_id)
        .where(DigitisedPage.file_id == file.id, DigitisedPage.source_id.is_(None))
        .order_by(DigitisedPage.number)
    )
    pages = [page_out(row[0], row[1]) for row in db.session.execute(rows)]
    return FileOut(file_id=file.id, name=file.name, sha256=file.sha256, type=file.type, pages=pages)


def page_out(page: DigitisedPage, kept: Attachment) -> PageOut:
    """One page."""
    return PageOut(
        attachment_id=page.attachment_id,
        sha256=kept.sha256,
        size=kept.size,
        type=kept.type or "",
        width=page.width,
        height=page.height,
        number=page.number,
    )


def files_of(attachment_ids: Collection[UUID]) -> dict[UUID, DigitisedFile]:
    """From which file pages were taken, by page; pages that came otherwise are left out."""
    rows = (
        select(DigitisedPage.attachment_id, DigitisedFile)
        .join(DigitisedFile, DigitisedFile.id == DigitisedPage.file_id)
        .where(DigitisedPage.attachment_id.in_(attachment_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def reused_of(attachment_ids: Collection[UUID]) -> dict[UUID, ReusedPage]:
    """Which of these pages link to an earlier dossier."""
    rows = select(ReusedPage).where(ReusedPage.attachment_id.in_(attachment_ids))
    return {row.attachment_id: row for row in db.session.scalars(rows)}
