"""Each principal hears of every change, in the order of commits, and of nothing else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from app import feed
from app.core import clock
from app.core.ids import uuid7
from app.db import db, transaction
from app.dossiers import operations as desk
from app.notifications.models import Message
from app.sync import changes, rules
from app.sync.rules import Place
from app.sync.state import begin_new_epoch
from tests.dossiers.office import Office
from tests.sync.world import Act, Ground, Phone, make_phone


def everything(phone: Phone, limit: int, cursor: str = "") -> tuple[list[dict[str, Any]], str, int]:
    """All that a phone gets by following the pages, the last cursor, and how many pages it took."""
    found: list[dict[str, Any]] = []
    pages, more = 0, True
    while more:
        answer = phone.changes(cursor, limit)
        assert answer.status_code == 200, answer.get_json()
        page = answer.get_json()
        found += page["changes"]
        cursor, more, pages = page["cursor"], page["more"], pages + 1
        assert pages < 200
    return found, cursor, pages


def sent(phone: Phone, on: Ground, number: int) -> list[Act]:
    acts = [phone.submission(on) for _ in range(number)]
    assert {each["status"] for each in phone.push(*acts)} == {"applied"}
    return acts


def withdrawn(phone: Phone, act: Act) -> None:
    words = phone.act("dossier.withdraw", {"reason": "Ghi nhầm."}, dossier_id=str(act.dossier_id))
    assert phone.push(words)[0]["status"] == "applied"


def handled(act: Act, office: Office) -> None:
    """The office compares the original, receives, and takes the dossier up."""
    clerk, appraiser = office.actor("clerk"), office.actor("appraiser")
    with transaction(writes=True):
        desk.compare(act.dossier_id, op_id=uuid7(), seen=1, paper="original", compared=True, reason="", actor=clerk)
    with transaction(writes=True):
        desk.move(act.dossier_id, "receive", op_id=uuid7(), seen=2, reason="", data={}, actor=clerk)
    with transaction(writes=True):
        desk.move(act.dossier_id, "take_up", op_id=uuid7(), seen=3, reason="", data={}, actor=appraiser)


def test_a_new_phone_has_nothing_and_a_cursor_to_go_on_from(phone: Phone, on: Ground) -> None:
    found, cursor, _ = everything(phone, 200)
    assert found == []
    (act,) = sent(phone, on, 1)
    found, _, _ = everything(phone, 200, cursor)
    assert [(each["kind"], each["id"]) for each in found] == [("dossier", str(act.dossier_id))]
    assert found[0]["body"]["answers"]["req_name"] == "Nguyễn Thị Hoa"


def test_f71_nothing_new_is_one_small_answer(phone: Phone, on: Ground) -> None:
    sent(phone, on, 3)
    _, cursor, _ = everything(phone, 200)
    answer = phone.changes(cursor)
    assert answer.get_json()["changes"] == []
    assert not answer.get_json()["more"]
    assert answer.get_json()["cursor"] == cursor
    assert len(answer.data) < 2048


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_f70_a_first_sync_brings_open_dossiers_then_messages_then_what_is_over(
    phone: Phone, on: Ground, limit: int
) -> None:
    acts = sent(phone, on, 6)
    withdrawn(phone, acts[4])
    withdrawn(phone, acts[1])
    found, cursor, _ = everything(phone, limit)
    kinds = [each["kind"] for each in found]
    states = [each["body"]["state"] for each in found if each["kind"] == "dossier"]
    assert states == ["submitted"] * 4 + ["withdrawn"] * 2
    assert kinds[:4] == ["dossier"] * 4
    assert kinds[-2:] == ["dossier"] * 2
    assert set(kinds[4:-2]) == {"message"}
    assert len({(each["kind"], each["id"]) for each in found}) == len(found)
    assert everything(phone, limit, cursor)[0] == []


TET = 20_000


def told_much(principal: str, count: int) -> None:
    """So many messages in somebody's feed, as after a long absence."""
    ids, moment = [uuid7() for _ in range(count)], clock.now()
    texts = {"title": {"vi": "Tin", "en": "News"}, "body": {"vi": "Có tin.", "en": "There is news."}, "facts": {}}
    same = {**texts, "principal": principal, "kind": "received", "urgent": False, "at": moment}
    with transaction(writes=True):
        db.session.execute(insert(Message), [{"id": each, "notice_id": each, **same} for each in ids])
        for each in ids:
            feed.tell("message", each, [principal])


def test_f70_twenty_thousand_changes_come_in_pages_the_open_dossiers_first_and_go_on_after_every_cut(
    phone: Phone, on: Ground
) -> None:
    before = sent(phone, on, 3)
    _, cursor, _ = everything(phone, 500)
    told_much(phone.principal, TET)
    withdrawn(phone, before[0])
    new = sent(phone, on, 2)
    kinds: list[str] = []
    seen: set[str] = set()
    more = True
    while more:
        page = phone.changes(cursor, 500).get_json()
        if len(seen) % 5000 == 0:
            # the answer was lost: the same question gets the same page
            assert phone.changes(cursor, 500).get_json()["changes"] == page["changes"]
        assert len(page["changes"]) <= 500
        kinds += [each["kind"] for each in page["changes"]]
        assert seen.isdisjoint(each["id"] for each in page["changes"])
        seen |= {each["id"] for each in page["changes"]}
        cursor, more = page["cursor"], page["more"]
    # dossiers that did not change meanwhile are not told again
    assert {str(act.dossier_id) for act in (before[0], *new)} <= seen
    assert not {str(act.dossier_id) for act in before[1:]} & seen
    assert kinds[:2] == ["dossier", "dossier"]
    assert kinds[-1] == "dossier"
    assert set(kinds[2:-1]) == {"message"}
    assert len(kinds) >= TET + 3
    assert everything(phone, 500, cursor)[0] == []


