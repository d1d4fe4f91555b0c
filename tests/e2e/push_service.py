"""A push service on this machine: speaks to Firefox as Mozilla's does, and takes what servers send (RFC 8030)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web


@dataclass
class PushService:
    """Channels of the browsers that are connected, and the headers of everything that was sent."""

    port: int = 0
    sent: list[dict[str, str]] = field(default_factory=list)
    _browsers: dict[str, web.WebSocketResponse] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """What goes into `dom.push.serverURL`."""
        return f"ws://127.0.0.1:{self.port}/"

    async def listen(self, request: web.Request) -> web.WebSocketResponse:
        """The line to one browser."""
        line = web.WebSocketResponse(protocols=("push-notification",))
        await line.prepare(request)
        async for message in line:
            if message.type is WSMsgType.TEXT:
                await self._hear(line, json.loads(message.data))
        return line

    async def _hear(self, line: web.WebSocketResponse, said: dict[str, Any]) -> None:
        kind = said.get("messageType")
        if kind == "hello":
            uaid = said.get("uaid") or uuid4().hex
            await line.send_json({"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True})
        elif kind == "register":
            channel = said["channelID"]
            self._browsers[channel] = line
            endpoint = f"http://127.0.0.1:{self.port}/push/{channel}"
            await line.send_json(
                {"messageType": "register", "channelID": channel, "status": 200, "pushEndpoint": endpoint}
            )
        elif kind == "unregister":
            self._browsers.pop(said["channelID"], None)
            await line.send_json({"messageType": "unregister", "channelID": said["channelID"], "status": 200})
        elif kind is None:
            await line.send_str("{}")

    async def take(self, request: web.Request) -> web.Response:
        """A message from a server; 410 where nobody listens any more."""
        line = self._browsers.get(request.match_info["channel"])
        if line is None or line.closed:
            return web.Response(status=410)
        self.sent.append(dict(request.headers))
        sealed = base64.urlsafe_b64encode(await request.read()).rstrip(b"=").decode()
        await line.send_json(
            {
                "messageType": "notification",
                "channelID": request.match_info["channel"],
                "version": uuid4().hex,
                "data": sealed,
                "headers": {"encoding": request.headers["Content-Encoding"]},
            }
        )
        return web.Response(status=201, headers={"Location": f"/m/{uuid4().hex}"})


@contextlib.contextmanager
def running() -> Iterator[PushService]:
    """A push service for the length of the block, in a thread of its own."""
    service = PushService()
    app = web.Application()
    app.add_routes([web.get("/", service.listen), web.post("/push/{channel}", service.take)])
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        service.port = runner.addresses[0][1]

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(timeout=10)
    try:
        yield service
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
