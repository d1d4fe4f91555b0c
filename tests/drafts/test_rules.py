"""What a saved text means, by how the copy stands."""

from __future__ import annotations

import pytest

from app.core.ids import uuid7
from app.drafts import rules
from app.drafts.rules import Ender, Stand

ONE, OTHER = uuid7(), uuid7()


@pytest.mark.parametrize(
    ("stand", "seen", "sha256", "meaning"),
    [
        (None, 0, "a", "new"),
        (None, 7, "a", "new"),
        (Stand(3, "a"), 3, "b", "next"),
        (Stand(3, "a"), 2, "a", "same"),
        (Stand(3, "a"), 2, "b", "stale"),
        (Stand(3, "a"), 4, "b", "stale"),
        (Stand(4, "a", "user"), 4, "b", "gone"),
        (Stand(4, "a", "user"), 4, "a", "gone"),
        (Stand(4, "a", "sent"), 3, "b", "gone"),
        (Stand(4, "a", "mandate_ended"), 4, "b", "gone"),
        (Stand(4, "a", "old"), 3, "b", "next"),
    ],
)
def test_a_saved_text_is_judged_by_the_version_it_saw(
    stand: Stand | None, seen: int, sha256: str, meaning: str
) -> None:
    assert rules.judge(stand, seen, sha256) == meaning


@pytest.mark.parametrize(
    ("stand", "ender", "seen"),
    [
        (Stand(3, "a", device_id=OTHER), Ender("a", ONE), True),
        (Stand(3, "b", device_id=OTHER), Ender("a", ONE), False),
        (Stand(3, "b", device_id=OTHER), Ender(None, ONE), False),
        (Stand(3, "b", device_id=ONE), Ender("a", ONE), True),
        (Stand(3, "b", device_id=ONE), Ender(None, ONE), True),
        (Stand(3, "b"), Ender("a"), False),
    ],
)
def test_whoever_ends_a_draft_has_seen_the_text_it_names_or_wrote(stand: Stand, ender: Ender, seen: bool) -> None:
    assert rules.saw(stand, ender) is seen


def test_too_many_copies_and_too_many_bytes_are_refused() -> None:
    assert rules.fits(0, 0, rules.MAX_TEXT) is None
    assert rules.fits(rules.MAX_COPIES, 0, 1) == "drafts_full"
    assert rules.fits(1, rules.MAX_TOTAL, 1) == "drafts_full"
