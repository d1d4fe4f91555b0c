"""Doing things at the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(count: int, do: Callable[[], T]) -> list[T]:
    """The answers of so many threads that do the same and start together."""
    return all_at_once([do] * count)


def all_at_once(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """The answers of these, each in a thread of its own, started together."""
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T:
        gate.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))
