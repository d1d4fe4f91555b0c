"""Matching a transfer to a charge."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import local_code, uuid7
from app.payments import rules
from app.payments.rules import Owed

CODE = local_code(UUID("01a22904-004c-7153-89bf-eb757be32447"))
REFERENCE = rules.reference(CODE)
CHARGE = uuid4()


def owed(left: int, *, closed: bool = False, charge_id: UUID = CHARGE) -> Owed:
    return Owed(charge_id, left, closed)


def test_the_reference_fits_a_transfer_and_is_plain() -> None:
    assert CODE.replace("-", "") in REFERENCE
    assert len(REFERENCE) == 11
    assert REFERENCE.isalnum()
    assert REFERENCE.isascii()


@pytest.mark.parametrize(
    "content",
    [
        "{0}",
        "MBVCB.6543210.{0}.CT tu 0123 toi 0456",
        "cl {1} nop phi",
        "Nop phi ho so CL-{1} cam on",
        "IBFT {0} FT26329876",
        "{0} {0}",
        "clc {0}",
    ],
)
def test_a_reference_is_found_in_whatever_a_bank_makes_of_it(content: str) -> None:
    text = content.format(REFERENCE.lower(), CODE)
    assert rules.named_in(text) == [REFERENCE]
    spaced = " ".join(text)
    assert rules.named_in(spaced) == [REFERENCE]


def test_a_letter_that_looks_like_a_digit_is_read_as_the_digit() -> None:
    code = next(code for code in iter(lambda: local_code(uuid7()), None) if "0" in code)
    reference = rules.reference(code)
    assert rules.named_in("CL" + reference[2:].replace("0", "O")) == [reference]


def test_a_mistyped_reference_is_nobodys() -> None:
    last = "A" if REFERENCE[-1] != "A" else "B"
    assert rules.named_in(REFERENCE[:-1] + last) == []
    assert rules.named_in("CL") == []
    assert rules.named_in("") == []


@pytest.mark.parametrize(
    ("amount", "charge", "status"),
    [
        (16000, owed(16000), "matched"),
        (10000, owed(16000), "under"),
        (20000, owed(16000), "over"),
        (16000, owed(0), "duplicate"),
        (16000, owed(-4000), "duplicate"),
        (16000, owed(16000, closed=True), "late"),
    ],
)
def test_each_mismatch_has_its_name(amount: int, charge: Owed, status: str) -> None:
    assert rules.match(amount, [charge]) == rules.Match(status, CHARGE)  # type: ignore[arg-type]  # a literal


def test_money_for_nothing_known_has_the_wrong_memo() -> None:
    assert rules.match(16000, []) == rules.Match("wrong_memo", None)


def test_of_two_charges_named_the_one_of_that_sum_is_meant() -> None:
    first, second = owed(8000, charge_id=uuid4()), owed(16000, charge_id=uuid4())
    assert rules.match(16000, [first, second]).charge_id == second.charge_id
    assert rules.match(9000, [first, second]) == rules.Match("wrong_memo", None)
    assert rules.match(9000, [first, owed(0)]) == rules.Match("over", first.charge_id)


@given(st.integers(1, 10**9), st.lists(st.builds(Owed, st.uuids(), st.integers(-(10**6), 10**6), st.booleans())))
def test_a_payment_settles_only_an_open_charge(amount: int, charges: list[Owed]) -> None:
    found = rules.match(amount, charges)
    by_id = {each.charge_id: each for each in charges}
    if found.status in {"matched", "under", "over"}:
        assert found.charge_id is not None
        meant = by_id[found.charge_id]
        assert not meant.closed
        assert meant.left > 0


@given(st.integers(1, 10**9), st.sampled_from(["matched", "under", "over", "duplicate", "wrong_memo", "late"]))
def test_the_legs_of_every_booking_sum_to_nothing(amount: int, status: rules.Status) -> None:
    unit = uuid4()
    for legs in (
        rules.charged(CHARGE, unit, amount),
        rules.voided(CHARGE, unit, amount),
        rules.came("bank", unit, amount, status, CHARGE),
        rules.assigned(CHARGE, unit, amount),
    ):
        assert sum(leg.amount for leg in legs) == 0


@given(
    st.integers(1, 10**9), st.sampled_from(["bank", "cash"]), st.none() | st.just(CHARGE), st.integers(-(10**9), 10**9)
)
def test_what_goes_back_comes_first_from_what_is_owed(
    amount: int, method: str, charge_id: UUID | None, credit: int
) -> None:
    unit = uuid4()
    legs = rules.given_back(method, unit, amount, charge_id, credit)
    assert sum(leg.amount for leg in legs) == 0
    assert legs[0] == rules.Leg(f"{method}:{unit}", -amount)
    by_account = {leg.account: leg.amount for leg in legs[1:]}
    assert all(each > 0 for each in by_account.values())
    if charge_id is None:
        assert by_account == {f"loose:{unit}": amount}
    else:
        assert by_account.get(f"due:{charge_id}", 0) == min(amount, max(credit, 0))


@pytest.mark.parametrize(
    ("left", "closed", "status"),
    [(16000, False, "open"), (6000, False, "under"), (0, False, "paid"), (-1, False, "over"), (16000, True, "void")],
)
def test_a_charge_shows_what_its_balance_says(left: int, closed: bool, status: str) -> None:
    assert rules.charge_status(16000, left, closed=closed) == status
