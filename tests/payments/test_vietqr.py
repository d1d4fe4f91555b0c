"""VietQR payloads: the shared cases, what always holds, and how broken codes are refused."""

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.ids import local_code, uuid7
from app.payments.vietqr import VietQr, VietQrError, ascii_text, build, crc, parse, payment_reference, references_in
from tests.shared import cases
from tests.shared.phone import Phone, running

GOOD = "00020101021138540010A00000072701240006970422011003393530730208QRIBFTTA53037045802VN63044451"


@pytest.mark.parametrize("case", cases.load("vietqr"))
def test_shared_case(case: dict[str, Any]) -> None:
    request = VietQr(**case["request"])
    if "code" in case:
        with pytest.raises(VietQrError) as refused:
            build(request)
        assert refused.value.code == case["code"]
        return
    assert build(request) == case["text"]
    said = parse(case["text"])
    assert (said.bin, said.account, said.amount) == (request.bin, request.account, request.amount)
    assert (said.purpose, said.bill, said.service) == (ascii_text(request.purpose), request.bill, request.service)


def test_the_checksum_has_its_known_value() -> None:
    assert crc("123456789") == "29B1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_crc"),
        ("6304", "bad_crc"),
        (GOOD[:-1] + "2", "bad_crc"),
        (GOOD.replace("970422", "970423"), "bad_crc"),
        ("Nguyễn", "not_vietqr"),
        ("0099x6304" + crc("0099x6304"), "bad_shape"),
        ("xx02016304" + crc("xx02016304"), "bad_shape"),
        ("0002016304" + crc("0002016304"), "not_vietqr"),
    ],
)
def test_a_broken_code_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(VietQrError) as refused:
        parse(text)
    assert refused.value.code == code


def test_a_code_written_with_small_letters_in_its_checksum_is_read() -> None:
    assert parse(GOOD[:-4] + GOOD[-4:].lower()).bin == "970422"


@given(
    account=st.from_regex(r"[A-Za-z0-9]{1,19}", fullmatch=True),
    amount=st.one_of(st.none(), st.integers(1, 10**13 - 1)),
    purpose=st.from_regex(r"([A-Za-z0-9]+( [A-Za-z0-9]+)*)?", fullmatch=True).filter(lambda text: len(text) <= 25),
)
def test_what_is_built_is_read_back(account: str, amount: int | None, purpose: str) -> None:
    request = VietQr("970405", account, amount, purpose)
    assert parse(build(request)) == request


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    body = ascii_text(text)
    for candidate in (text, body + "6304" + crc(body + "6304")):
        with contextlib.suppress(VietQrError):
            parse(candidate)


def test_a_reference_is_found_in_the_memo_of_a_bank() -> None:
    code = local_code(uuid7())
    reference = payment_reference(code)
    assert len(reference) == 11
    assert reference.isalnum()
    assert references_in(f"IBFT {reference.lower()[:6]} {reference.lower()[6:]}; ma GD 99") == [code]


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with running() as started:
        yield started


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    bank=st.sampled_from(("970405", "97040", "9704055", "97040x")),
    account=st.one_of(st.from_regex(r"[A-Za-z0-9]{0,21}", fullmatch=True), st.text(max_size=5)),
    amount=st.one_of(st.none(), st.integers(-5, 10**13 + 5)),
    purpose=st.text(st.characters(max_codepoint=0x1FFF, categories=("L", "M", "N", "P", "S", "Z")), max_size=30),
    bill=st.sampled_from(("", "NPS6869", "A-1", "x" * 26)),
    service=st.sampled_from(("QRIBFTTA", "QRIBFTTC", "QRPUSH", "QR")),
)
def test_the_phone_builds_and_reads_codes_alike(phone: Phone, bank: str, **rest: Any) -> None:
    request = VietQr(bank, **rest)
    assert phone.ask("vietqr", **asdict(request)) == _built(request)


def _built(request: VietQr) -> dict[str, Any]:
    try:
        text = build(request)
    except VietQrError as refused:
        return {"code": refused.code}
    return {"text": text, "parsed": {"ok": True, "value": asdict(parse(text))}}
