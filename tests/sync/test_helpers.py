"""A volunteer files for a resident: the dossier is the resident's from the first second, the helper is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.catalogue import queries as catalogue
from app.core import clock
from app.core.access import Role
from app.core.ids import local_code, uuid7
from app.db import db, transaction
from app.dossiers.models import Dossier, DossierAccess
from app.identity import staff
from app.mandates import operations as mandates
from app.mandates.models import Mandate, MandateRefusal, MandateUse
from tests.attachments import pictures
from tests.dossiers.office import Office
from tests.sync.test_draft_copies import end, news, save, written
from tests.sync.world import Act, Ground, Page, Phone, make_phone, sign_in


@pytest.fixture
def helper(phone: Phone, office: Office) -> Phone:
    """A volunteer of the commune, signed in on a phone."""
    person = sign_in(phone, name="Lò Văn Thắng")
    assert person.actor.person_id is not None
    with transaction(writes=True):
        staff.grant(person.actor.person_id, office.unit.id, Role.VOLUNTEER)
    return sign_in(phone, person.actor.person_id, name="Lò Văn Thắng")


def consent(helper: Phone, office: Office, **changed: Any) -> Act:
    text, now = catalogue.current_text("consent_help"), clock.now()
    told = {
        "mandate_id": str(uuid7()),
        "unit_id": str(office.unit.id),
        "resident_name": "Nguyễn Thị Hoa",
        "resident_id_last4": "1234",
        "text_version": text.version,
        "text_hash": text.hash,
        "purposes": ["type", "photograph", "see_status"],
        "method": "witness",
        "evidence": {"witness": "Cà Văn Inh"},
        "granted_at": now.isoformat(),
        "expires_at": (now + timedelta(days=30)).isoformat(),
        **changed,
    }
    return helper.act("mandate.grant", told)


def filed(helper: Phone, on: Ground, granted: Act, **more: Any) -> Act:
    return helper.submission(on, mandate_id=granted.op["payload"]["mandate_id"], **more)


def test_consent_and_dossier_go_in_one_batch_and_both_names_stand_in_it(
    helper: Phone, on: Ground, office: Office
) -> None:
    granted = consent(helper, office)
    act = filed(helper, on, granted)
    results = helper.push(granted, act)
    assert [(each["status"], each["code"]) for each in results] == [("applied", None), ("applied", None)]
    body = results[1]["dossier"]
    assert (body["my_role"], body["helper_name"], body["flags"]) == ("helper", "Lò Văn Thắng", ["assisted"])
    owner = {name: value for name, value in body["parties"]["owner"].items() if value is not None}
    assert owner == {"name": "Nguyễn Thị Hoa"}
    assert body["may"] == []
    assert body["answers"] == {}
    dossier = db.session.get_one(Dossier, act.dossier_id)
    assert dossier.parties["helper"] == {"name": "Lò Văn Thắng"}
    assert dossier.helper_id == helper.actor.person_id
    use = db.session.query(MandateUse).one()
    assert (str(use.mandate_id), use.act, use.dossier_id) == (
        granted.op["payload"]["mandate_id"],
        "type",
        act.dossier_id,
    )


def test_f15_a_dossier_waits_for_the_consent_it_was_filed_under(helper: Phone, on: Ground, office: Office) -> None:
    granted = consent(helper, office)
    act = filed(helper, on, granted)
    (early,) = helper.push(act)
    assert (early["status"], early["code"]) == ("held", "mandate_unknown")
    assert [each["status"] for each in helper.push(granted, act)] == ["applied", "applied"]


def test_a_consent_without_photographs_takes_no_photographs(helper: Phone, on: Ground, office: Office) -> None:
    granted = consent(helper, office, purposes=["type"])
    act = filed(helper, on, granted, pages=[Page(uuid7(), pictures.jpeg(200))])
    results = helper.push(granted, act)
    assert (results[1]["status"], results[1]["code"]) == ("rejected", "mandate_not_valid")
    assert helper.push(filed(helper, on, granted))[0]["status"] == "applied"


def test_a_consent_that_was_called_back_covers_nothing(helper: Phone, on: Ground, office: Office) -> None:
    granted = consent(helper, office)
    helper.push(granted)
    with transaction(writes=True):
        row = db.session.get_one(Mandate, UUID(granted.op["payload"]["mandate_id"]))
        row.revoked_at, row.revoked_by = clock.now(), "resident"
    (result,) = helper.push(filed(helper, on, granted))
    assert (result["status"], result["code"]) == ("rejected", "mandate_not_valid")


def test_a_consent_given_to_another_helper_is_not_there(
    helper: Phone, on: Ground, office: Office, client: FlaskClient
) -> None:
    granted = consent(helper, office)
    helper.push(granted)
    other = sign_in(make_phone(client), name="Người khác")
    (result,) = other.push(filed(other, on, granted))
    assert (result["status"], result["code"]) == ("held", "mandate_unknown")


def test_somebody_who_helps_for_no_group_grants_nothing_and_is_asked_again_later(
    phone: Phone, on: Ground, office: Office
) -> None:
    person = sign_in(phone)
    (result,) = person.push(consent(person, office))
    assert (result["status"], result["code"]) == ("retry", "forbidden")


def test_words_that_were_never_shown_are_no_consent(helper: Phone, office: Office) -> None:
    (result,) = helper.push(consent(helper, office, text_hash="ab" * 32))
    assert (result["status"], result["code"]) == ("rejected", "mandate_unknown_text")


def test_a_refusal_leaves_a_count_and_nothing_about_the_person(helper: Phone, office: Office) -> None:
    said = {"unit_id": str(office.unit.id), "resident_name": "Bà Hoa"}
    assert helper.push(helper.act("mandate.refuse", said))[0]["status"] == "applied"
    assert db.session.query(MandateRefusal).one().count == 1


def test_the_resident_takes_the_dossier_over_with_the_slip_and_the_helper_stays_the_helper(
    helper: Phone, on: Ground, office: Office, client: FlaskClient
) -> None:
    granted = consent(helper, office)
    act = filed(helper, on, granted)
    helper.push(granted, act)
    resident = make_phone(client)
    slip = {"local_code": local_code(act.dossier_id), "claim_secret": act.secret, "factor": "1234"}
    assert resident.call("POST", "/api/claims", json=slip).status_code == 200
    body = resident.call("GET", f"/api/dossiers/{act.dossier_id}").get_json()
    assert (body["my_role"], body["may"]) == ("owner", ["withdraw"])
    assert body["answers"]["req_name"] == "Nguyễn Thị Hoa"
    assert helper.call("POST", "/api/claims", json=slip).status_code == 200
    roles = {row.principal: row.role for row in db.session.query(DossierAccess)}
    assert roles == {helper.principal: "helper", resident.principal: "owner"}


def test_a_helper_neither_withdraws_nor_sees_the_papers_again(helper: Phone, on: Ground, office: Office) -> None:
    granted, photo = consent(helper, office), Page(uuid7(), pictures.jpeg(201))
    act = filed(helper, on, granted, pages=[photo])
    helper.push(granted, act)
    helper.send(photo.attachment_id, photo.content)
    request = helper.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id))
    assert helper.push(request)[0]["status"] == "held"
    assert helper.call("GET", f"/api/attachments/{photo.attachment_id}").status_code == 404


def test_the_helpers_feed_tells_of_mandates_too(helper: Phone, on: Ground, office: Office) -> None:
    granted = consent(helper, office)
    act = filed(helper, on, granted)
    helper.push(granted, act)
    told = {each["kind"]: each["body"] for each in helper.changes().get_json()["changes"]}
    assert told["mandate"]["dossier_ids"] == [str(act.dossier_id)]
    assert told["dossier"]["my_role"] == "helper"


def test_a_helpers_copy_leaves_when_the_resident_takes_her_word_back(
    helper: Phone,
    office: Office,
    on: Ground,
) -> None:
    draft_id, given = uuid7(), consent(helper, office)
    assert helper.push(given)[0]["status"] == "applied"
    mandate_id = given.op["payload"]["mandate_id"]
    assert save(helper, written(draft_id, mandate_id=mandate_id)).status_code == 200
    with transaction(writes=True):
        mandates.revoke_as(UUID(mandate_id), helper.actor)
    assert [each["body"]["reason"] for each in news(helper)] == ["mandate_ended"]
    late = save(helper, written(draft_id, "Lan", mandate_id=mandate_id), seen=1)
    assert (late.status_code, late.get_json()["reason"]) == (410, "mandate_ended")
    another = save(helper, written(uuid7(), mandate_id=mandate_id))
    assert (another.status_code, another.get_json()["reason"]) == (410, "mandate_ended")


def test_what_was_left_of_a_helpers_draft_leaves_too_when_the_resident_takes_her_word_back(
    helper: Phone,
    office: Office,
    on: Ground,
    client: FlaskClient,
) -> None:
    draft_id, given = uuid7(), consent(helper, office)
    assert helper.push(given)[0]["status"] == "applied"
    mandate_id = given.op["payload"]["mandate_id"]
    assert save(helper, written(draft_id, mandate_id=mandate_id)).status_code == 200
    other = sign_in(make_phone(client), helper.actor.person_id)
    assert end(other, draft_id).status_code == 204
    assert news(helper)[0]["body"]["left"] is not None
    with transaction(writes=True):
        mandates.revoke_as(UUID(mandate_id), helper.actor)
    [body] = [each["body"] for each in news(helper)]
    assert (body["left"], body["reason"]) == (None, "user")


def test_a_copy_under_a_mandate_that_has_not_arrived_waits(helper: Phone, office: Office) -> None:
    assert save(helper, written(uuid7(), mandate_id=str(uuid7()))).status_code == 404
