"""How a result reached its owner, as the event says that returned it: one way to write it down and to read it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HANDED = "handover"
"""Under this the event keeps how the result was handed over; nobody's own data stands in for it."""
COUNTER, POST, ELECTRONIC = "counter", "post", "electronic"

Told = tuple[str, str]
"""One text in Vietnamese and in English."""

AS_WHOM: dict[str, Told] = {
    "owner": ("chủ hồ sơ", "owner"),
    "submitter": ("người nộp hồ sơ", "filed it"),
    "subject": ("người có tên trong hồ sơ", "named in the dossier"),
    "relative": ("người thân", "relative"),
    "authorised": ("người được ủy quyền", "authorised"),
}
SIGNED: dict[str, Told] = {
    "glass": ("ký trên kính", "signed on glass"),
    "paper": ("ký trên phiếu giấy", "signed on the paper slip"),
    "thumb": ("điểm chỉ trên phiếu giấy", "thumbprint on the paper slip"),
}


def method(move: str, data: Mapping[str, Any] | None, wish: str) -> str:
    """How it was returned; an event that does not say was handed over in the way that was wished for."""
    if move == "open_result":
        return ELECTRONIC
    given = how(data)
    if given:
        return str(given["method"])
    return POST if wish == "post" else COUNTER


def how(data: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """What an event says of the handing over; empty where it was made before this was asked."""
    found = (data or {}).get(HANDED)
    return found if isinstance(found, Mapping) else {}


def receiver(data: Mapping[str, Any] | None, by: str) -> Told:
    """Who has the result, as the books say it: the name, as whom, how it was signed for, or the parcel."""
    name, given = str((data or {}).get("receiver") or by), how(data)
    if not given:
        return name, name
    if given["method"] == POST:
        sent = ", ".join(part for part in (name, given["carrier"], given["tracking"]) if part)
        return sent, sent
    whom, signed = AS_WHOM.get(str(given["as_whom"])), SIGNED.get(str(given["signed"]))
    both = [each for each in (whom, signed) if each]
    return tuple(f"{name} ({'; '.join(each[n] for each in both)})" if both else name for n in (0, 1))  # type: ignore[return-value]  # two of them


def noted(data: Mapping[str, Any] | None) -> str:
    """What the owner is told: who has it, or by which parcel it comes."""
    given = how(data)
    if is_sent(data):
        return f"{given['carrier']}, {given['tracking']}"
    return str((data or {}).get("receiver") or "")


def is_sent(data: Mapping[str, Any] | None) -> bool:
    """Whether it went off as a parcel that has a number."""
    return how(data).get("method") == POST
