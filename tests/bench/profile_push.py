"""Where the time of a push goes: pushes in one process under cProfile; the table goes to stderr.

`python -m tests.bench.profile_push [sqlite|postgresql]`
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time

from app import config, create_app
from tests.bench.ground import furnish
from tests.bench.record import say, times
from tests.bench.submissions import BATCH, CLIENTS, Parcel, database, small_parcels


def main(engine: str) -> None:
    """Send the same parcels twice: once for the time, once for the table."""
    with database(engine) as (url, folder):
        made = furnish(url, folder, phones=CLIENTS)
        app = create_app(config.load(made.env))
        client = app.test_client()
        parcels = [parcel for phone in made.phones for parcel in small_parcels(made, phone, times(4, 1))]

        def send(some: list[Parcel]) -> None:
            for parcel in some:
                headers = {"Authorization": f"Bearer {parcel.phone.token}", "Content-Type": "application/json"}
                answer = client.post("/api/sync/push", data=parcel.body, headers=headers)
                assert {each["status"] for each in json.loads(answer.data)["results"]} == {"applied"}

        half = len(parcels) // 2
        send(parcels[:1])
        begun = time.process_time()
        send(parcels[1:half])
        each = (time.process_time() - begun) / (half - 1) / BATCH
        say(f"{engine}: {each * 1000:.2f} ms of processor a submission, without the profiler")
        profile = cProfile.Profile()
        profile.runcall(send, parcels[half:])
        stats = pstats.Stats(profile, stream=sys.stderr)
        stats.sort_stats("cumulative").print_stats(60)
        stats.sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main((sys.argv[1:] or ["sqlite"])[0])
