"""A bad line for real packets: rate, delay, loss and cuts between this machine and a network namespace of its own.

Two TUN devices, one here and one in the namespace, and a thread that carries packets between them as a radio would.
Real TCP runs over it on both sides, with its own retransmissions. Needs root and `ip`; `possible()` says so.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import select
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE, THERE = "10.77.1.1", "10.77.1.2"
NAMESPACE = f"clbench{os.getpid()}"
TUN = Path("/dev/net/tun")
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
# what a modem keeps before it drops
QUEUE_BYTES = 64 * 1024
PIECE = 64 * 1024


@dataclass(frozen=True)
class Shape:
    """What a line is like, the same in both directions."""

    kbits: int
    delay_ms: int = 0
    loss: float = 0.0

    def limit(self, size: int) -> float:
        """Seconds that so many bytes take at the line's rate, and nothing else."""
        return size * 8 / (self.kbits * 1000)


@dataclass
class Way:
    """One direction: packets leave one after the other at the rate and arrive after the delay."""

    shape: Shape
    into: int
    chance: random.Random
    free_at: float = 0.0
    waiting: list[tuple[float, int, bytes]] = field(default_factory=list)
    carried: int = 0
    count: int = 0

    def take(self, packet: bytes, now: float, *, cut: bool) -> None:
        """A packet enters; it is lost in a cut, by chance, or where the queue is full."""
        per_byte = 8 / (self.shape.kbits * 1000)
        queued = max(self.free_at - now, 0) / per_byte
        if cut or queued > QUEUE_BYTES or self.chance.random() < self.shape.loss:
            return
        self.free_at = max(self.free_at, now) + len(packet) * per_byte
        self.count += 1
        self.carried += len(packet)
        heapq.heappush(self.waiting, (self.free_at + self.shape.delay_ms / 1000, self.count, packet))

    def deliver(self, now: float) -> None:
        """Hand over what has arrived."""
        while self.waiting and self.waiting[0][0] <= now:
            os.write(self.into, heapq.heappop(self.waiting)[2])


class Link:
    """The line while it stands; `cut_after` orders a cut."""

    def __init__(self, here: int, there: int, shape: Shape, seed: int) -> None:
        self._fds = (here, there)
        self._up = Way(shape, here, random.Random(seed))
        self._down = Way(shape, there, random.Random(seed + 1))
        self._cut_at: int | None = None
        self._cut_for = self._cut_until = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    @property
    def up(self) -> int:
        """Bytes of packets that went from the namespace to here."""
        return self._up.carried

    @property
    def down(self) -> int:
        """Bytes of packets that went from here to the namespace."""
        return self._down.carried

    def cut_after(self, more_bytes: int, seconds: float) -> None:
        """Once so many more bytes went up, nothing passes for so long; no side is told."""
        self._cut_for, self._cut_at = seconds, self._up.carried + more_bytes

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _carry(self) -> None:
        here, there = self._fds
        while not self._over.is_set():
            moments = [way.waiting[0][0] for way in (self._up, self._down) if way.waiting]
            wait = min([0.05, *(max(moment - time.monotonic(), 0) for moment in moments)])
            ready, _, _ = select.select([here, there], [], [], wait)
            now = time.monotonic()
            for fd in ready:
                way = self._down if fd == here else self._up
                way.take(os.read(fd, 2048), now, cut=self._is_cut(now))
            self._up.deliver(now)
            self._down.deliver(now)

    def _is_cut(self, now: float) -> bool:
        if self._cut_at is not None and self._up.carried >= self._cut_at:
            self._cut_at, self._cut_until = None, now + self._cut_for
        return now < self._cut_until


def possible() -> bool:
    """Whether this machine lets us make such a line."""
    if os.geteuid() != 0 or shutil.which("ip") is None or not TUN.exists():
        return False
    made = subprocess.run(["ip", "netns", "add", NAMESPACE], capture_output=True, check=False)
    _ip("netns", "del", NAMESPACE, check=False)
    return made.returncode == 0


@contextmanager
def link(shape: Shape, port: int, seed: int = 1) -> Iterator[Link]:
    """A line to a server on this port of 127.0.0.1, for programs that run `inside()` its namespace."""
    _ip("netns", "add", NAMESPACE)
    here, there = _tun("clbench0"), _tun("clbench1")
    line = None
    try:
        _ip("link", "set", "clbench1", "netns", NAMESPACE)
        for command, device, address in (([], "clbench0", HERE), (["-n", NAMESPACE], "clbench1", THERE)):
            _ip(*command, "addr", "add", f"{address}/24", "dev", device)
            _ip(*command, "link", "set", device, "up")
        line = Link(here, there, shape, seed)
        with _door(port):
            yield line
    finally:
        if line is not None:
            line.end()
        os.close(here)
        os.close(there)
        _ip("netns", "del", NAMESPACE, check=False)


def inside(*command: str) -> list[str]:
    """A command that runs in the namespace."""
    return ["ip", "netns", "exec", NAMESPACE, *command]


def _ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


def _tun(name: str) -> int:
    fd = os.open(TUN, os.O_RDWR)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return fd


@contextmanager
def _door(port: int) -> Iterator[None]:
    """Stands where nginx stands: takes connections from the line and hands their bytes to the server as they come."""
    listening = socket.create_server((HERE, port))
    threading.Thread(target=_admit, args=(listening, port), daemon=True).start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _admit(listening: socket.socket, port: int) -> None:
    while True:
        try:
            outer, _ = listening.accept()
        except OSError:
            return
        inner = socket.create_connection(("127.0.0.1", port))
        for source, target in ((outer, inner), (inner, outer)):
            threading.Thread(target=_pour, args=(source, target), daemon=True).start()


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()
