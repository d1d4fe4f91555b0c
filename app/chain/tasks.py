"""What is written is sealed within a minute; once a day also what that missed."""

from __future__ import annotations

from datetime import timedelta

from app.chain import operations, queries
from app.db import transaction
from app.jobs import task


def seal_all(*, everything: bool = False) -> int:
    """Seal whatever is not sealed yet, in short transactions; how many rows."""
    total = 0
    while True:
        with transaction(writes=True):
            done = operations.seal(everything=everything)
        total += done
        if done < operations.BATCH:
            return total


@task("chain.seal", outside=True, every=timedelta(minutes=1))
def seal() -> None:
    """Seal what was written since."""
    with transaction(writes=False):
        last = queries.head()
        since = None if last is None else last.at - operations.MARGIN
        waiting = bool(queries.unsealed(since, 1))
    if waiting:
        seal_all()


@task("chain.seal_everything", outside=True, every=timedelta(days=1))
def seal_everything() -> None:
    """Seal also rows that came with a moment of long ago."""
    seal_all(everything=True)