def test_a_first_sync_brings_the_latest_of_what_is_over_and_everything_that_is_open(
    phone: Phone, on: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_DOSSIERS", 2)
    acts = sent(phone, on, 6)
    for each in acts[1:5]:
        withdrawn(phone, each)
    found, cursor, _ = everything(phone, 3)
    brought = {each["id"]: each["body"]["state"] for each in found if each["kind"] == "dossier"}
    is_open = {str(acts[number].dossier_id): "submitted" for number in (0, 5)}
    assert brought == is_open | {str(acts[number].dossier_id): "withdrawn" for number in (3, 4)}
    assert everything(phone, 3, cursor)[0] == []


def test_f66_what_changes_during_a_first_sync_is_not_missed(phone: Phone, on: Ground) -> None:
    acts = sent(phone, on, 5)
    page = phone.changes("", 2).get_json()
    withdrawn(phone, acts[0])
    withdrawn(phone, acts[4])
    new = sent(phone, on, 1)[0]
    rest, _, _ = everything(phone, 2, page["cursor"])
    last = {each["id"]: each["body"]["state"] for each in [*page["changes"], *rest] if each["kind"] == "dossier"}
    assert last[str(acts[0].dossier_id)] == last[str(acts[4].dossier_id)] == "withdrawn"
    assert last[str(new.dossier_id)] == "submitted"
    assert len(last) == 6


def test_an_object_that_changed_often_comes_once_as_it_stands(phone: Phone, on: Ground, office: Office) -> None:
    (act,) = sent(phone, on, 1)
    _, cursor, _ = everything(phone, 200)
    handled(act, office)
    found, _, _ = everything(phone, 200, cursor)
    dossiers = [each["body"] for each in found if each["kind"] == "dossier"]
    assert [each["state"] for each in dossiers] == ["appraising"]
    body = dossiers[0]
    assert [step["status"] for step in body["steps"]] == ["done", "here", "next", "next", "next"]
    assert body["steps"][1]["holder"] == "Lê Văn Tùng"
    assert body["due"]["days"]
    assert body["official_number"]
    assert [each["kind"] for each in body["documents"]] == ["form_01"]


def test_nobody_hears_of_anothers_dossier(phone: Phone, on: Ground, client: FlaskClient) -> None:
    sent(phone, on, 2)
    assert everything(make_phone(client), 200)[0] == []


def test_f69_a_cursor_of_another_principal_is_gone_and_tells_nothing(
    phone: Phone, on: Ground, client: FlaskClient
) -> None:
    sent(phone, on, 1)
    _, cursor, _ = everything(phone, 200)
    other = make_phone(client)
    answer = other.changes(cursor)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "cursor_gone")
    assert other.changes("").status_code == 200


@pytest.mark.parametrize("cursor", ["x", "a.b", "WzFd.AAAA", "....", "é", "=" * 40])
def test_f69_a_made_up_cursor_is_gone(phone: Phone, cursor: str) -> None:
    assert phone.changes(cursor).status_code == 410


def test_f68_after_a_restore_every_cursor_is_gone(phone: Phone, on: Ground) -> None:
    sent(phone, on, 1)
    _, cursor, _ = everything(phone, 200)
    with transaction(writes=True):
        begin_new_epoch()
    assert phone.changes(cursor).status_code == 410
    assert len(everything(phone, 200)[0]) == 1


def test_f68_a_cursor_beyond_the_head_proves_that_history_was_cut(phone: Phone, on: Ground) -> None:
    sent(phone, on, 2)
    _, cursor, _ = everything(phone, 200)
    with transaction(writes=True):
        db.session.query(feed.FeedHead).delete()
    assert phone.changes(cursor).status_code == 410


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_f70_only_who_is_far_behind_is_told_in_another_order(seq: int, behind: int) -> None:
    place = rules.from_far(Place(seq), seq + behind)
    assert (place == Place(seq)) == (behind <= rules.FAR)
    if behind > rules.FAR:
        assert (place.above, place.below, place.seq) == (seq, seq + behind + 1, seq + behind)
        # on its way it is not begun anew, however far the head runs ahead
        assert rules.from_far(place, seq + 10 * behind) == place


PLACES = st.builds(
    Place,
    st.integers(0, 2**53),
    st.one_of(st.none(), st.integers(0, 2)),
    st.one_of(st.none(), st.integers(0, 2**53)),
    st.integers(0, 2**53),
).filter(lambda place: (place.phase is None) == (place.below is None) and (place.phase is not None or place.above == 0))


@given(PLACES)
def test_a_cursor_says_its_place_to_whom_it_was_written_and_to_nobody_else(place: Place) -> None:
    epoch = uuid4()
    cursor = rules.write(place, epoch=epoch, principal="person:a", secret="s")
    assert rules.read(cursor, epoch=epoch, principal="person:a", secret="s") == place
    for wrong in (
        {"epoch": uuid4(), "principal": "person:a", "secret": "s"},
        {"epoch": epoch, "principal": "person:b", "secret": "s"},
        {"epoch": epoch, "principal": "person:a", "secret": "t"},
    ):
        with pytest.raises(rules.BadCursorError):
            rules.read(cursor, **wrong)  # type: ignore[arg-type]  # three of different types in one dict


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_of_a_cursor_fail_otherwise(text: str) -> None:
    with pytest.raises(rules.BadCursorError):
        rules.read(text, epoch=uuid4(), principal="p", secret="s")
