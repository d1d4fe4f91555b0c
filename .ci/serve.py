"""`make run`: prepares an instance on this machine, then serves it until Ctrl-C, the job executor beside it.

A server of its own has nginx in front and systemd beneath (docs/operations.md); this is for one computer and one
command. Whatever the environment sets stands: DATABASE_URL, PUBLIC_URL, INSTANCE_DIR and the rest.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
INSTANCE = Path(os.environ.get("INSTANCE_DIR") or ROOT / "instance").absolute()
DEMO_NOTE = INSTANCE / "demo"
"""There when the database holds the demo commune; its text is the sign-ins, empty while it is being loaded."""
PREPARED = INSTANCE / ".prepared"
PREPARED_FROM = ("app", "migrations", "catalogue", "requirements.txt")
WAIT_TO_START = 60
WAIT_TO_STOP = 15
_PR_SET_PDEATHSIG = 1


class CannotStart(SystemExit):
    """Something on this machine is in the way; the text says what to do."""


def main() -> int:
    """Prepare, serve, stop; the exit code is 0 when a person stopped it."""
    port = read_port()
    env = environment(port)
    INSTANCE.mkdir(parents=True, exist_ok=True)
    prepare(env)
    offer_demo(env)
    # SIGINT as well: who starts this in the background of a script has made it be ignored
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, asked_to_stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["the server"] = spawn(server(port), env)
        wait_until_it_answers(port, children["the server"])
        # not earlier: on a small machine the two would take each other's time to start
        children["the job executor"] = spawn([str(BIN / "flask"), "jobs", "run"], env)
        announce(env)
        return wait(children)
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
        return 0
    finally:
        stop(children)


def read_port() -> int:
    """PORT, where it can be had; raises CannotStart with a sentence."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotStart(f"PORT={text!r} is not a port: write a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as refused:
            raise CannotStart(f"Port {port} needs more rights. Try another: PORT=8001 make run") from refused
        except OSError as taken:
            raise CannotStart(f"Port {port} is in use by another program. Try another: PORT=8001 make run") from taken
    return port


def environment(port: int) -> dict[str, str]:
    """What the server runs with: the caller's settings, completed for one machine."""
    env = dict(os.environ) | {"FLASK_APP": "wsgi", "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    if not env.get("PUBLIC_URL"):
        env["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    if DEMO_NOTE.exists():
        # a demo stays marked as one, whatever the next start says
        env["DEMO"] = "1"
    return env


def prepare(env: dict[str, str]) -> None:
    """Bring the database and the catalogue to the code's state, unless they were left so."""
    ours = not env.get("DATABASE_URL")
    if not ours or not (INSTANCE / "cualang.db").exists():
        PREPARED.unlink(missing_ok=True)
    steps = f'"{BIN}/flask" db upgrade && "{BIN}/flask" catalogue load --quiet catalogue'
    once = [sys.executable, ".ci/once.py", str(PREPARED), *PREPARED_FROM, "--", "sh", "-c", steps]
    done = subprocess.run(once, cwd=ROOT, env={"LOG_LEVEL": "WARNING"} | env, check=False)
    if done.returncode:
        raise CannotStart("The database could not be prepared; the lines above say why.")


def offer_demo(env: dict[str, str]) -> None:
    """With an empty database load the demo commune where it is wanted; a load that was cut short is finished."""
    cut_short = DEMO_NOTE.exists() and not DEMO_NOTE.stat().st_size
    if not cut_short:
        if DEMO_NOTE.exists() or not is_empty(env.get("DATABASE_URL", "")):
            return
        if not wants_demo(env):
            print(
                "starting clean: docs/operations.md names the commands for the first unit and administrator", flush=True
            )
            return
    env["DEMO"] = "1"
    # there before the first row, so that invented people are never served as real ones
    DEMO_NOTE.touch(mode=0o600)
    print("loading the demo commune", flush=True)
    done = subprocess.run([BIN / "flask", "demo", "load"], cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        if is_empty(env.get("DATABASE_URL", "")):
            DEMO_NOTE.unlink()
        raise CannotStart("The demo commune could not be loaded; the lines above say why.")
    DEMO_NOTE.write_bytes(done.stdout)


def is_empty(url: str) -> bool:
    """Whether the database has no unit yet."""
    statement = "SELECT 1 FROM unit LIMIT 1"
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
            return connection.execute(statement).fetchone() is None
    path = url.removeprefix("sqlite:///") or str(INSTANCE / "cualang.db")
    with contextlib.closing(sqlite3.connect(path)) as file:
        return file.execute(statement).fetchone() is None


def wants_demo(env: dict[str, str]) -> bool:
    """DEMO says; else a person at a terminal is asked; else no."""
    if said := env.get("DEMO", "").strip().lower():
        return said in ("1", "yes", "true", "on")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    answer = input("The database is empty. Load the demo commune, with people and dossiers in every state? [Y/n] ")
    return answer.strip().lower() in ("", "y", "yes", "c", "có")


def server(port: int) -> list[str]:
    """The command that serves on a port of this machine."""
    return [
        *(str(BIN / "gunicorn"), "wsgi:app", "--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        # no proxy in front: threads, because a slow phone would hold a whole process
        *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "120"),
        # one import for both workers: half the time to start, and half the memory
        *("--preload", "--graceful-timeout", "2", "--log-level", "warning"),
    ]


def spawn(command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process in a session of its own, so that Ctrl-C reaches this one alone."""
    return subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=die_with_parent)


def die_with_parent() -> None:
    """Ask the kernel to end the child when this process is killed without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_it_answers(port: int, child: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; raises CannotStart where it does not."""
    give_up = time.monotonic() + WAIT_TO_START
    while time.monotonic() < give_up:
        if child.poll() is not None:
            raise CannotStart("The server ended at once; the lines above say why.")
        address = f"http://127.0.0.1:{port}/healthz"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.05)
    raise CannotStart(f"The server did not answer within {WAIT_TO_START} seconds.")


def announce(env: dict[str, str]) -> None:
    """Say where it is and, for a demo, who may sign in."""
    print(f"\n  Cửa Làng    http://127.0.0.1:{env['PORT']}\n  Ctrl-C stops it\n", flush=True)
    if DEMO_NOTE.exists():
        print(DEMO_NOTE.read_text(), flush=True)


def asked_to_stop(*_: object) -> None:
    """SIGTERM and a closed terminal mean what Ctrl-C means."""
    raise KeyboardInterrupt


def wait(children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Until one of the two ends by itself; somebody who asks to stop comes as KeyboardInterrupt."""
    while True:
        for name, child in children.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = child.wait(timeout=0.5)
                print(f"{name} ended by itself (exit code {code}); stopping the other", flush=True)
                return code or 1


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """End both: politely, and after a while not; a second Ctrl-C does not wait."""
    for child in children.values():
        child.terminate()
    give_up = time.monotonic() + WAIT_TO_STOP
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, give_up - time.monotonic()))
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
