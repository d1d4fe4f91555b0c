"""The table of moves, walked from end to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import errors
from app.core.access import MATRIX, Permission, Role
from app.core.error_texts import sentences
from app.workflow import error_texts, rules
from app.workflow.process import FIVE, Step, process
from app.workflow.rules import Doer, Facts, Pair
from app.workflow.table import (
    ASKED,
    ENDS,
    FITS,
    MOVES,
    NATIONAL,
    PERMISSION_AT,
    STEP_AT,
    Effect,
    Move,
    Need,
    Party,
    State,
    as_json,
    national_code,
)

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ANSWERS = {
    "unit_id": str(uuid4()),
    "opinion": "đủ điều kiện",
    "outcome": "granted",
    "receiver": "Trần Văn Lực",
    "items": [{"kind": "paper", "key": "birth_record", "reason": "Ảnh mờ"}],
    "respond_by": "2026-12-05",
    "due_on": "2026-12-05",
}
ALL_GOOD = Facts(
    state=State.DRAFT,
    form_valid=True,
    notice_shown=True,
    parties_named=True,
    draft_result=True,
)
ANYBODY = Doer(frozenset(Party), uuid4(), frozenset(Permission), frozenset(Role))
"""Somebody who is everything to the dossier; what stops them is a fact."""


def at(state: State, **facts: object) -> Facts:
    return replace(ALL_GOOD, state=state, **facts)  # type: ignore[arg-type]  # names of facts vary


FITTING: dict[Need, dict[str, object]] = {
    Need.CLOCK_RUNS: {"clock_runs": True},
    Need.FIRST_SUPPLEMENT: {},
    Need.SUPPLEMENTED_BEFORE: {"supplements": 1},
    Need.SUPPLEMENT_OPEN: {"supplement_open": True, "supplements": 1},
    Need.SUPPLEMENT_WAITS: {"supplement_waits": True, "supplements": 1},
    Need.SUPPLEMENT_THERE: {"supplement_open": True, "supplements": 1},
}


FINER = process(
    {
        "steps": [
            {"key": kind, "kind": kind, "name": {"vi": kind}, "role": role, "share": share, "next": following}
            for kind, role, share, following in (
                ("receive", "clerk", 0, "assign"),
                ("assign", "unit_head", 0.1, "appraise"),
                ("appraise", "appraiser", 0.4, "check"),
                ("check", "unit_head", 0.1, "approve"),
                ("approve", "approver", 0.2, "confirm"),
                ("confirm", "owner", 0.1, "sign"),
                ("sign", "seal_clerk", 0.1, "return"),
                ("return", "clerk", 0, None),
            )
        ]
    },
    "online",
)


def step_of(move: Move) -> Step | None:
    """A step of a procedure with all kinds of steps at which a row may be made; nothing where the usual five do."""
    usual = FIVE.here(None, move.start)
    if usual is None or move.name in usual.moves:
        return None
    return next(step for step in FINER.steps if move.start in step.nature.states and move.name in step.moves)


def here(move: Move, **facts: object) -> Facts:
    """A dossier that this row is for, where everything holds but what is said otherwise."""
    facts = {"step": step_of(move)} | facts
    fitting = {name: value for need in move.needs if need in FITS for name, value in FITTING[need].items()}
    return at(move.start, **fitting | facts)


def staff(role: Role) -> Doer:
    return Doer(frozenset({Party.DESK}), uuid4(), MATRIX[role], frozenset({role}))


def made(move: Move, facts: Facts, doer: Doer) -> rules.Decision:
    return rules.decide(move.name, facts, doer, NOW, "vì lý do rõ ràng", ANSWERS)


def test_every_state_can_be_reached_from_a_draft_and_an_end_from_every_state() -> None:
    reached = {State.DRAFT}
    while more := {move.to for move in MOVES if move.start in reached} - reached:
        reached |= more
    assert reached == set(State)
    leads_to_an_end = set(ENDS)
    while more := {move.start for move in MOVES if move.to in leads_to_an_end} - leads_to_an_end:
        leads_to_an_end |= more
    assert leads_to_an_end == set(State)


def test_no_move_leaves_an_end() -> None:
    assert not [move for move in MOVES if move.start in ENDS]


def test_a_name_means_one_row_in_each_state() -> None:
    assert len({(move.name, move.start) for move in MOVES}) == len(MOVES)


def test_every_row_can_be_made_when_everything_holds() -> None:
    for move in MOVES:
        decision = made(move, here(move), ANYBODY)
        assert (decision.move, decision.to_state, decision.effects) == (move, move.to, move.then)


@pytest.mark.parametrize(("name", "state"), list(product(sorted({move.name for move in MOVES}), State)))
def test_what_is_not_in_the_table_cannot_be_done(name: str, state: State) -> None:
    if any((move.name, move.start) == (name, state) for move in MOVES):
        return
    with pytest.raises(errors.Conflict, match="move_not_from_here"):
        rules.decide(name, at(state), ANYBODY, NOW, "vì lý do rõ ràng", ANSWERS)


def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(errors.Conflict, match="move_not_from_here"):
        rules.decide("approve_everything", at(State.APPROVING), ANYBODY, NOW)


@pytest.mark.parametrize("role", list(Role))
def test_staff_make_only_the_moves_their_role_permits(role: Role) -> None:
    for move in MOVES:
        allowed = Party.DESK in move.who and move.allow in MATRIX[role]
        assert rules.may(move, staff(role)) == allowed
        if not allowed:
            with pytest.raises(errors.Forbidden):
                made(move, here(move), staff(role))


def test_the_office_alone_moves_a_dossier_between_submitted_and_ready() -> None:
    owner = Doer(frozenset({Party.OWNER}))
    own = {"submit", "withdraw", "open_result", "answer_supplement", "confirm_draft", "contest_draft"}
    assert {move.name for move in MOVES if rules.may(move, owner)} == own
    helper = Doer(frozenset({Party.HELPER}))
    assert {move.name for move in MOVES if rules.may(move, helper)} == {"submit", "answer_supplement"}


def test_every_desk_move_names_a_permission_and_every_permission_at_a_state_carries_on() -> None:
    assert all(move.allow for move in MOVES if Party.DESK in move.who)
    for state, permission in PERMISSION_AT.items():
        assert any(move.start is state and move.allow is permission for move in MOVES)


def test_steps_come_in_order_one_to_five() -> None:
    steps = [move.step for move in MOVES if move.step]
    assert sorted(set(steps)) == [1, 2, 3, 4, 5]
    assert all(STEP_AT[move.start] <= move.step for move in MOVES if move.step)


BROKEN: dict[Need, tuple[dict[str, object], str]] = {
    Need.FORM_VALID: ({"form_valid": False}, "form_not_valid"),
    Need.NOTICE: ({"notice_shown": False}, "notice_not_shown"),
    Need.PARTIES: ({"parties_named": False}, "parties_missing"),
    Need.ALL_BYTES: ({"files_missing": 2}, "files_missing"),
    Need.ORIGINALS_SEEN: ({"owed_now": ("birth",)}, "originals_not_seen"),
    Need.ORIGINALS_OWED: ({"owed_later": ("birth",)}, "originals_still_owed"),
    Need.NO_SUPPLEMENT: ({"supplement_open": True}, "supplement_open"),
    Need.NOT_OVERDUE: ({"overdue": True}, "due_passed"),
    Need.CHARGES_SETTLED: ({"charge_blocks": True}, "charge_open"),
    Need.DRAFT_RESULT: ({"draft_result": False}, "result_missing"),
    Need.OPINION_HEARD: ({"opinion_awaited": True}, "opinion_awaited"),
    Need.NOT_APPRAISER: ({"appraisers": frozenset({ANYBODY.person_id})}, "appraiser_does_not_approve"),
    Need.NOT_APPROVER: ({"approvers": frozenset({ANYBODY.person_id})}, "approver_does_not_sign"),
}


@pytest.mark.parametrize("need", [need for need in Need if need not in ASKED | FITS | {Need.OWN_SUPPLEMENT}])
def test_each_missing_fact_stops_exactly_the_moves_that_need_it(need: Need) -> None:
    facts, code = BROKEN[need]
    for move in MOVES:
        if not rules.fits(move, here(move, **facts)):
            continue
        why = rules.why_not(move, here(move, **facts), ANYBODY)
        assert why == (code if need in move.needs else None)


@pytest.mark.parametrize("need", sorted(FITS))
def test_a_move_that_is_not_for_a_dossier_as_it_stands_is_neither_offered_nor_made(need: Need) -> None:
    unfit = {"supplements": 1, "supplement_open": False, "supplement_waits": False}
    if need is Need.SUPPLEMENTED_BEFORE:
        unfit["supplements"] = 0
    for move in MOVES:
        if need not in move.needs:
            continue
        facts = at(move.start, **unfit)
        assert move not in [each for each, _ in rules.open_moves(facts, ANYBODY)]
        with pytest.raises(errors.Conflict, match="move_not_now"):
            made(move, facts, ANYBODY)


def test_a_request_is_taken_back_by_whoever_asked_or_by_an_approver() -> None:
    clerk = staff(Role.CLERK)
    for state in (State.SUBMITTED, State.RECEIVED, State.APPRAISING):
        move = rules.find("withdraw_supplement", state)
        assert move is not None
        assert rules.why_not(move, here(move, supplement_by=clerk.person_id), clerk) is None
        assert rules.why_not(move, here(move, supplement_by=uuid4()), clerk) == "supplement_not_yours"
        assert rules.why_not(move, here(move, supplement_by=uuid4()), staff(Role.APPROVER)) is None
        assert sentences("supplement_not_yours", {})["vi"]


def test_nothing_carries_a_dossier_on_while_something_is_asked_for() -> None:
    for move in MOVES:
        carries_on = (
            move.step is not None
            and move.to != State.SUBMITTED
            and move.start
            in {
                State.SUBMITTED,
                State.RECEIVED,
                State.APPRAISING,
            }
        )
        if carries_on:
            assert (
                rules.why_not(move, at(move.start, supplement_open=True, supplements=1), ANYBODY) == "supplement_open"
            )
            waits = at(move.start, supplement_waits=True, supplements=1)
            assert rules.why_not(move, waits, ANYBODY) == "supplement_waits"


@pytest.mark.parametrize("need", sorted(ASKED))
def test_each_answer_that_is_asked_must_come(need: Need) -> None:
    for move in MOVES:
        if need not in move.needs:
            continue
        reason = "" if need is Need.REASON else "vì lý do rõ ràng"
        data = {key: value for key, value in ANSWERS.items() if key != need.value}
        with pytest.raises(errors.Invalid) as caught:
            rules.decide(move.name, here(move), ANYBODY, NOW, reason, data)
        assert caught.value.errors[0]["path"] == ("reason" if need is Need.REASON else f"data.{need.value}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "maybe"},
        {"unit_id": "not-a-uuid"},
        {"opinion": "  "},
        {"receiver": 7},
        {"items": []},
        {"items": "birth_record"},
        {"respond_by": "mai"},
        {"due_on": "2026-02-30"},
    ],
)
def test_an_answer_of_the_wrong_kind_is_no_answer(wrong: dict[str, object]) -> None:
    need = next(iter(wrong))
    for move in MOVES:
        if any(each.value == need for each in move.needs):
            with pytest.raises(errors.Invalid):
                rules.decide(move.name, here(move), ANYBODY, NOW, "vì lý do rõ ràng", ANSWERS | wrong)


def test_refused_bytes_stop_reception_as_missing_ones_do() -> None:
    receive = next(move for move in MOVES if move.name == "receive")
    assert rules.why_not(receive, at(State.SUBMITTED, files_refused=1), ANYBODY) == "files_refused"


def test_a_small_unit_may_let_one_person_do_two_steps_by_its_decision_on_record() -> None:
    me = frozenset({ANYBODY.person_id})
    both = (("decide", State.APPROVING, "appraisers"), ("sign", State.SIGNING, "approvers"))
    for (name, state, facts), pair in zip(both, Pair, strict=True):
        move = rules.find(name, state)
        assert move is not None
        assert rules.why_not(move, at(state, **{facts: me}), ANYBODY) is not None
        [other] = set(Pair) - {pair}
        assert rules.why_not(move, at(state, relaxed=frozenset({other}), **{facts: me}), ANYBODY) is not None
        relaxed = at(state, relaxed=frozenset({pair}), **{facts: me})
        assert rules.why_not(move, relaxed, ANYBODY) is None
        assert rules.relaxation_used(move, relaxed, ANYBODY) is pair
        assert rules.relaxation_used(move, at(state, relaxed=frozenset(Pair)), ANYBODY) is None


def test_the_moves_that_carry_on_stand_first() -> None:
    offered = [move.name for move, _ in rules.open_moves(at(State.SUBMITTED), staff(Role.CLERK))]
    assert offered[0] == "receive"
    assert set(offered) == {"receive", "forward", "refuse", "withdraw", "ask_supplement"}
    assert next(move.name for move, _ in rules.open_moves(at(State.APPROVING), staff(Role.APPROVER))) == "decide"


def test_every_state_has_a_national_code_and_what_is_open_shows_first() -> None:
    assert set(NATIONAL) == set(State) - {State.DRAFT}
    assert national_code(State.APPRAISING) == 4
    assert national_code(State.APPRAISING, supplement_open=True, charge_blocks=True) == 5
    assert national_code(State.APPRAISING, charge_blocks=True) == 6
    assert national_code(State.RETURNED, charge_blocks=True) == 10


def test_every_reason_has_a_sentence() -> None:
    assert error_texts is not None
    for _, code in BROKEN.values():
        assert sentences(code, {"count": 2})["vi"]


def test_every_change_of_state_is_told_and_closing_after_reception_settles_money() -> None:
    # what a phone sends is answered by the acknowledgement; a further request reaches the owner once it is allowed
    untold = {"submit", "answer_supplement", "ask_again", "pass_on", "pass_check"}
    assert {move.name for move in MOVES if Effect.TELL not in move.then} == untold
    for move in MOVES:
        if move.to in {State.STOPPED, State.WITHDRAWN} and move.start is not State.SUBMITTED:
            assert {Effect.FORM_05, Effect.SETTLE_CHARGES} <= set(move.then)


def test_the_table_can_be_given_to_the_phone() -> None:
    shown = [as_json(move) for move in MOVES]
    assert shown[0]["from"] == "draft"
    assert all(set(row) == {"name", "from", "to", "who", "allow", "needs", "step", "label"} for row in shown)


FACTS = st.builds(
    Facts,
    state=st.sampled_from(State),
    form_valid=st.booleans(),
    notice_shown=st.booleans(),
    parties_named=st.booleans(),
    files_missing=st.integers(0, 3),
    files_refused=st.integers(0, 1),
    owed_now=st.sampled_from([(), ("birth",)]),
    owed_later=st.sampled_from([(), ("marriage",)]),
    clock_runs=st.booleans(),
    overdue=st.booleans(),
    supplement_open=st.booleans(),
    supplement_waits=st.booleans(),
    supplements=st.integers(0, 2),
    supplement_by=st.sampled_from([ANYBODY.person_id, None]),
    charge_blocks=st.booleans(),
    draft_result=st.booleans(),
    appraisers=st.sampled_from([frozenset(), frozenset({ANYBODY.person_id})]),
    approvers=st.sampled_from([frozenset(), frozenset({ANYBODY.person_id})]),
    opinion_awaited=st.booleans(),
    relaxed=st.frozensets(st.sampled_from(Pair)),
    step=st.sampled_from([None, *FINER.steps]),
)
DOERS = st.builds(
    Doer,
    parties=st.frozensets(st.sampled_from(Party)),
    person_id=st.sampled_from([ANYBODY.person_id, None]),
    permissions=st.sampled_from([MATRIX[role] for role in Role]),
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
)


@given(facts=FACTS, doer=DOERS)
def test_what_is_offered_can_be_done_and_what_is_not_cannot(facts: Facts, doer: Doer) -> None:
    offered = dict(rules.open_moves(facts, doer))
    for move in MOVES:
        if move.start is not facts.state:
            continue
        if move in offered and offered[move] is None:
            assert made(move, facts, doer).to_state is move.to
        else:
            with pytest.raises(errors.AppError):
                made(move, facts, doer)


@given(facts=FACTS, doer=DOERS)
def test_nobody_decides_alone_what_they_appraised_nor_signs_what_they_decided(facts: Facts, doer: Doer) -> None:
    for move, why in rules.open_moves(facts, doer):
        if why is None and Pair.APPRAISE_APPROVE not in facts.relaxed:
            assert not (move.name in {"decide", "decide_draft", "pass_check"} and doer.person_id in facts.appraisers)
        if why is None and Pair.APPROVE_SIGN not in facts.relaxed:
            assert not (move.name == "sign" and doer.person_id in facts.approvers)
