"""Ids, slip codes and official numbers."""

import re
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.ids import claim_secret, code_bits, local_code, parse_dossier_number, parse_local_code, uuid7
from app.payments.vietqr import references_in
from tests.shared import cases
from tests.shared.phone import Phone, running

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.mark.parametrize("case", cases.load("ids"))
def test_shared_case(case: dict[str, Any]) -> None:
    if "of" in case:
        assert local_code(UUID(case["of"])) == case["local"]
    elif "local" in case:
        assert parse_local_code(case["text"]) == case["local"]
    elif "memo" in case:
        assert references_in(case["text"]) == case["memo"]
    else:
        found = parse_dossier_number(case["text"])
        said = found and {
            "text": found.text,
            "shape": found.shape,
            "agency": found.agency,
            "day": found.day.isoformat(),
            "system": found.system,
            "serial": found.serial,
        }
        assert said == case["number"]


def test_an_id_carries_its_time_and_the_marks_of_version_7() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert before <= made.int >> 80 <= after
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_f58_ids_made_at_once_differ_in_the_bits_of_the_slip() -> None:
    assert len({local_code(uuid7()) for _ in range(1000)}) == 1000


@given(st.uuids())
def test_a_code_is_read_back_however_it_is_typed(dossier_id: UUID) -> None:
    code = local_code(dossier_id)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", code)
    assert parse_local_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code
    assert code_bits(code) == dossier_id.int & (1 << 40) - 1


@given(st.uuids(), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_caught(dossier_id: UUID, place: int, other: str) -> None:
    plain = local_code(dossier_id).replace("-", "")
    wrong = plain[:place] + other + plain[place + 1 :]
    assert wrong == plain or parse_local_code(wrong) is None


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_none(text: str) -> None:
    assert parse_local_code(text) is None or parse_dossier_number(text) is None


def test_a_claim_secret_has_at_least_80_bits_and_fits_a_qr() -> None:
    made = {claim_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch("[A-Z2-7]{24}", secret) for secret in made)


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


TYPED = st.one_of(
    st.text(st.characters(max_codepoint=0x17FF), max_size=14),
    st.text(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZoil -._–"), max_size=14),
    st.uuids().map(lambda made: f"ck {local_code(made).lower()} cl{local_code(made)}"),
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{2,3}){0,4}-2[0-9][01][0-9][0-3][0-9]-[0-9]{3,8}", fullmatch=True),
    st.from_regex(r"000(\.[0-9]{2}){1,3}\.H[0-9]{2}-2[0-9][01][0-9][0-3][0-9]-[0-9]{4}", fullmatch=True),
)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(TYPED)
def test_the_phone_reads_codes_numbers_and_memos_alike(phone: Phone, typed: str) -> None:
    theirs = phone.ask("code", text=typed)
    number = parse_dossier_number(typed)
    assert theirs["local"] == parse_local_code(typed)
    assert theirs["memo"] == references_in(typed)
    assert (theirs["number"] or {}).get("text") == (number.text if number else None)
    assert (theirs["number"] or {}).get("shape") == (number.shape if number else None)
