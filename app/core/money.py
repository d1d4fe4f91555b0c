"""Amounts in whole đồng: written in figures and in Vietnamese words; the PWA's money.ts writes the same."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def figures(amount: int) -> str:
    """The amount with dots between thousands: 1.234.000."""
    return f"{amount:,}".replace(",", ".")


def dong(amount: int) -> str:
    """The amount as people write it: 16.000 đ."""
    return f"{figures(amount)}\u00a0đ"


def words(amount: int) -> str:
    """The amount in Vietnamese words, as receipts need it: 'Mười sáu nghìn đồng'."""
    if amount < 0:
        return _sentence("âm " + _number(-amount))
    return _sentence(_number(amount))


def _sentence(number: str) -> str:
    return f"{number[0].upper()}{number[1:]} đồng"


def _number(amount: int) -> str:
    if amount == 0:
        return _DIGITS[0]
    billions, rest = divmod(amount, 1_000_000_000)
    parts = [f"{_number(billions)} tỷ"] if billions else []
    for unit, name in ((1_000_000, " triệu"), (1000, " nghìn"), (1, "")):
        group, rest = divmod(rest, unit)
        if group:
            parts.append(_three(group, inner=bool(parts)) + name)
    return " ".join(parts)


def _three(group: int, *, inner: bool) -> str:
    """Three digits in words; an inner group says its zeros: 'không trăm linh năm'."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    parts = []
    if hundreds or inner:
        parts.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 1:
        parts.append("mười")
    elif tens:
        parts.append(f"{_DIGITS[tens]} mươi")
    elif ones and parts:
        parts.append("linh")
    if ones:
        parts.append(_ones(tens, ones))
    return " ".join(parts)


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]
