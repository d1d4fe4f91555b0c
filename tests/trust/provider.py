"""A small identity provider of the tests' own: OpenID Connect over real HTTP, real signatures, a page to sign in on.

It speaks the authorization code flow with PKCE and checks what it is told as a real one does. What a test wants wrong
is set by name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "cua-lang", "bí mật của bài thử".encode().hex()
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Định danh</title><h1>Đăng nhập định danh (bài thử)</h1><form method="post" action="/agree">
<input type="hidden" name="query" value="{query}"><label>Số định danh <input name="who"></label>
<button name="do" value="yes">Đồng ý</button><button name="do" value="no">Từ chối</button></form></html>"""


@dataclass
class Provider:
    """What it knows, and what it says wrong where a test asks for that."""

    url: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    """Claims to put in place of the right ones."""
    key: RSAKey | ECKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    foreign: RSAKey | None = None
    """Signs instead, and is not among the keys that are shown."""
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    key_reads: int = 0

    def rotate(self) -> None:
        """Sign with another key from now on; the old one is shown no more."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4)})

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.wrong.get("document_issuer", self.url),
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def keys(self) -> dict[str, Any]:
        self.key_reads += 1
        return {"keys": [self.key.as_dict(private=False)]}

    def agree(self, query: str, who: str) -> str:
        """The person agrees; returns where she is sent, with a code."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"who": who}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        """A code for a token, once, to whoever has the verifier."""
        asked = self.codes.pop(given.get("code", ""), None)
        if basic != base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return 401, {"error": "invalid_client"}
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        sent = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        right = asked and sent == asked["code_challenge"] and given["redirect_uri"] == asked["redirect_uri"]
        if asked is None or not right:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, Any]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": asked["who"],
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        whole = claims | self.people.get(asked["who"], {}) | self.wrong
        key = self.foreign or self.key
        head = {"alg": "RS256" if isinstance(key, RSAKey) else "ES256", "kid": self.key.kid}
        return jwt.encode(head, {name: value for name, value in whole.items() if value is not None}, key)


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Says nothing."""

        def answer(self, status: int, body: str, kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body.encode()))}.items():
                self.send_header(name, value)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:
            path = urlsplit(self.path)
            if path.path == "/.well-known/openid-configuration":
                return self.answer(200, json.dumps(provider.document()))
            if path.path == "/keys":
                return self.answer(200, json.dumps(provider.keys()))
            if path.path == "/authorize":
                page = PAGE.replace("{query}", path.query.replace("&", "&amp;"))
                return self.answer(200, page, "text/html; charset=utf-8")
            return self.answer(404, "{}")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            given = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
            if self.path == "/token":
                basic = self.headers.get("Authorization", "").removeprefix("Basic ")
                status, told = provider.token(given, basic)
                return self.answer(status, json.dumps(told))
            asked = {name: values[0] for name, values in parse_qs(given["query"]).items()}
            if given["do"] == "yes":
                there = provider.agree(given["query"], given["who"])
            else:
                there = f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
            return self.answer(303, "", Location=there)

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers on 127.0.0.1 for the length of the block."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
