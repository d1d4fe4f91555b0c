"""Pure rules of mandates: what a valid consent is, and what it covers when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.core.text import nfc_lines

LONGEST = timedelta(days=366)
SPOKEN = "read_aloud_yes"


@dataclass(frozen=True)
class Period:
    """From when to when a mandate holds, and when it was called back."""

    granted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


def on_our_clock(
    granted_at: datetime, expires_at: datetime, offset: timedelta, received_at: datetime
) -> tuple[datetime, datetime]:
    """A consent's times by the server's clock: as long as the phone said, and never begun after it arrived.

    Phones do not correct a drift of seconds; without this an act sent at once would seem older than its consent.
    """
    ahead = max(granted_at + offset - received_at, timedelta())
    return granted_at + offset - ahead, expires_at + offset - ahead


def grant_fault(
    *, granted_at: datetime, expires_at: datetime, method: str, evidence: Mapping[str, object]
) -> str | None:
    """The error code of a consent that proves nothing or never ends; nothing when it is sound."""
    if not granted_at < expires_at <= granted_at + LONGEST:
        return "mandate_bad_period"
    if method != SPOKEN and not any(evidence.values()):
        return "mandate_no_evidence"
    return None


def why_not(period: Period, purposes: Collection[str], purpose: str, at: datetime) -> str | None:
    """The error code that forbids an act at a moment; nothing where the mandate covers it.

    What is called back covers nothing any more, whenever the act was made: the resident's last word counts.
    """
    if period.revoked_at is not None:
        return "mandate_revoked"
    if at < period.granted_at:
        return "mandate_not_yet"
    if at >= period.expires_at:
        return "mandate_expired"
    if purpose not in purposes:
        return "mandate_purpose_missing"
    return None


def cleaned(value: Any) -> Any:
    """A JSON value with every text in it clean: what nobody types, databases choke on."""
    if isinstance(value, str):
        return nfc_lines(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, Mapping):
        return {nfc_lines(str(name)): cleaned(each) for name, each in value.items()}
    return value
