"""Papers are kept whole, numbered without a gap, and replaced, never removed."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask

from app.attachments import storage
from app.core import errors
from app.core.ids import uuid7
from app.db import db
from app.documents import operations, queries, store
from app.documents.models import Document
from app.documents.operations import Place
from tests.conftest import HeldClock

PDF = b"%PDF-1.7 one"
TITLE = {"vi": "Giấy"}


@pytest.fixture
def place(app: Flask, clock: HeldClock) -> Place:
    return Place(uuid7(), uuid7(), "Ánh")


def test_numbers_of_a_scope_have_no_gap_and_scopes_do_not_mix(app: Flask) -> None:
    assert [operations.next_number("receipt:a:2026") for _ in range(3)] == [1, 2, 3]
    assert operations.next_number("receipt:b:2026") == 1


def test_a_number_that_was_not_kept_is_given_again(app: Flask) -> None:
    undone = db.session.begin_nested()
    assert operations.next_number("dossier:x") == 1
    undone.rollback()
    assert operations.next_number("dossier:x") == 1


def test_an_issued_paper_can_be_read_back_byte_for_byte(place: Place) -> None:
    kept = operations.issue(place, "form_01", TITLE, "01/TNHS", PDF)
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert queries.content(kept) == PDF
    shown = queries.documents_of(place.dossier_id)
    assert [(each.kind, each.number, each.size, each.replaced) for each in shown] == [
        ("form_01", "01/TNHS", len(PDF), False)
    ]


def test_a_draft_is_seen_by_the_office_alone(place: Place) -> None:
    draft = operations.draft_result(place, TITLE, PDF)
    assert queries.documents_of(place.dossier_id) == []
    assert queries.document(place.dossier_id, draft.id, drafts=True).id == draft.id
    with pytest.raises(errors.NotFound):
        queries.document(place.dossier_id, draft.id, drafts=False)


def test_a_paper_of_another_dossier_is_not_found(place: Place) -> None:
    kept = operations.issue(place, "form_01", TITLE, None, PDF)
    with pytest.raises(errors.NotFound):
        queries.document(uuid7(), kept.id, drafts=True)


def test_a_newer_draft_takes_the_older_ones_place(place: Place) -> None:
    first = operations.draft_result(place, TITLE, PDF)
    second = operations.draft_result(place, TITLE, PDF + b" two")
    found = queries.draft_of(place.dossier_id)
    assert found is not None
    assert found.id == second.id
    assert db.session.get_one(Document, first.id, populate_existing=True).replaced_by == second.id


def test_issuing_ends_the_draft_and_keeps_room_for_a_signature(place: Place) -> None:
    draft = operations.draft_result(place, TITLE, PDF)
    operations.issue_result(draft, "15/2026", PDF + b" numbered")
    assert queries.draft_of(place.dossier_id) is None
    assert queries.content(draft) == PDF + b" numbered"
    assert draft.signature is None


def test_what_is_no_pdf_is_no_result(place: Place) -> None:
    with pytest.raises(errors.WrongType):
        operations.draft_result(place, TITLE, b"<html>")


def test_bytes_that_the_storage_lost_are_said_to_be_lost(app: Flask) -> None:
    with pytest.raises(errors.Unavailable, match="paper_lost"):
        store.get("0" * 64)


def test_the_sweep_of_attachments_leaves_papers_alone(app: Flask, place: Place) -> None:
    kept = operations.issue(place, "form_01", TITLE, None, PDF)
    assert storage.current().name(kept.sha256) not in set(storage.current().names())
