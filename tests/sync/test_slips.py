"""The slip: taking a dossier over, following it without signing in, and what signing in brings along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.core.ids import local_code, uuid7
from app.db import db, transaction
from app.dossiers import operations as desk
from app.dossiers.models import Dossier, DossierAccess
from tests.conftest import HeldClock
from tests.dossiers.office import Office
from tests.identity.makers import PASSWORD, make_staff
from tests.sync.world import Act, Ground, Phone, make_phone, sign_in


@pytest.fixture
def act(phone: Phone, on: Ground) -> Act:
    sent = phone.submission(on)
    assert phone.push(sent)[0]["status"] == "applied"
    return sent


def words(act: Act, **changed: str) -> dict[str, str]:
    return {"local_code": local_code(act.dossier_id), "claim_secret": act.secret, "factor": "1234", **changed}


def claim(phone: Phone, told: dict[str, str]) -> Any:
    return phone.call("POST", "/api/claims", json=told)


def seen_by(phone: Phone) -> list[str]:
    return [each["id"] for each in phone.changes().get_json()["changes"] if each["kind"] == "dossier"]


class TestClaiming:
    def test_another_phone_takes_a_dossier_over_with_the_slip(self, act: Act, client: FlaskClient) -> None:
        other = make_phone(client)
        assert other.call("GET", f"/api/dossiers/{act.dossier_id}").status_code == 404
        answer = claim(other, words(act))
        assert (answer.status_code, answer.get_json()) == (200, {"dossier_id": str(act.dossier_id)})
        assert seen_by(other) == [str(act.dossier_id)]
        assert other.call("GET", f"/api/dossiers/{act.dossier_id}").get_json()["my_role"] == "owner"
        assert claim(other, words(act)).status_code == 200

    def test_f55_what_a_person_takes_over_on_a_phone_is_not_there_for_the_next_one(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        first, on_its_way = sign_in(phone.copy(client)), phone.submission(on)
        phone.push(on_its_way)
        assert claim(first, words(on_its_way)).status_code == 200
        second = sign_in(phone.copy(client), name="Người sau")
        assert [seen_by(each) for each in (first, second, phone)] == [[str(on_its_way.dossier_id)], [], []]

    def test_the_secret_may_be_typed_in_groups_and_small_letters(self, act: Act, client: FlaskClient) -> None:
        secret = act.secret.lower()
        typed = f"{secret[:6]} {secret[6:12]}-{secret[12:]}"
        assert claim(make_phone(client), words(act, claim_secret=typed)).status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"factor": "9999"},
            {"claim_secret": "A" * 24},
            {"local_code": "0000-0000-0"},
            {"local_code": "not a code"},
        ],
    )
    def test_absent_and_wrong_answer_alike(self, act: Act, client: FlaskClient, wrong: dict[str, str]) -> None:
        other = make_phone(client)
        answer = claim(other, words(act, **wrong))
        absent = claim(other, words(act, local_code=local_code(uuid7())))
        assert answer.status_code == absent.status_code == 404
        assert answer.data == absent.data
        assert seen_by(other) == []

    def test_whoever_guesses_is_slowed_down_and_the_owner_gets_through_later(
        self, act: Act, client: FlaskClient
    ) -> None:
        other = make_phone(client)
        answers = [claim(other, words(act, factor=f"{number:04}")).status_code for number in range(12)]
        assert answers[0] == 404
        assert answers[-1] == 429
        assert claim(other, words(act)).status_code == 429
        with clock.at(clock.now() + timedelta(hours=2)):
            assert claim(other, words(act)).status_code == 200

    def test_a_stranger_claims_nothing(self, act: Act, client: FlaskClient) -> None:
        assert client.post("/api/claims", json=words(act)).status_code == 401

    def test_the_phone_it_came_from_keeps_it(self, act: Act, phone: Phone, client: FlaskClient) -> None:
        claim(make_phone(client), words(act))
        assert seen_by(phone) == [str(act.dossier_id)]


class TestTracking:
    def ask(self, client: FlaskClient, code: str, factor: str = "1234") -> Any:
        return client.post("/api/tracking", json={"code": code, "factor": factor})

    def test_the_code_and_four_characters_tell_the_step_and_no_name(self, act: Act, client: FlaskClient) -> None:
        answer = self.ask(client, local_code(act.dossier_id).lower().replace("-", " "))
        assert answer.status_code == 200, answer.text
        told = answer.get_json()
        assert (told["state"], told["step"], told["awaiting_files"]) == ("submitted", 1, 0)
        assert "Hoa" not in answer.text
        assert "0381" not in answer.text

    def test_after_reception_the_official_number_does_too(
        self, clock: HeldClock, act: Act, client: FlaskClient, office: Office
    ) -> None:
        clerk = office.actor("clerk")
        with transaction(writes=True):
            desk.compare(act.dossier_id, op_id=uuid7(), seen=1, paper="original", compared=True, reason="", actor=clerk)
        with transaction(writes=True):
            desk.move(act.dossier_id, "receive", op_id=uuid7(), seen=2, reason="", data={}, actor=clerk)
        db.session.expire_all()
        number = db.session.get_one(Dossier, act.dossier_id).official_number
        assert number is not None
        told = self.ask(client, number).get_json()
        assert (told["official_number"], told["state"], told["step"]) == (number, "received", 2)
        assert told["due"]["due_at"]
        assert told["steps"][0]["status"] == "done"
        assert told["steps"][0]["holder"] is None

    def test_absent_and_wrong_answer_alike(self, act: Act, client: FlaskClient) -> None:
        wrong = self.ask(client, local_code(act.dossier_id), "0000")
        absent = self.ask(client, local_code(uuid7()))
        senseless = self.ask(client, "x")
        assert wrong.status_code == absent.status_code == senseless.status_code == 404
        assert wrong.data == absent.data == senseless.data

    def test_guessing_is_slowed_down(self, act: Act, client: FlaskClient) -> None:
        answers = [self.ask(client, local_code(act.dossier_id), f"{number:04}") for number in range(12)]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0

    def test_whoever_knows_is_never_slowed_down(self, act: Act, client: FlaskClient) -> None:
        assert {self.ask(client, local_code(act.dossier_id)).status_code for _ in range(30)} == {200}

    def test_two_dossiers_with_one_code_are_told_apart_by_the_four_characters(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        one = uuid7()
        two = UUID(int=uuid7().int & ~((1 << 40) - 1) | one.int & ((1 << 40) - 1))
        first = phone.submission(on, dossier_id=one)
        second = phone.submission(
            on, dossier_id=two, answers={"req_name": "Trần Văn Nam", "req_id_number": "001090001111"}
        )
        assert [each["status"] for each in phone.push(first, second)] == ["applied", "applied"]
        with transaction(writes=True):
            db.session.get_one(Dossier, two).state = "received"
        assert self.ask(client, local_code(one), "1234").get_json()["state"] == "submitted"
        assert self.ask(client, local_code(two), "1111").get_json()["state"] == "received"

    def test_the_submitters_number_follows_as_well_as_the_owners(
        self, phone: Phone, on: Ground, client: FlaskClient
    ) -> None:
        submitter = {"name": "Trần Văn Nam", "id_number": "001090007777"}
        act = phone.submission(on, payload={"parties": {"owner": {"name": "x"}, "submitter": submitter}})
        phone.push(act)
        assert self.ask(client, local_code(act.dossier_id), "1234").status_code == 200
        assert self.ask(client, local_code(act.dossier_id), "7777").status_code == 200


class TestSigningIn:
    def test_what_the_phone_sent_before_is_the_persons_and_no_longer_the_phones(self, act: Act, phone: Phone) -> None:
        person = sign_in(phone)
        assert seen_by(person) == [str(act.dossier_id)]
        assert seen_by(phone) == []
        assert phone.call("GET", f"/api/dossiers/{act.dossier_id}").status_code == 404
        rows = {row.principal: row for row in db.session.query(DossierAccess)}
        assert rows[phone.principal].until is not None
        assert (rows[person.principal].role, rows[person.principal].how) == ("owner", "adopt")

    def test_what_was_made_before_and_arrives_after_is_the_persons_too(self, phone: Phone, on: Ground) -> None:
        act = phone.submission(on)
        person = sign_in(phone)
        (result,) = person.push(act)
        assert (result["status"], result["dossier"]["my_role"]) == ("applied", "owner")
        assert seen_by(person) == [str(act.dossier_id)]
        assert seen_by(phone) == []
        assert result["dossier"]["events"][0]["by"] == "Nguyễn Thị Hoa"

    def test_f55_what_the_phone_says_is_another_persons_is_not_given_to_whoever_signs_in_next(
        self, act: Act, phone: Phone
    ) -> None:
        """As after a restore: the server has as the phone's own what somebody on it had taken over."""
        she = sign_in(make_phone(phone.client), name="Người trước")
        taken = {act.dossier_id: she.principal}
        next_one = sign_in(phone, taken=taken)
        assert next_one.changes().get_json()["changes"] == []
        assert next_one.call("GET", f"/api/dossiers/{act.dossier_id}").status_code == 404
        again = sign_in(phone, she.actor.person_id, taken=taken)
        assert seen_by(again) == [str(act.dossier_id)]

    def test_f55_a_phone_says_it_with_a_password_too(self, act: Act, phone: Phone) -> None:
        with transaction(writes=True):
            person = make_staff(username="tinh-nguyen")
        body = {"username": "tinh-nguyen", "password": PASSWORD, "where": "phone"}
        taken = [{"id": str(act.dossier_id), "principal": f"person:{uuid7()}"}]
        answer = phone.call("POST", "/api/sign-in/password", json={**body, "taken": taken})
        assert answer.status_code == 200
        she = replace(phone, token=answer.get_json()["token"])
        assert seen_by(she) == []
        rows = db.session.query(DossierAccess).filter_by(dossier_id=act.dossier_id)
        assert {row.principal for row in rows} == {phone.principal}
        assert f"person:{person.id}" == answer.get_json()["me"]["principal"]

    def test_signing_in_again_changes_nothing(self, act: Act, phone: Phone) -> None:
        person = sign_in(phone)
        again = sign_in(phone, person.actor.person_id)
        assert seen_by(again) == [str(act.dossier_id)]
        assert db.session.query(DossierAccess).count() == 2

    def test_f60_a_sign_in_whose_answer_was_lost_takes_nothing_from_who_signs_in_next(
        self, act: Act, phone: Phone
    ) -> None:
        lost = sign_in(phone, name="Lê Thị Bưởi", heard=False)
        assert seen_by(phone) == [str(act.dossier_id)]
        she = sign_in(phone)
        assert seen_by(she) == [str(act.dossier_id)]
        # her repeated sign-in comes after all: what the phone held is another's by now
        again = sign_in(phone, lost.actor.person_id, name="Lê Thị Bưởi")
        assert seen_by(again) == []

    def test_a_session_that_only_comes_to_be_ended_takes_nothing_over(self, act: Act, phone: Phone) -> None:
        lost = sign_in(phone, heard=False)
        assert lost.call("POST", "/api/sign-out").status_code == 204
        assert seen_by(phone) == [str(act.dossier_id)]
        assert seen_by(sign_in(phone, name="Lê Thị Bưởi")) == [str(act.dossier_id)]

    def test_a_second_person_on_the_same_phone_gets_nothing_of_the_first(self, act: Act, phone: Phone) -> None:
        sign_in(phone)
        second = sign_in(phone, name="Lê Thị Bưởi")
        assert seen_by(second) == []

    def test_the_person_withdraws_what_the_phone_had_sent(self, act: Act, phone: Phone) -> None:
        person = sign_in(phone)
        request = person.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id))
        (result,) = person.push(request)
        assert (result["status"], result["dossier"]["state"]) == ("applied", "withdrawn")
        assert result["dossier"]["events"][-1]["by"] == "you"
