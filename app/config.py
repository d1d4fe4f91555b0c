"""Settings: read once from the environment, refused with a clear sentence when wrong (docs/configuration.md)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadConfig(SystemExit):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class Config:
    """Every setting of the server. Names are the environment's, in lower case."""

    instance_dir: Path
    database_url: str
    database_synchronous: str
    storage_dir: Path
    cache_dir: Path
    public_url: str
    secret_key: str
    demo: bool
    trusted_proxies: int
    secure_cookies: bool
    password_cost: int
    staff_idle_minutes: int
    second_factor: bool
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    oidc_scope: str
    oidc_claims: Mapping[str, str]
    upload_limit_mb: int
    draft_copy_days: int
    phone_pin_tries: int
    phone_grace_days: int
    phone_lock_minutes: int
    phone_key_hours: int
    app_required: int
    sms_url: str
    sms_token: str
    push_hosts: tuple[str, ...]
    push_insecure: bool
    push_contact: str
    jobs_poll_seconds: float
    backup_alarm_days: int
    faults: bool
    log_level: str

    @property
    def packed_dir(self) -> Path:
        """Where compressed parts of the catalogue are kept; whoever empties it loses seconds."""
        return self.cache_dir / "packed"

    @property
    def keys_dir(self) -> Path:
        """Where generated keys are kept, readable by the server alone."""
        return self.instance_dir / "keys"

    @property
    def office_keys_dir(self) -> Path:
        """Where the private keys lie that open what phones seal to the office."""
        return self.keys_dir / "office"


PUSH_HOSTS = "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,*.notify.windows.com"


OIDC_CLAIMS = {
    "id_number": "identity_number",
    "id_verified": "identity_verified",
    "phone": "phone_number",
    "phone_verified": "phone_number_verified",
    "name": "name",
}
"""What the identity provider calls what is taken from its claims, where the setting does not say otherwise."""


