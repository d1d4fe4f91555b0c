"""A phone's feed: within one feed the order of numbers is the order of commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from app import feed
from app.core.ids import uuid7
from app.db import transaction


def tell(*principals: str, object_id: UUID | None = None) -> UUID:
    """Tell principals of a dossier in a unit of work of its own."""
    chosen = object_id or uuid7()
    with transaction(writes=True):
        feed.tell("dossier", chosen, principals)
    return chosen


@pytest.mark.usefixtures("app")
def test_each_principal_gets_numbers_of_its_own_from_one() -> None:
    first = tell("device:a", "person:b")
    second = tell("person:b")
    assert [row.object_id for row in feed.since("device:a", 0, 10)] == [first]
    assert [(row.seq, row.object_id) for row in feed.since("person:b", 0, 10)] == [(1, first), (2, second)]
    assert feed.head("person:b") == 2
    assert feed.head("person:nobody") == 0


@pytest.mark.usefixtures("app")
def test_an_objects_newer_row_replaces_the_older_one() -> None:
    chosen = tell("device:a")
    other = tell("device:a")
    tell("device:a", object_id=chosen)
    assert [(row.seq, row.object_id) for row in feed.since("device:a", 0, 10)] == [(2, other), (3, chosen)]


@pytest.mark.usefixtures("app")
def test_what_is_rolled_back_is_never_told() -> None:
    with pytest.raises(ZeroDivisionError), transaction(writes=True):
        feed.tell("dossier", uuid7(), ["device:a"])
        raise ZeroDivisionError
    tell("device:b")
    assert feed.since("device:a", 0, 10) == []


def test_f67_no_number_is_missing_or_doubled_when_many_write_to_one_feed(committed_app: Flask) -> None:
    def write() -> None:
        with committed_app.app_context():
            for _ in range(10):
                tell("device:shared", "device:other")

    run_together([write] * 6)
    with committed_app.app_context(), transaction(writes=False):
        numbers = [row.seq for row in feed.since("device:shared", 0, 100)]
        assert numbers == list(range(1, 61))


def test_f67_a_reader_that_pulls_between_two_commits_misses_nothing(committed_app: Flask) -> None:
    """F67: the second writer waits for the first one's numbers, so a lower number never appears later."""
    started, finish = threading.Event(), threading.Event()
    seen: list[int] = []

    def slow() -> None:
        with committed_app.app_context(), transaction(writes=True):
            feed.tell("dossier", uuid7(), ["device:shared"])
            started.set()
            finish.wait(10)

    def quick() -> None:
        started.wait(10)
        with committed_app.app_context():
            finish.set()
            tell("device:shared")

    def reader() -> None:
        cursor = 0
        with committed_app.app_context():
            while len(seen) < 2:
                with transaction(writes=False):
                    rows = feed.since("device:shared", cursor, 10)
                    seen.extend(row.seq for row in rows)
                    cursor = rows[-1].seq if rows else cursor

    run_together([slow, quick, reader])
    assert seen == [1, 2]


def run_together(jobs: list[Callable[[], None]]) -> None:
    """Run all at once; a failure in any of them fails the test."""
    failures: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures, failures
    assert not any(thread.is_alive() for thread in threads)
