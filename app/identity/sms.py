"""The border to a text message gateway: one plain HTTP request that any gateway can be fitted to."""

from __future__ import annotations

import httpx

TIMEOUT = httpx.Timeout(20.0)


class GatewayRefused(RuntimeError):
    """The gateway did not take the message; the task tries again later."""


def send(*, url: str, token: str, message_id: str, phone: str, text: str) -> None:
    """Hand one message over; the same `message_id` again is the same message. Raises GatewayRefused."""
    headers = {"Idempotency-Key": message_id}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = {"id": message_id, "to": phone, "text": text}
    try:
        answer = httpx.post(url, json=body, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise GatewayRefused(type(error).__name__) from error
    if answer.status_code >= 300:
        raise GatewayRefused(f"status {answer.status_code}")
