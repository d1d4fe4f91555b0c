"""VietQR payloads (EMVCo, NAPAS 09/2021), made and read without a network; the PWA's vietqr.ts makes the same."""

import re
import unicodedata
from dataclasses import dataclass

from app.core.ids import parse_local_code

PURPOSE_LENGTH = 25
REFERENCE_PREFIX = "CL"
_NAPAS = "A000000727"
_SERVICES = ("QRIBFTTA", "QRIBFTTC", "QRPUSH")
_MARKS = re.compile("[\u0300-\u036f]")
_CODE_LENGTH = 9


class VietQrError(ValueError):
    """A code cannot be made or read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class VietQr:
    """What a payment code asks for."""

    bin: str
    account: str
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    service: str = "QRIBFTTA"


def build(request: VietQr) -> str:
    """The text of the code; raises VietQrError with the first thing that is wrong."""
    purpose = ascii_text(request.purpose)
    _check(request, purpose)
    beneficiary = _field("00", request.bin) + _field("01", request.account)
    merchant = _field("00", _NAPAS) + _field("01", beneficiary) + _field("02", request.service)
    amount = "" if request.amount is None else _field("54", str(request.amount))
    extra = (_field("01", request.bill) if request.bill else "") + (_field("08", purpose) if purpose else "")
    body = "".join(
        (
            _field("00", "01"),
            _field("01", "11" if request.amount is None else "12"),
            _field("38", merchant),
            _field("53", "704"),
            amount,
            _field("58", "VN"),
            _field("62", extra) if extra else "",
            "6304",
        )
    )
    return body + crc(body)


def parse(text: str) -> VietQr:
    """What a code asks for; raises VietQrError when it is damaged or no VietQR."""
    if not text.isascii():
        raise VietQrError("not_vietqr")
    if len(text) < 8 or text[-8:-4] != "6304" or crc(text[:-4]) != text[-4:].upper():
        raise VietQrError("bad_crc")
    fields = _fields(text)
    merchant = _fields(fields.get("38", ""))
    if merchant.get("00") != _NAPAS or fields.get("53") != "704":
        raise VietQrError("not_vietqr")
    beneficiary, extra = _fields(merchant.get("01", "")), _fields(fields.get("62", ""))
    amount = fields.get("54")
    if amount is not None and not re.fullmatch("[0-9]{1,13}", amount):
        raise VietQrError("bad_amount")
    return VietQr(
        bin=beneficiary.get("00", ""),
        account=beneficiary.get("01", ""),
        amount=None if amount is None else int(amount),
        purpose=extra.get("08", ""),
        bill=extra.get("01", ""),
        service=merchant.get("02", ""),
    )


def payment_reference(local_code: str) -> str:
    """The short reference of a dossier that survives every bank's memo field: CL and the local code."""
    return REFERENCE_PREFIX + local_code.replace("-", "")


def references_in(memo: str) -> list[str]:
    """The local codes that a bank's memo names, whatever the bank did to case, spaces and punctuation."""
    plain = re.sub("[^A-Z0-9]", "", ascii_text(memo).upper())
    found: list[str] = []
    for match in re.finditer(f"(?={REFERENCE_PREFIX}(.{{{_CODE_LENGTH}}}))", plain):
        code = parse_local_code(match[1])
        if code and code not in found:
            found.append(code)
    return found


def ascii_text(text: str) -> str:
    """Letters, digits and single spaces without marks; banks drop or change everything else."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "D")
    return re.sub("[^A-Za-z0-9]+", " ", bare).strip(" ")


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE as four hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xFFFF
    return f"{value:04X}"


def _check(request: VietQr, purpose: str) -> None:
    if not re.fullmatch("[0-9]{6}", request.bin):
        raise VietQrError("bad_bin")
    if not re.fullmatch("[A-Za-z0-9]{1,19}", request.account):
        raise VietQrError("bad_account")
    if request.amount is not None and not 0 < request.amount < 10**13:
        raise VietQrError("bad_amount")
    if request.service not in _SERVICES:
        raise VietQrError("bad_service")
    if not re.fullmatch("[A-Za-z0-9]{0,25}", request.bill):
        raise VietQrError("bad_bill")
    if len(purpose) > PURPOSE_LENGTH:
        raise VietQrError("purpose_too_long")


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch("[0-9]{4}", head) or at + 4 + int(head[2:]) > len(text):
            raise VietQrError("bad_shape")
        fields[head[:2]] = text[at + 4 : at + 4 + int(head[2:])]
        at += 4 + int(head[2:])
    return fields
