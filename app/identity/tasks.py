"""Jobs of identity: text messages leave, what has expired is forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app import settings
from app.core import clock
from app.db import db, transaction
from app.identity import operations, sms, throttle
from app.identity.models import SmsOut
from app.jobs import task


@task("identity.send_sms", outside=True)
def send_sms(sms_id: str) -> None:
    """Hand a message to the gateway and blank its text; one that has expired is not worth sending."""
    with transaction(writes=False):
        message = db.session.get(SmsOut, UUID(sms_id))
        if message is None or message.text is None or message.expires_at <= clock.now():
            return
        phone, text = message.phone, message.text
    config = settings()
    sms.send(url=config.sms_url, token=config.sms_token, message_id=sms_id, phone=phone, text=text)
    with transaction(writes=True):
        sent = db.session.get_one(SmsOut, UUID(sms_id))
        sent.sent_at, sent.text = clock.now(), None


@task("identity.forget", every=timedelta(minutes=5))
def forget() -> None:
    """Blank and remove what has expired."""
    operations.forget_old()
    throttle.forget_old()
