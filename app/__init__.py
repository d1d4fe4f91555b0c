"""create_app binds the parts; no rule and no query lives here."""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_migrate import Migrate
from flask_openapi3 import Info, OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config as config_module
from app import db as database
from app.config import ROOT, Config

VERSION = "0.1.0"
DOMAINS = (
    "units",
    "identity",
    "trust",
    "groups",
    "mandates",
    "consents",
    "forms",
    "catalogue",
    "attachments",
    "workflow",
    "payments",
    "letters",
    "documents",
    "notifications",
    "workbench",
    "reasons",
    "duties",
    "dossiers",
    "drafts",
    "opinions",
    "express",
    "digitising",
    "queueing",
    "sync",
    "registers",
    "quarantine",
    "rescue",
    "counter",
    "handover",
    "chain",
    "oversight",
    "admin",
    "feedback",
    "indices",
)
PARTS = ("models", "error_texts", "tasks", "routes", "owner_routes", "callbacks")


def create_app(config: Config | None = None) -> Flask:
    """The application for a configuration, by default the environment's."""
    from app import cli, contract
    from app.web import api, errors, headers, health, packing, session, shell

    config = config or config_module.load()
    logging.basicConfig(level=config.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = OpenAPI(
        "cua-lang",
        info=Info(title="Cửa Làng", version=VERSION, description="The one-stop counter of a commune on a phone."),
        static_folder=None,
        doc_ui=False,
        security_schemes=api.SECURITY,
        validation_error_callback=api.of_validation,
        validation_error_model=errors.Problem,
    )
    app.config["CUA_LANG"] = config
    app.config["SECRET_KEY"] = config.secret_key
    app.config["MAX_CONTENT_LENGTH"] = config.upload_limit_mb * 1024 * 1024
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # WSGI middleware
    if config.faults:
        from app.web.faults import Faults

        app.wsgi_app = Faults(app.wsgi_app)  # type: ignore[method-assign]  # WSGI middleware
    database.bind(app, url=config.database_url, synchronous=config.database_synchronous, folder=config.instance_dir)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    session.login_manager.init_app(app)
    errors.register(app)
    headers.register(app, https=config.secure_cookies)
    packing.register(app)
    health.register(app, config)
    contract.register(app)
    with _nothing_to_collect():
        _register_domains(app)
    shell.register(app)
    cli.register(app)
    return app


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Keep the collector away while modules are loaded: all of it stays, so walking it again is for nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _register_domains(app: OpenAPI) -> None:
    """Import every domain's tables, tasks and routes; a domain without a part simply has none."""
    for domain in DOMAINS:
        for part in PARTS:
            module = _part(f"app.{domain}.{part}")
            blueprint = getattr(getattr(module, "api", None), "blueprint", None)
            if blueprint is not None:
                app.register_api(blueprint)


def _part(name: str) -> object | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name is not None and (name == missing.name or name.startswith(missing.name + ".")):
            return None
        raise


def settings() -> Config:
    """The configuration of the running application."""
    from flask import current_app

    found: Config = current_app.config["CUA_LANG"]
    return found