def load(env: Mapping[str, str] | None = None) -> Config:
    """Read the settings; raises BadConfig with a sentence that names the variable."""
    values = os.environ if env is None else env
    instance = Path(values.get("INSTANCE_DIR") or ROOT / "instance").absolute()
    instance.mkdir(parents=True, exist_ok=True)
    demo = _flag(values, "DEMO")
    public_url = _public_url(values, demo=demo)
    return Config(
        instance_dir=instance,
        database_url=_database_url(values, instance),
        database_synchronous=_choice(values, "DATABASE_SYNCHRONOUS", ("FULL", "NORMAL")),
        storage_dir=Path(values.get("STORAGE_DIR") or instance / "files").absolute(),
        cache_dir=Path(values.get("CACHE_DIR") or instance / "cache").absolute(),
        public_url=public_url,
        secret_key=values.get("SECRET_KEY") or _kept_secret(instance / "keys" / "secret"),
        demo=demo,
        trusted_proxies=_number(values, "TRUSTED_PROXIES", 0, low=0, high=5),
        secure_cookies=public_url.startswith("https://"),
        password_cost=_number(values, "PASSWORD_COST", 3, low=1, high=10),
        staff_idle_minutes=_number(values, "STAFF_IDLE_MINUTES", 480, low=5, high=1440),
        second_factor=_flag(values, "SECOND_FACTOR") if values.get("SECOND_FACTOR") else not demo,
        **_identity_provider(values, demo=demo),
        upload_limit_mb=_number(values, "UPLOAD_LIMIT_MB", 25, low=1, high=200),
        draft_copy_days=_number(values, "DRAFT_COPY_DAYS", 180, low=30, high=3650),
        phone_pin_tries=_number(values, "PHONE_PIN_TRIES", 10, low=3, high=20),
        phone_grace_days=_number(values, "PHONE_GRACE_DAYS", 90, low=1, high=365),
        phone_lock_minutes=_number(values, "PHONE_LOCK_MINUTES", 5, low=1, high=60),
        phone_key_hours=_number(values, "PHONE_KEY_HOURS", 12, low=1, high=72),
        app_required=_number(values, "APP_REQUIRED", 1, low=1, high=1000),
        sms_url=_sms_url(values, demo=demo),
        sms_token=values.get("SMS_TOKEN", ""),
        push_hosts=tuple(h.strip() for h in values.get("PUSH_HOSTS", PUSH_HOSTS).split(",") if h.strip()),
        push_insecure=_flag(values, "PUSH_INSECURE"),
        push_contact=values.get("PUSH_CONTACT") or public_url,
        jobs_poll_seconds=_number(values, "JOBS_POLL_MS", 1000, low=20, high=60_000) / 1000,
        backup_alarm_days=_number(values, "BACKUP_ALARM_DAYS", 2, low=1, high=60),
        faults=_flag(values, "FAULTS"),
        log_level=_choice(values, "LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
    )


def _identity_provider(values: Mapping[str, str], *, demo: bool) -> dict[str, Any]:
    return {
        "oidc_issuer": _issuer(values, demo=demo),
        "oidc_client_id": values.get("OIDC_CLIENT_ID", "").strip(),
        "oidc_client_secret": values.get("OIDC_CLIENT_SECRET", ""),
        "oidc_name": values.get("OIDC_NAME", "").strip() or "VNeID",
        "oidc_scope": values.get("OIDC_SCOPE", "").strip() or "openid profile phone",
        "oidc_claims": _pairs(values, "OIDC_CLAIMS", OIDC_CLAIMS),
    }


def _flag(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").strip().lower()
    if text in ("", "0", "no", "false", "off"):
        return False
    if text in ("1", "yes", "true", "on"):
        return True
    raise BadConfig(f"{name}={text!r} is not understood: write 1 or 0.")


def _number(values: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadConfig(f"{name}={text!r} is not a whole number from {low} to {high}.")
    return int(text)


def _choice(values: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = values.get(name, "").strip().upper() or allowed[0]
    if text not in allowed:
        raise BadConfig(f"{name}={text!r} is not one of {', '.join(allowed)}.")
    return text


def _url(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "").strip()
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc):
        raise BadConfig(f"{name}={text!r} is not an address: write it with https:// in front.")
    return text


def _issuer(values: Mapping[str, str], *, demo: bool) -> str:
    text = _url(values, "OIDC_ISSUER")
    if not text:
        return ""
    if demo:
        raise BadConfig("OIDC_ISSUER is set, and a demo must not reach real people: leave one of it and DEMO out.")
    if urlsplit(text).scheme != "https" and urlsplit(text).hostname not in ("127.0.0.1", "localhost"):
        raise BadConfig("OIDC_ISSUER must begin with https://: who signs in is told over it.")
    if not values.get("OIDC_CLIENT_ID", "").strip():
        raise BadConfig("OIDC_CLIENT_ID is missing: OIDC_ISSUER does not know this server without it.")
    return text


def _pairs(values: Mapping[str, str], name: str, default: Mapping[str, str]) -> dict[str, str]:
    found = dict(default)
    for pair in filter(None, (part.strip() for part in values.get(name, "").split(","))):
        ours, found_sign, theirs = pair.partition("=")
        if not found_sign or ours.strip() not in default or not theirs.strip():
            raise BadConfig(f"{name}: {pair!r} is not understood; write {'=..., '.join(default)}=...")
        found[ours.strip()] = theirs.strip()
    return found


def _sms_url(values: Mapping[str, str], *, demo: bool) -> str:
    text = _url(values, "SMS_URL")
    if text and demo:
        raise BadConfig("SMS_URL is set, and a demo must not reach real people: leave one of SMS_URL and DEMO out.")
    return text


def _public_url(values: Mapping[str, str], *, demo: bool) -> str:
    text = _url(values, "PUBLIC_URL").rstrip("/")
    if text:
        if urlsplit(text).path:
            raise BadConfig("PUBLIC_URL has a path: the app needs a host name of its own.")
        return text
    if demo:
        return f"http://127.0.0.1:{values.get('PORT') or '8000'}"
    raise BadConfig(
        "PUBLIC_URL is missing: posters and slips print it, so it must be the address people reach, "
        "for example https://motcua.example.gov.vn."
    )


def _database_url(values: Mapping[str, str], instance: Path) -> str:
    text = values.get("DATABASE_URL", "").strip()
    if not text:
        return f"sqlite:///{instance / 'cualang.db'}"
    if text.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    raise BadConfig("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
