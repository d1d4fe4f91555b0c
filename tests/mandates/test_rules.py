"""What a consent covers, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mandates.rules import LONGEST, Period, grant_fault, on_our_clock, why_not

START = datetime(2026, 11, 24, tzinfo=UTC)
DAY = timedelta(days=1)
PURPOSES = ("fill", "photograph")
moments = st.integers(0, 17_520).map(lambda hours: START + timedelta(hours=hours))


@given(moments, moments, st.none() | moments, moments, st.sampled_from([*PURPOSES, "receive"]))
def test_an_act_is_covered_exactly_inside_its_time_for_what_was_allowed_and_never_once_called_back(
    granted: datetime, expires: datetime, revoked: datetime | None, at: datetime, purpose: str
) -> None:
    covered = why_not(Period(granted, expires, revoked), PURPOSES, purpose, at) is None
    assert covered is (revoked is None and granted <= at < expires and purpose in PURPOSES)


@given(moments, moments, st.integers(-90_000, 90_000), moments)
def test_a_consent_keeps_its_length_and_never_begins_after_it_arrived(
    granted: datetime, expires: datetime, seconds: int, received: datetime
) -> None:
    ours = on_our_clock(granted, expires, timedelta(seconds=seconds), received)
    assert ours[1] - ours[0] == expires - granted
    assert ours[0] == min(granted + timedelta(seconds=seconds), received)


@pytest.mark.parametrize("length", [timedelta(), -DAY, LONGEST + DAY])
def test_a_consent_ends_after_it_begins_and_within_a_year(length: timedelta) -> None:
    fault = grant_fault(granted_at=START, expires_at=START + length, method="read_aloud_yes", evidence={})
    assert fault == "mandate_bad_period"


@pytest.mark.parametrize("method", ["signature", "witness", "thumbprint"])
def test_a_consent_that_leaves_a_trace_needs_the_trace(method: str) -> None:
    times = {"granted_at": START, "expires_at": START + DAY}
    assert grant_fault(**times, method=method, evidence={"witness": ""}) == "mandate_no_evidence"
    assert grant_fault(**times, method=method, evidence={"witness": "Cà Văn Inh"}) is None
    assert grant_fault(**times, method="read_aloud_yes", evidence={}) is None
