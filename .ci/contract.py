"""Writes what the app knows of the server into pwa/src/core/contract: OpenAPI, the tables, and the types of both."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "pwa" / "src" / "core" / "contract"
sys.path.insert(0, str(ROOT))

HEAD = "/* Made from the server by `make contract`; never edited. */\n"
NAMES = {"errors": "ErrorCode", "permissions": "Permission", "roles": "Role", "states": "State"}


def main() -> int:
    """Write the files; the exit code is openapi-typescript's."""
    openapi, contract = ask_the_server()
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "openapi.json").write_text(json.dumps(openapi, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    (OUT / "contract.gen.ts").write_text(as_typescript(contract))
    return subprocess.run(["npm", "--prefix", "pwa", "run", "--silent", "contract"], check=False, cwd=ROOT).returncode


def ask_the_server() -> tuple[dict[str, Any], dict[str, Any]]:
    """The OpenAPI document and the tables, from an application that has no database."""
    from app import config, contract, create_app

    with tempfile.TemporaryDirectory() as folder:
        env = {"INSTANCE_DIR": folder, "PUBLIC_URL": "http://localhost", "LOG_LEVEL": "WARNING"}
        app = create_app(config.load(env))
        with app.app_context():
            return contract.openapi(), contract.contract()


def as_typescript(contract: dict[str, Any]) -> str:
    """One constant a table; where the keys are names, their type as well."""
    lines = [HEAD]
    for key, value in sorted(contract.items()):
        written = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
        lines.append(f"export const {key} = {written} as const\n")
        if key in NAMES:
            of = f"keyof typeof {key}" if isinstance(value, dict) else f"(typeof {key})[number]"
            lines.append(f"export type {NAMES[key]} = {of}\n")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
