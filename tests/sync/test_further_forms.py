"""Every form of the catalogue that is one of its own goes the whole way: filled on a phone, sent, shown at the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.catalogue import queries as catalogue
from app.core.ids import uuid7
from app.db import db, transaction
from app.units.models import Unit
from tests.attachments import pictures
from tests.catalogue.further_answers import FURTHER
from tests.dossiers.office import Office, sit_down
from tests.sync.world import Ground, Page, Phone


def photographed(form: dict[str, Any], answers: dict[str, Any]) -> list[Page]:
    """A photo for each paper that the answers name; the answers name the photos afterwards."""
    slots = {field["key"]: field for section in form["sections"] for field in section["fields"]}
    taken: list[Page] = []
    for key in [key for key, value in answers.items() if key.startswith("paper_") and isinstance(value, list)]:
        taken.append(Page(uuid7(), pictures.jpeg(len(taken) + 1), paper=slots[key]["paper"]))
        answers[key] = [str(taken[-1].attachment_id)]
    return taken


@pytest.mark.parametrize("code", sorted(FURTHER))
def test_what_was_filled_in_is_taken_in_and_stands_at_the_desk(
    client: FlaskClient, phone: Phone, on: Ground, office: Office, code: str
) -> None:
    with transaction(writes=True):
        db.session.get_one(Unit, office.unit.id).levels = ["commune", "commune_police"]
        ref, body = catalogue.form_ref(code), catalogue.procedure_body(catalogue.current_version(code))
        form = catalogue.form_body(ref.split("@")[1])
    answers = FURTHER[code]()
    pages = photographed(form, answers)
    owner = {"owner": {"name": answers["owner_name"]}}
    payload = {"procedure_code": code, "answers": answers, "parties": owner}
    payload["second_factor"] = {"kind": "id", "last4": answers["owner_id_number"][-4:]}
    act = phone.submission(replace(on, form_ref=ref), payload=payload, pages=pages)
    [verdict] = phone.push(act)
    assert verdict["status"] == "applied", verdict
    for page in pages:
        assert phone.send(page.attachment_id, page.content).status_code == 200

    shown = sit_down(client, "clerk").dossier(act.dossier_id)["dossier"]
    assert shown["title"].startswith(f"{body['name']['vi']}: ")
    assert shown["answers"]["owner_name"] == answers["owner_name"]
    assert len(shown["attachments"]) == len(pages)
    assert shown["flags"] == []
