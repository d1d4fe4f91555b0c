"""Whoever ends a draft without having seen its last words takes none of them away."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.attachments import tasks as attachment_tasks
from app.attachments.models import Attachment
from app.core.ids import uuid7
from app.db import db, transaction
from app.drafts import rules
from app.drafts.models import DraftCopy
from app.drafts.tasks import forget_old
from tests.conftest import HeldClock
from tests.sync.test_draft_copies import end, news, page, save, written
from tests.sync.world import Ground, Phone, make_phone, sign_in


@dataclass
class Two:
    """One person's draft: `one` knows its first text, `other` has written a second."""

    on: Ground
    one: Phone
    other: Phone
    draft_id: UUID
    dossier_id: UUID
    first: str
    second: str

    def written(self, name: str, **more: Any) -> dict[str, Any]:
        return written(self.draft_id, name, dossier_id=str(self.dossier_id), **more)

    def give_up(self, seen: str | None) -> None:
        assert end(self.one, self.draft_id, seen).status_code == 204

    def send(self, seen: str | None) -> None:
        payload = {"draft_seen": seen} if seen else {}
        act = self.one.submission(self.on, dossier_id=self.dossier_id, payload=payload)
        assert self.one.push(act)[0]["status"] == "applied"


@pytest.fixture
def two(client: FlaskClient, on: Ground) -> Two:
    one = sign_in(make_phone(client))
    other = sign_in(make_phone(client), one.actor.person_id)
    made = Two(on, one, other, uuid7(), uuid7(), "", "")
    made.first = save(one, made.written("Hoa")).get_json()["sha256"]
    made.second = save(other, made.written("Hoa Lan"), seen=1).get_json()["sha256"]
    return made


Ends = Callable[[Two, str | None], None]
ends = pytest.mark.parametrize(("finish", "reason"), [(Two.give_up, "user"), (Two.send, "sent")])


def told(phone: Phone, draft_id: UUID) -> dict[str, Any]:
    [found] = [each for each in news(phone) if each["id"] == str(draft_id)]
    assert found["kind"] == "gone"
    body: dict[str, Any] = found["body"]
    return body


@ends
@pytest.mark.parametrize("blind", [True, False], ids=["of an older text", "of no text"])
def test_f52_words_that_the_ender_had_not_seen_are_left_for_every_phone(
    client: FlaskClient, two: Two, finish: Ends, reason: str, blind: bool
) -> None:
    finish(two, two.first if blind else None)
    later = sign_in(make_phone(client), two.one.actor.person_id)
    for phone in (two.one, two.other, later):
        body = told(phone, two.draft_id)
        assert (body["reason"], body["sha256"]) == (reason, two.second)
        assert json.loads(body["left"]["text"])["answers"] == {"req_name": "Hoa Lan"}
        assert body["left"]["device_id"] == str(two.other.device_id)
    late = save(two.other, two.written("Hoa Lan Chi"), seen=2)
    assert late.status_code == 410
    assert late.get_json()["left"] == told(two.other, two.draft_id)["left"]


@ends
def test_f52_nothing_is_left_of_what_the_ender_had_seen(two: Two, finish: Ends, reason: str) -> None:
    finish(two, two.second)
    body = told(two.other, two.draft_id)
    assert (body["reason"], body["left"], body["sha256"]) == (reason, None, two.second)
    copy = db.session.get_one(DraftCopy, two.draft_id)
    assert (copy.text, copy.title, copy.size) == (None, "", 0)


@ends
def test_f52_nothing_is_left_of_what_the_ender_wrote_itself_without_hearing_of_it(
    two: Two, finish: Ends, reason: str
) -> None:
    save(two.one, two.written("Hoa Lan Chi"), seen=2)
    finish(two, two.first)
    body = told(two.other, two.draft_id)
    assert (body["reason"], body["left"]) == (reason, None)


def test_what_was_left_goes_when_somebody_who_has_seen_it_says_so(two: Two) -> None:
    two.give_up(two.first)
    assert end(two.other, two.draft_id, two.first).status_code == 204
    assert told(two.one, two.draft_id)["left"] is not None
    assert end(two.other, two.draft_id, two.second).status_code == 204
    assert end(two.other, two.draft_id, two.second).status_code == 204
    body = told(two.one, two.draft_id)
    assert (body["left"], body["reason"], body["sha256"]) == (None, "user", two.second)


def test_another_person_neither_hears_of_what_was_left_nor_takes_it_away(client: FlaskClient, two: Two) -> None:
    stranger = sign_in(make_phone(client))
    two.give_up(two.first)
    assert end(stranger, two.draft_id, two.second).status_code == 204
    assert news(stranger) == []
    assert told(two.one, two.draft_id)["left"] is not None


def test_what_was_left_goes_with_its_time(two: Two, clock: HeldClock) -> None:
    two.give_up(two.first)
    clock.forward(days=rules.KEEP_LEFT.days - 1)
    with transaction(writes=True):
        forget_old()
    assert told(two.other, two.draft_id)["left"] is not None
    clock.forward(days=2)
    with transaction(writes=True):
        forget_old()
    body = told(two.other, two.draft_id)
    assert (body["left"], body["reason"]) == (None, "user")


def test_what_was_left_counts_in_what_one_principal_may_store(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_COPIES", 1)
    two.give_up(two.first)
    assert save(two.one, written(uuid7())).status_code == 429
    end(two.one, two.draft_id, two.second)
    assert save(two.one, written(uuid7())).status_code == 200


def test_pages_of_what_was_left_stay_as_long_as_it(two: Two, clock: HeldClock) -> None:
    ahead = page(two.other)
    third = save(two.other, two.written("Hoa", files=[ahead.line()]), seen=2).get_json()["sha256"]
    two.give_up(two.first)
    assert told(two.one, two.draft_id)["left"]["pages_held"] == [str(ahead.attachment_id)]
    clock.forward(days=31)
    attachment_tasks.sweep()
    assert db.session.get(Attachment, ahead.attachment_id) is not None
    end(two.other, two.draft_id, third)
    with transaction(writes=True):
        forget_old()
    attachment_tasks.sweep()
    assert db.session.get(Attachment, ahead.attachment_id) is None


def test_signing_in_takes_over_what_was_left(client: FlaskClient, on: Ground) -> None:
    device, draft_id = make_phone(client), uuid7()
    save(device, written(draft_id, "Hoa"))
    copy = db.session.get_one(DraftCopy, draft_id)
    with transaction(writes=True):
        # as another phone of the same principal would have left it
        db.session.get_one(DraftCopy, draft_id).device_id = None
    end(device, draft_id, "0" * 64)
    person = sign_in(device)
    assert told(person, draft_id)["left"]["text"] == copy.text
