"""The rule of authorship: nothing unproven is ever kept, nothing proven is ever lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.sync.authorship import Behind, objection

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
GRACE = timedelta(days=90)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2026, 11, 28)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001  # the next step adds the zone
anybody = st.builds(
    Behind,
    device_known=st.booleans(),
    signed=st.booleans(),
    used=st.booleans(),
    own_session=st.booleans(),
    device_lost=st.booleans(),
    closed=st.booleans(),
    closed_at=st.none() | moments,
    last_contact=st.none() | moments,
)


@given(anybody, moments)
def test_what_no_known_device_signed_for_its_user_is_never_applied_and_never_put_aside(
    behind: Behind, made_at: datetime
) -> None:
    verdict = objection(behind, made_at=made_at, now=NOW, grace=GRACE)
    proven = behind.device_known and behind.signed and (behind.used or behind.own_session)
    if not proven:
        assert verdict is not None
        assert verdict[0] != "quarantined"


@given(anybody, moments)
def test_what_was_proven_is_refused_only_where_its_author_was_closed_before_it_was_made(
    behind: Behind, made_at: datetime
) -> None:
    verdict = objection(behind, made_at=made_at, now=NOW, grace=GRACE)
    if verdict is not None and verdict[0] == "rejected" and verdict[1] != "bad_signature":
        assert behind.closed
        assert behind.closed_at is not None
        assert made_at > behind.closed_at


@given(anybody, moments)
def test_a_lost_phone_never_acts_again(behind: Behind, made_at: datetime) -> None:
    if behind.device_lost:
        assert objection(behind, made_at=made_at, now=NOW, grace=GRACE) is not None


def test_the_grace_ends_to_the_second() -> None:
    fresh = Behind(device_known=True, signed=True, used=True, last_contact=NOW - GRACE)
    late = Behind(device_known=True, signed=True, used=True, last_contact=NOW - GRACE - timedelta(seconds=1))
    assert objection(fresh, made_at=NOW, now=NOW, grace=GRACE) is None
    assert objection(late, made_at=NOW, now=NOW, grace=GRACE) == ("quarantined", "authorship_old")
