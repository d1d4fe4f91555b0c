"""The steps of a procedure as data: what a file may say, and where a move leads."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.access import Role
from app.workflow.process import FIVE, NATURES, Kind, process, stops_clock
from app.workflow.process_faults import faults
from app.workflow.table import NAMES, State


def step(kind: str, role: str, share: float, following: str | None, **more: Any) -> dict[str, Any]:
    return {"key": kind, "kind": kind, "name": {"vi": kind}, "role": role, "share": share, "next": following, **more}


def fine() -> list[dict[str, Any]]:
    """Every kind of step there is."""
    return [
        step("receive", "clerk", 0, "assign"),
        step("assign", "unit_head", 0.1, "appraise"),
        step("appraise", "appraiser", 0.3, "opinion"),
        step("opinion", "appraiser", 0.1, "check", clock="stops"),
        step("check", "unit_head", 0.1, "approve"),
        step("approve", "approver", 0.2, "confirm"),
        step("confirm", "owner", 0.1, "sign", channel="online", silence={"value": 1, "unit": "working_day"}),
        step("sign", "seal_clerk", 0.1, "return"),
        step("return", "clerk", 0, None),
    ]


def test_a_procedure_that_says_nothing_has_the_five_steps_and_they_are_sound() -> None:
    assert process({}, "direct") is FIVE
    assert [each.kind for each in FIVE.steps] == [
        Kind.RECEIVE,
        Kind.APPRAISE,
        Kind.APPROVE,
        Kind.SIGN,
        Kind.RETURN,
    ]
    said = [
        step(each.key, each.role, each.share, following.key if following else None)
        for each, following in zip(FIVE.steps, [*FIVE.steps[1:], None], strict=True)
    ]
    assert faults(said) == []
    assert faults(fine()) == []
    assert faults([]) == []


@pytest.mark.parametrize("state", [state for nature in NATURES.values() for state in nature.states])
def test_every_open_state_has_its_place_among_the_five_but_the_draft_that_is_looked_at(state: State) -> None:
    found = FIVE.here(None, state)
    assert (found is None) == (state is State.CONFIRMING)


def test_every_kind_of_step_can_be_left_by_a_move_of_the_table() -> None:
    for kind, nature in NATURES.items():
        assert set(nature.ends) <= nature.moves <= NAMES
        assert (not nature.then) == (kind is Kind.RETURN)


def test_a_step_for_one_channel_is_left_out_elsewhere_and_the_others_share_its_time() -> None:
    online, direct = process({"steps": fine()}, "online"), process({"steps": fine()}, "direct")
    assert [each.key for each in online.steps if each not in direct.steps]
    assert direct.of_kind(Kind.CONFIRM) is None
    for found in (online, direct):
        assert sum(each.share for each in found.steps) == pytest.approx(1)
    asks, decides = online.of_kind(Kind.APPROVE), direct.of_kind(Kind.APPROVE)
    assert asks
    assert decides
    assert "decide_draft" in asks.moves
    assert "decide" not in asks.moves
    assert "decide" in decides.moves
    assert "decide_draft" not in decides.moves


def test_a_move_leads_along_the_steps_and_back_to_whom_it_was_sent_back() -> None:
    found = process({"steps": fine()}, "online")
    at, way = found.here(None, State.SUBMITTED), []
    for move, to in (
        ("receive", State.RECEIVED),
        ("pass_on", State.RECEIVED),
        ("take_up", State.APPRAISING),
        ("propose", State.APPROVING),
        ("check_back", State.APPRAISING),
        ("propose", State.APPROVING),
        ("pass_check", State.APPROVING),
        ("extend", State.APPROVING),
        ("decide_draft", State.CONFIRMING),
        ("contest_draft", State.APPRAISING),
        ("propose", State.APPROVING),
        ("pass_check", State.APPROVING),
        ("decide_draft", State.CONFIRMING),
        ("draft_silence", State.SIGNING),
        ("send_back", State.APPROVING),
    ):
        at = found.after(at, move, to)
        assert at is not None
        way.append(at.key)
    first = ["assign", "appraise", "appraise", "check", "appraise", "check", "approve", "approve", "confirm"]
    assert way == [*first, "appraise", "check", "approve", "confirm", "sign", "approve"]


def test_what_stood_there_before_steps_were_written_down_stands_at_the_usual_one() -> None:
    found = process({"steps": fine()}, "online")
    for state, key in ((State.RECEIVED, "appraise"), (State.APPRAISING, "appraise"), (State.APPROVING, "approve")):
        here = found.here(None, state)
        assert here is not None
        assert here.key == key
        gone = found.here("a step of another version", state)
        assert gone is here


def test_whether_the_clock_waits_is_said_by_the_procedure() -> None:
    assert stops_clock({"steps": fine()}, Kind.OPINION)
    assert not stops_clock({"steps": fine()}, Kind.CONFIRM)
    assert not stops_clock({}, Kind.OPINION)


def changed(place: int, **more: Any) -> list[dict[str, Any]]:
    steps = fine()
    steps[place] = {**steps[place], **more}
    return steps


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (changed(2, moves=["propose", "fly"]), "steps[2].moves: 'fly' is not a move"),
        (
            changed(2, moves=["propose", "sign"]),
            "steps[2].moves: 'sign' cannot be made at a step of the kind 'appraise'",
        ),
        (changed(2, moves=["take_up"]), "steps[2].moves: nobody can leave this step, name 'propose'"),
        (changed(4, next=None), "steps[4].next: nobody can leave this step, name the next one"),
        (changed(4, next="nowhere"), "steps[4].next: there is no step 'nowhere'"),
        (changed(4, next="sign"), "steps[4].next: a step of the kind 'sign' cannot follow one of the kind 'check'"),
        (changed(0, next="appraise"), "steps[1]: no step leads to 'assign'"),
        (changed(1, next="assign"), "steps: the way comes back to 'assign'"),
        (changed(2, share=0.5), "steps: the shares of the time must sum to 1, not 1.2"),
        (changed(0, share=0.1), "steps[0].share: the clock does not run at this step, so its share is 0"),
        (changed(5, share=0), "steps[5].share: the clock runs at this step, so it needs a part of the time"),
        (changed(5, role="wizard"), "steps[5].role: 'wizard' is not a role"),
        (
            changed(5, role="clerk"),
            "steps[5].role: 'clerk' may not make the moves of this step, so nobody could leave it",
        ),
        (changed(5, role="owner"), "steps[5].role: 'owner' acts at a step of the kind 'confirm', and only there"),
        (changed(6, silence=None), "steps[6].silence: stands at a step of the kind 'confirm', and only there"),
        (changed(5, channel="online"), "steps[5].channel: a step of the kind 'approve' is for every channel"),
        (changed(5, clock="stops"), "steps[5].clock: stops only while somebody outside the office is waited for"),
        (changed(1, key="appraise"), "steps: 'appraise' stands twice"),
        (fine()[1:], "steps[0].kind: the first step must be 'receive'"),
        (fine()[:-1], "steps: there must be one step of the kind 'return', not 0"),
    ],
)
def test_what_is_wrong_with_the_steps_is_said_in_plain_words(steps: list[dict[str, Any]], words: str) -> None:
    assert words in faults(steps)


def test_a_role_that_may_leave_a_step_is_taken() -> None:
    assert faults(changed(4, role=Role.APPROVER.value)) == []
