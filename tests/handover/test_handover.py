"""Results handed over at the counter and by post, over HTTP: several at once, each by its own rules, exactly once."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock as core_clock
from app.core import ids
from app.core.access import SYSTEM
from app.db import db
from app.dossiers import facts, log, views
from app.dossiers.models import Dossier, DossierEvent, DossierPaper
from app.handover import rules
from app.handover.models import Handover
from app.identity.models import AccessRecord
from app.notifications.models import Message
from app.registers import queries as registers
from tests.conftest import HeldClock
from tests.dossiers.office import COPIES, MARITAL, OWNER, Desk, Office, make_dossier, make_office, sit_down

MARRIAGE = "1.000894"
SIGNATURE = [[100, 100, 200, 300, 300, 100], [400, 200, 500, 250, 600, 200, 700, 220]]
HERSELF = {"name": OWNER["name"], "id_number": OWNER["id_number"], "capacity": "self"}
SON = {"name": "Trần Văn Lực", "id_number": "038219009876", "capacity": "relative", "authority": "con ruột"}


@pytest.fixture
def office(app: Flask, clock: HeldClock) -> Office:
    clock.at(2026, 11, 25, 9, 0)
    return make_office()


@pytest.fixture
def clerk(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "clerk")


def ready(office: Office, *, compared: bool = True, **sent: Any) -> Dossier:
    """A dossier whose result lies ready."""
    dossier = make_dossier(office, **{"code": COPIES, **sent})
    dossier.received_at = dossier.due_at = core_clock.now()
    log.append(dossier, move="sign", to_state="ready", actor=SYSTEM, op_id=ids.uuid7())
    for each in facts.originals(dossier, facts.procedure(dossier)) if compared else ():
        db.session.add(
            DossierPaper(dossier_id=dossier.id, paper=each.key, compared_at=core_clock.now(), compared_by="Ánh")
        )
    db.session.flush()
    return dossier


def asked(*dossiers: Dossier, **more: Any) -> dict[str, Any]:
    lines = [{"dossier_id": str(each.id), "seen": each.version} for each in dossiers]
    signed = {"id_checked": True, "signed": "glass", "strokes": SIGNATURE}
    return {
        "op_id": str(ids.uuid7()),
        "dossiers": lines,
        "method": "counter",
        "receiver": HERSELF,
        **signed,
        **more,
    }


def results(answer: Any) -> list[tuple[bool, str | None]]:
    assert answer.status_code == 200, answer.text
    return [(each["done"], each["fault"]) for each in answer.get_json()["results"]]


def test_all_of_hers_are_found_by_any_of_what_she_shows(office: Office, clerk: Desk) -> None:
    first, second = ready(office), ready(office, compared=False)
    running = make_dossier(office)
    other = ready(office, owner={"name": "Lê Thị Bé", "id_number": "038170000001"})
    for typed in (
        OWNER["id_number"],
        first.local_code,
        "bao tram",
        "0905 123 456",
        f"https://x/t/{first.local_code}#s",
    ):
        found = clerk.read("/handovers", q=typed).get_json()
        [hers] = found["people"]
        assert (hers["name"], hers["id_end"], hers["phone_end"]) == (OWNER["name"], "1234", "456")
        assert {row["dossier_id"] for row in hers["rows"]} == {str(each.id) for each in (first, second, running)}
        assert found["ready"] == 3
    [person] = clerk.read("/handovers", q=first.local_code).get_json()["people"]
    rows = {row["dossier_id"]: row for row in person["rows"]}
    assert rows[str(first.id)]["why_not"] is None
    assert [each["key"] for each in rows[str(second.id)]["owed"]] == ["original"]
    assert rows[str(running.id)]["why_not"]
    assert OWNER["id_number"] not in clerk.read("/handovers", q="bao tram").text
    looks = select(func.count()).where(AccessRecord.kind == "dossier", AccessRecord.object_id == str(first.id))
    assert db.session.scalar(looks)
    longest = clerk.read("/handovers").get_json()["people"]
    assert [each["name"] for each in longest] == [OWNER["name"], other.parties["owner"]["name"]]


def test_several_results_go_in_one_act_and_each_says_who_has_it(office: Office, clerk: Desk) -> None:
    first, second = ready(office), ready(office)
    body = asked(first, second)
    assert results(clerk.post("/handovers", body)) == [(True, None), (True, None)]
    row = db.session.get_one(Handover, UUID(body["op_id"]))
    assert (row.receiver_id_number, row.signed, row.strokes) == (OWNER["id_number"], "glass", SIGNATURE)
    for each in (first, second):
        event = db.session.get_one(DossierEvent, (each.id, each.version))
        assert (event.move, event.to_state, event.actor_role, event.data["receiver"]) == (
            *("hand_over", "returned", "clerk"),
            OWNER["name"],
        )
        how = event.data["handover"]
        assert (how["id"], how["as_whom"], how["id_end"]) == (body["op_id"], "owner", "1234")
        assert OWNER["id_number"] not in str(event.data)
    told = views.as_out(first, "device:0193-owner").handed
    assert told is not None
    assert (told.receiver, told.method, told.signed, told.by) == (OWNER["name"], "counter", "glass", row.official_name)
    message = db.session.scalars(select(Message).where(Message.kind == "hand_over")).first()
    assert message is not None
    assert OWNER["name"] in str(message.body)
    seen = clerk.read(f"/handovers/{body['op_id']}").get_json()
    assert (seen["strokes"], seen["id_end"]) == (SIGNATURE, "1234")


def test_a_lost_answer_asked_again_is_the_same_act(office: Office, clerk: Desk) -> None:
    done, owed = ready(office), ready(office, compared=False)
    body = asked(done, owed)
    first = clerk.post("/handovers", body)
    assert results(first) == [(True, None), (False, "originals_still_owed")]
    assert clerk.post("/handovers", body).get_json() == first.get_json()
    assert db.session.scalar(select(func.count()).select_from(Handover)) == 1
    assert db.session.get_one(Handover, UUID(body["op_id"])).dossiers == [str(done.id)]
    other = clerk.post("/handovers", {**body, "signed": "paper"})
    assert (other.status_code, other.get_json()["code"]) == (409, "op_reused")
    again = asked(done)
    assert results(clerk.post("/handovers", again)) == [(False, "move_not_from_here")]


def test_what_is_not_ready_or_seen_too_long_ago_says_why(app: Flask, office: Office, clerk: Desk) -> None:
    running, stale = make_dossier(office), ready(office)
    before = asked(running, stale)
    log.append(stale, move="note", to_state="ready", actor=SYSTEM, op_id=ids.uuid7())
    elsewhere = ready(make_office(name="Xã Bên", e_identifier="H17.50.9", prefix="o_"))
    before["dossiers"].append({"dossier_id": str(elsewhere.id), "seen": elsewhere.version})
    told = results(clerk.post("/handovers", before))
    assert [fault for _, fault in told] == ["move_not_from_here", "stale_version", "dossier"]
    assert db.session.scalar(select(func.count()).select_from(Handover)) == 0
    appraiser = sit_down(app.test_client(), "appraiser")
    assert appraiser.post("/handovers", asked(stale)).status_code == 403
    assert appraiser.read("/handovers").status_code == 403
    next_door = sit_down(app.test_client(), "o_clerk")
    assert next_door.read("/handovers", q=OWNER["id_number"]).get_json()["people"][0]["rows"][0]["dossier_id"] == str(
        elsewhere.id
    )


def test_who_else_may_fetch_it_is_for_the_procedure_to_say(office: Office, clerk: Desk) -> None:
    copies, marital, wedding = ready(office), ready(office, code=MARITAL), ready(office, code=MARRIAGE)
    stranger = {**SON, "capacity": "self"}
    assert {fault for _, fault in results(clerk.post("/handovers", asked(copies, receiver=stranger)))} == {
        "handover_not_in_dossier"
    }
    paper = {**SON, "capacity": "authorised", "authority": "GUQ 12/2026, UBND xã chứng thực 20/11/2026"}
    told = results(clerk.post("/handovers", asked(marital, wedding, receiver=paper)))
    assert [fault for _, fault in told] == ["handover_not_certified", "handover_in_person"]
    told = results(clerk.post("/handovers", asked(marital, wedding, receiver={**paper, "certified": True})))
    assert told == [(True, None), (False, "handover_in_person")]
    assert results(clerk.post("/handovers", asked(copies, receiver=SON, signed="thumb", strokes=[]))) == [(True, None)]
    line = dict(registers.lines([(copies.id, 1)], core_clock.now()))[copies.id]
    assert line.receiver == "Trần Văn Lực (người thân; điểm chỉ trên phiếu giấy)"
    assert line.method == ("Trực tiếp", "At the counter")


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"id_checked": False}, "id_checked", "handover_id_unchecked"),
        ({"strokes": [[1, 1]]}, "signed", "handover_unsigned"),
        ({"signed": None}, "signed", "handover_unsigned"),
        ({"receiver": {**SON, "authority": ""}}, "receiver.authority", "handover_relation_needed"),
        ({"method": "post", "carrier": "Bưu điện"}, "tracking", "handover_tracking_needed"),
    ],
)
def test_an_act_without_identity_signature_or_number_is_not_taken(
    office: Office, clerk: Desk, more: dict[str, Any], path: str, code: str
) -> None:
    answer = clerk.post("/handovers", asked(ready(office), **more))
    assert answer.status_code == 422
    assert [(each["path"], each["code"]) for each in answer.get_json()["errors"]] == [(path, code)]
    assert db.session.scalar(select(func.count()).select_from(Handover)) == 0


def test_by_post_she_reads_the_number_of_the_parcel(office: Office, clerk: Desk) -> None:
    dossier = ready(office, wishes={"return": "post"})
    sent = {"method": "post", "carrier": "Bưu điện (VNPost)", "tracking": "ee123456789vn", "signed": None}
    answer = clerk.post("/handovers", asked(dossier, **sent, id_checked=False, strokes=[]))
    assert results(answer) == [(True, None)]
    told = views.as_out(dossier, "device:0193-owner").handed
    assert told is not None
    assert (told.method, told.carrier, told.tracking) == ("post", "Bưu điện (VNPost)", "EE123456789VN")
    message = db.session.scalars(select(Message).where(Message.kind == "hand_over_post")).one()
    assert "EE123456789VN" in str(message.body)
    line = dict(registers.lines([(dossier.id, 1)], core_clock.now()))[dossier.id]
    assert (line.method, line.receiver) == (
        ("Bưu chính", "By post"),
        f"{OWNER['name']}, Bưu điện (VNPost), EE123456789VN",
    )


def test_she_may_sign_on_her_own_screen_for_exactly_these_results(app: Flask, office: Office, clerk: Desk) -> None:
    one, two = ready(office), ready(office)
    sitting, token, seat = str(ids.uuid7()), "a-token-of-at-least-twenty-letters", "a-seat-of-twenty-letters-1"
    beside = app.test_client()

    def counter(path: str, body: dict[str, Any]) -> None:
        answer = clerk.client.post(f"/api/counter{path}", json=body, headers={"X-CSRF-Token": clerk.csrf})
        assert answer.status_code == 200, answer.text

    given = {"sitting_id": sitting, "unit_id": str(office.unit.id), "procedure_code": "hand_over", "token": token}
    counter("/sittings", given)
    who = rules.Receiver(HERSELF["name"], HERSELF["id_number"], "self")
    sha256 = hashlib.sha256(rules.signed_for([str(one.id)], who).encode()).hexdigest()
    counter(f"/sittings/{sitting}/shown", {"kind": "receive", "title": "Nhận kết quả", "sha256": sha256})
    elsewhere = {"strokes": [], "sitting_id": sitting}
    early = clerk.post("/handovers", asked(one, **elsewhere))
    assert (early.status_code, early.get_json()["code"]) == (409, "sitting_not_confirmed")
    agreed = {"token": token, "seat": seat, "sha256": sha256, "strokes": SIGNATURE}
    assert beside.post("/api/counter/beside/agree", json=agreed).get_json()["right"]
    assert clerk.post("/handovers", asked(one, two, **elsewhere)).get_json()["code"] == "sitting_not_confirmed"
    body = asked(one, **elsewhere)
    assert results(clerk.post("/handovers", body)) == [(True, None)]
    assert db.session.get_one(Handover, UUID(body["op_id"])).strokes == SIGNATURE


def test_a_move_made_alone_cannot_claim_how_it_was_handed_over(office: Office, clerk: Desk) -> None:
    dossier = ready(office)
    forged = {"receiver": "Trần Văn Lực", "handover": {"id": str(ids.uuid7()), "method": "post"}}
    assert clerk.move(dossier.id, "hand_over", data=forged).status_code == 200
    assert "handover" not in db.session.get_one(DossierEvent, (dossier.id, dossier.version)).data
