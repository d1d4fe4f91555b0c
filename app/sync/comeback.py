"""What a browser held before its storage was cleared: told in counts, given back to the device that lives there now.

The cookie proves the browser, and no more: whoever asks for dossiers also says the last four characters that follow
one of them, as with a slip. What a person had comes by signing in, never by the cookie (docs/decisions/0018).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.core import errors
from app.core.access import Actor
from app.dossiers import owners
from app.identity import browsers
from app.identity.models import Browser, Device
from app.sync.schemas import BeforeOut, HeldOut, RestoreOut


def before(actor: Actor, token: str | None) -> BeforeOut:
    """What was here, or is on the person's other devices, in counts."""
    browser = browsers.of_token(token)
    if actor.person_id is not None:
        held = browsers.held_elsewhere(actor, browser)
        installed = browsers.is_installed_elsewhere(actor)
        return BeforeOut(held=_shown(held), dossiers=0, asks_factor=False, somebody=False, installed=installed)
    earlier = browsers.earlier_devices(actor.device_id, browser)
    dossiers = owners.count_of(_principals(earlier))
    return BeforeOut(
        held=_shown(browsers.held_before(earlier)),
        dossiers=dossiers,
        asks_factor=dossiers > 0,
        somebody=browsers.somebody_was_here(earlier),
        installed=False,
    )


def restore(actor: Actor, browser: Browser, factor: str) -> RestoreOut | None:
    """Make what earlier devices of this browser had this device's; nothing where the factor fits none of it.

    Asked by the device itself: a person who is signed in would get what may be somebody else's.
    """
    if actor.person_id is not None or actor.device_id is None:
        raise errors.Forbidden("not_the_device")
    earlier = browsers.earlier_devices(actor.device_id, browser)
    dossiers = owners.count_of(_principals(earlier))
    if dossiers and not owners.knows_one(_principals(earlier), factor):
        return None
    for old in reversed(earlier):
        browsers.follow(old, actor.device_id)
    return RestoreOut(dossiers=dossiers)


def _principals(devices: Sequence[Device]) -> list[str]:
    return [f"device:{each.id}" for each in devices]


def _shown(held: Sequence[browsers.Held]) -> list[HeldOut]:
    return [
        HeldOut(
            drafts=each.holds.drafts,
            unsent=each.holds.unsent,
            oldest=each.holds.oldest,
            installed=each.holds.installed,
            at=each.at,
            here=each.here,
        )
        for each in held
    ]
