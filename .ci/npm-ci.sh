#!/bin/sh
# Installs what the app is built with, exactly as locked.
set -eu
cd "$(dirname "$0")/../pwa"
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "Node 20 or newer (with npm) is needed to build the app, and there is none." >&2
  exit 1
fi
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; then
  echo "Node 20 or newer is needed to build the app; this is $(node --version)." >&2
  exit 1
fi
echo "installing pwa/package-lock.json"
exec npm ci --no-audit --no-fund --loglevel=error
