"""A draft has a copy on the server that no phone overwrites unseen, and that ends only for a reason."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.attachments import tasks as attachment_tasks
from app.attachments.models import Attachment
from app.core.ids import uuid7
from app.db import db, transaction
from app.drafts import rules
from app.drafts.models import DraftCopy, DraftCopyFile
from app.drafts.tasks import forget_old
from tests.attachments import pictures
from tests.conftest import HeldClock
from tests.dossiers.office import Office
from tests.sync.world import Answer, Ground, Page, Phone, make_phone, sha256, sign_in


def written(draft_id: UUID, name: str = "Hoa", **more: Any) -> dict[str, Any]:
    """A draft as a phone writes it."""
    return {"id": str(draft_id), "procedure": "2.000815", "answers": {"req_name": name}, "files": [], **more}


def save(phone: Phone, draft: dict[str, Any], seen: int = 0) -> Answer:
    text = json.dumps(draft, ensure_ascii=False)
    body = {"seen": seen, "text": text, "sha256": sha256(text)}
    return phone.call("PUT", f"/api/drafts/{draft['id']}", json=body)


def end(phone: Phone, draft_id: UUID, seen: str | None = None) -> Answer:
    return phone.call("DELETE", f"/api/drafts/{draft_id}" + (f"?seen={seen}" if seen else ""))


def news(phone: Phone) -> list[dict[str, Any]]:
    """What the feed says of drafts from the beginning."""
    found: list[dict[str, Any]] = phone.changes().get_json()["changes"]
    return [each for each in found if each["kind"] in ("draft", "gone")]


@pytest.fixture
def draft_id() -> UUID:
    return uuid7()


def test_a_copy_is_kept_exactly_and_comes_to_a_new_phone_at_its_first_sync(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    one = sign_in(make_phone(client))
    draft = written(draft_id, "Nguyễn Thị Hoa", later={"kept": [1, "hai"]})
    answer = save(one, draft).get_json()
    assert (answer["version"], answer["draft_id"]) == (1, str(draft_id))
    other = sign_in(make_phone(client), one.actor.person_id)
    [told] = news(other)
    assert told["kind"] == "draft"
    assert json.loads(told["body"]["text"]) == draft
    assert told["body"]["version"] == 1
    assert told["body"]["device_id"] == str(one.device_id)


def test_the_same_text_again_gets_the_same_answer(phone: Phone, draft_id: UUID) -> None:
    first = save(phone, written(draft_id)).get_json()
    again = save(phone, written(draft_id))
    assert again.status_code == 200
    assert again.get_json() == first


def test_f50_who_has_not_seen_the_present_version_gets_it_and_overwrites_nothing(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    one = sign_in(make_phone(client))
    other = sign_in(make_phone(client), one.actor.person_id)
    save(one, written(draft_id, "Hoa"))
    assert save(other, written(draft_id, "Lan"), seen=1).get_json()["version"] == 2
    late = save(one, written(draft_id, "Huệ"), seen=1)
    assert late.status_code == 409
    problem = late.get_json()
    assert problem["code"] == "draft_newer"
    assert json.loads(problem["present"]["text"])["answers"] == {"req_name": "Lan"}
    assert save(one, written(draft_id, "Huệ"), seen=2).get_json()["version"] == 3


def test_another_persons_draft_is_not_found_and_not_told(client: FlaskClient, on: Ground, draft_id: UUID) -> None:
    one, other = sign_in(make_phone(client)), sign_in(make_phone(client))
    save(one, written(draft_id))
    assert save(other, written(draft_id, "X"), seen=1).status_code == 404
    end(other, draft_id)
    assert news(other) == []
    assert [each["kind"] for each in news(one)] == ["draft"]


def test_the_office_has_no_way_to_a_draft(client: FlaskClient, office: Office, draft_id: UUID) -> None:
    one = sign_in(make_phone(client))
    save(one, written(draft_id))
    clerk = sign_in(make_phone(client), office.actor("clerk").person_id)
    assert news(clerk) == []
    assert clerk.call("GET", f"/api/drafts/{draft_id}").status_code in (404, 405)


def test_f52_a_draft_that_was_given_up_stays_gone_whatever_another_phone_wrote(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    one = sign_in(make_phone(client))
    other = sign_in(make_phone(client), one.actor.person_id)
    save(one, written(draft_id))
    assert end(one, draft_id).status_code == 204
    assert end(one, draft_id).status_code == 204
    late = save(other, written(draft_id, "Lan"), seen=1)
    assert late.status_code == 410
    assert (late.get_json()["code"], late.get_json()["reason"]) == ("draft_ended", "user")
    [told] = news(other)
    assert (told["kind"], told["body"]["what"], told["body"]["reason"]) == ("gone", "draft", "user")
    copy = db.session.get_one(DraftCopy, draft_id)
    assert (copy.text, copy.title, copy.size) == (None, "", 0)


def test_a_sent_draft_has_ended_on_every_phone(client: FlaskClient, on: Ground, draft_id: UUID) -> None:
    one = sign_in(make_phone(client))
    dossier_id = uuid7()
    save(one, written(draft_id, dossier_id=str(dossier_id)))
    assert one.push(one.submission(on, dossier_id=dossier_id))[0]["status"] == "applied"
    assert [each["body"]["reason"] for each in news(one)] == ["sent"]
    late = save(one, written(uuid7(), dossier_id=str(dossier_id)))
    assert (late.status_code, late.get_json()["reason"]) == (410, "sent")


def test_somebody_elses_submission_does_not_end_a_draft_that_names_its_dossier(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    one, other = sign_in(make_phone(client)), sign_in(make_phone(client))
    dossier_id = uuid7()
    save(one, written(draft_id, dossier_id=str(dossier_id)))
    other.push(other.submission(on, dossier_id=dossier_id))
    assert [each["kind"] for each in news(one)] == ["draft"]


def test_signing_in_takes_over_the_phones_drafts(client: FlaskClient, on: Ground, draft_id: UUID) -> None:
    device = make_phone(client)
    save(device, written(draft_id))
    person = sign_in(device)
    assert [each["id"] for each in news(person)] == [str(draft_id)]
    assert news(device) == []
    assert save(person, written(draft_id, "Lan"), seen=1).get_json()["version"] == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"text": "{}"}, 422, "draft_unreadable"),
        ({"text": "[]"}, 422, "draft_unreadable"),
        ({"text": "no json"}, 422, "draft_unreadable"),
        ({"text": "[" * 100_000}, 422, "draft_unreadable"),
        ({"text": json.dumps({"id": str(uuid7()), "procedure": "1"})}, 422, "draft_unreadable"),
        ({"text": json.dumps({"x": "ă" * 70_000}, ensure_ascii=False)}, 413, "draft_too_large"),
        ({"sha256": "0" * 64}, 400, "hash_differs"),
    ],
)
def test_a_text_that_is_not_this_draft_is_refused_with_its_reason(
    phone: Phone, draft_id: UUID, change: dict[str, str], status: int, code: str
) -> None:
    text = change.get("text", json.dumps(written(draft_id)))
    body = {"seen": 0, "text": text, "sha256": change.get("sha256", sha256(text))}
    answer = phone.call("PUT", f"/api/drafts/{draft_id}", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert db.session.get(DraftCopy, draft_id) is None


def test_the_store_of_one_principal_has_an_end(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_COPIES", 2)
    kept = [uuid7(), uuid7()]
    for each in kept:
        assert save(phone, written(each)).status_code == 200
    full = save(phone, written(uuid7()))
    assert (full.status_code, full.get_json()["code"]) == (429, "drafts_full")
    assert save(phone, written(kept[0], "Lan"), seen=1).status_code == 200
    end(phone, kept[0])
    assert save(phone, written(uuid7())).status_code == 200


def test_an_untouched_copy_ends_by_age_and_comes_back_when_somebody_goes_on(
    phone: Phone, draft_id: UUID, clock: HeldClock
) -> None:
    save(phone, written(draft_id))
    clock.forward(days=179)
    with transaction(writes=True):
        forget_old()
    assert [each["kind"] for each in news(phone)] == ["draft"]
    clock.forward(days=2)
    with transaction(writes=True):
        forget_old()
    assert [each["body"]["reason"] for each in news(phone)] == ["old"]
    assert save(phone, written(draft_id, "Lan"), seen=1).get_json()["version"] == 3
    assert [each["kind"] for each in news(phone)] == ["draft"]


def test_tombstones_go_when_every_phone_has_heard_of_them(phone: Phone, draft_id: UUID, clock: HeldClock) -> None:
    save(phone, written(draft_id))
    end(phone, draft_id)
    clock.forward(days=rules.KEEP_TOMBSTONE.days + 1)
    with transaction(writes=True):
        forget_old()
    assert db.session.get(DraftCopy, draft_id) is None


def page(phone: Phone, seed: int = 1) -> Page:
    made = Page(uuid7(), pictures.jpeg(seed))
    assert phone.send(made.attachment_id, made.content).get_json()["state"] == "stored"
    return made


def test_a_page_that_went_ahead_stays_while_a_copy_names_it(phone: Phone, draft_id: UUID, clock: HeldClock) -> None:
    named, forgotten = page(phone), page(phone, 2)
    save(phone, written(draft_id, files=[named.line()]))
    clock.forward(days=31)
    attachment_tasks.sweep()
    assert db.session.get(Attachment, named.attachment_id) is not None
    assert db.session.get(Attachment, forgotten.attachment_id) is None
    end(phone, draft_id)
    attachment_tasks.sweep()
    assert db.session.get(Attachment, named.attachment_id) is not None
    clock.forward(days=rules.KEEP_PAGES.days + 1)
    with transaction(writes=True):
        forget_old()
    attachment_tasks.sweep()
    assert db.session.get(Attachment, named.attachment_id) is None
    assert db.session.query(DraftCopyFile).count() == 0


def test_f52_a_draft_given_up_here_and_sent_from_a_phone_that_had_not_heard_has_its_pages(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    one = sign_in(make_phone(client))
    other = sign_in(make_phone(client), one.actor.person_id)
    dossier_id, ahead = uuid7(), page(one)
    save(one, written(draft_id, dossier_id=str(dossier_id), files=[ahead.line()]))
    end(one, draft_id)
    [verdict] = other.push(other.submission(on, dossier_id=dossier_id, pages=[ahead]))
    assert (verdict["status"], verdict["dossier"]["awaiting_files"]) == ("applied", 0)


def test_f55_a_draft_that_somebody_took_over_is_not_given_to_whoever_signs_in_next(
    client: FlaskClient, draft_id: UUID
) -> None:
    device = make_phone(client)
    save(device, written(draft_id))
    she = sign_in(make_phone(client))
    taken = {draft_id: she.principal}
    assert news(sign_in(device, name="Người sau", taken=taken)) == []
    assert [each["id"] for each in news(sign_in(device, she.actor.person_id, taken=taken))] == [str(draft_id)]


@pytest.mark.parametrize("seen", [True, False])
def test_f68_a_draft_of_the_phone_that_was_sent_from_elsewhere_has_ended_for_whoever_takes_it_over(
    client: FlaskClient, on: Ground, draft_id: UUID, *, seen: bool
) -> None:
    """A restored server has the draft as the phone's again; its dossier was given back by another phone of hers."""
    shared, dossier_id = make_phone(client), uuid7()
    draft = written(draft_id, dossier_id=str(dossier_id))
    copy = save(shared, draft).get_json()
    other = sign_in(make_phone(client))
    told = {"draft_seen": copy["sha256"]} if seen else {}
    assert other.push(other.submission(on, dossier_id=dossier_id, payload=told))[0]["status"] == "applied"
    she = sign_in(shared, other.actor.person_id)
    [gone] = [each for each in news(she) if each["id"] == str(draft_id)]
    assert (gone["kind"], gone["body"]["reason"]) == ("gone", "sent")
    # words that were not sent stay for her to decide about
    assert (gone["body"]["left"] is None) is seen


def test_f55_a_draft_that_the_phone_saved_while_she_signed_in_is_hers_once_she_brings_the_same_text(
    client: FlaskClient, draft_id: UUID
) -> None:
    device = make_phone(client)
    she = sign_in(device)
    ahead = page(device)
    draft = written(draft_id, files=[ahead.line()])
    save(device, draft)
    again = save(she, draft, seen=1).get_json()
    assert again["version"] == 1
    assert [each["id"] for each in news(she)] == [str(draft_id)]
    next_one = sign_in(device, name="Người sau")
    assert news(next_one) == []
    assert save(next_one, written(draft_id, "Lan"), seen=1).status_code == 404
    shown = f"/api/attachments/{ahead.attachment_id}?size=full"
    assert (next_one.call("GET", shown).status_code, she.call("GET", shown).status_code) == (404, 200)


def test_f34_a_page_from_before_signing_in_is_seen_and_sent_from_the_other_phone(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    device = make_phone(client)
    ahead = page(device)
    dossier_id = uuid7()
    save(device, written(draft_id, dossier_id=str(dossier_id), files=[ahead.line()]))
    one = sign_in(device)
    other = sign_in(make_phone(client), one.actor.person_id)
    [told] = news(other)
    assert told["body"]["pages_held"] == [str(ahead.attachment_id)]
    shown = other.call("GET", f"/api/attachments/{ahead.attachment_id}?size=full")
    assert shown.status_code == 200
    [verdict] = other.push(other.submission(on, dossier_id=dossier_id, pages=[ahead]))
    assert verdict["status"] == "applied"
    assert verdict["acknowledged"]["attachments"] == [sha256(ahead.content)]


def test_what_the_phone_had_queued_before_signing_in_still_finds_its_page(
    client: FlaskClient, on: Ground, draft_id: UUID
) -> None:
    device = make_phone(client)
    ahead = page(device)
    dossier_id = uuid7()
    save(device, written(draft_id, dossier_id=str(dossier_id), files=[ahead.line()]))
    queued = device.submission(on, dossier_id=dossier_id, pages=[ahead])
    one = sign_in(device)
    assert one.push(queued)[0]["status"] == "applied"
