"""The fault layer does what its names say, by header or by chance, and is not there unless it was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Response

from app.core import clock
from app.web.faults import PROBLEMS, SPOILERS, Faults


class Echo:
    """An application that answers what it got, and remembers it."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.moments: list[float] = []
        self.lengths: list[int] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.bodies.append(environ["wsgi.input"].read())
        self.lengths.append(int(environ.get("CONTENT_LENGTH") or 0))
        self.moments.append(clock.now().timestamp())
        return Response(b"x" * 100, status=201)(environ, start)


@pytest.fixture
def echo() -> Echo:
    return Echo()


def ask(echo: Echo, fault: str = "", body: bytes = b"0123456789") -> Any:
    return Client(Faults(echo)).post("/api/x", data=body, headers={"X-Fault": fault} if fault else {})


def test_without_a_fault_the_application_answers(echo: Echo) -> None:
    assert ask(echo).status_code == 201


@pytest.mark.parametrize("name", ["before_read", "mid_body", "after_commit_before_response", "half_answer"])
def test_a_cut_line_gives_no_whole_answer(echo: Echo, name: str) -> None:
    with pytest.raises(ConnectionAbortedError):
        _ = ask(echo, name).data


def test_a_lost_answer_was_carried_out_and_a_request_cut_before_reading_was_not(echo: Echo) -> None:
    for name in ("before_read", "after_commit_before_response"):
        with pytest.raises(ConnectionAbortedError):
            ask(echo, name)
    assert echo.bodies == [b"0123456789"]


def test_a_line_that_dies_in_the_body_brings_its_first_half(echo: Echo) -> None:
    with pytest.raises(ConnectionAbortedError):
        ask(echo, "mid_body")
    assert echo.bodies == [b"01234"]


@pytest.mark.parametrize(("name", "arrives"), [("empty_body", b""), ("short_body", b"01234")])
def test_f20_a_body_that_the_browser_lost_arrives_as_if_that_were_all_of_it(
    echo: Echo, name: str, arrives: bytes
) -> None:
    assert ask(echo, name).status_code == 201
    assert echo.bodies == [arrives]
    assert echo.lengths == [len(arrives)]


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("html_200", 200, "text/html"),
        ("redirect", 302, None),
        ("413", 413, "text/html"),
        ("502", 502, "text/html"),
        ("401", 401, "application/problem+json"),
        ("403", 403, "application/problem+json"),
        ("500", 500, "application/problem+json"),
        ("429", 429, "application/problem+json"),
        ("503", 503, "application/problem+json"),
    ],
)
def test_an_answer_of_another_hand_reaches_no_application(echo: Echo, name: str, status: int, kind: str | None) -> None:
    answer = ask(echo, name)
    assert (answer.status_code, answer.mimetype) == (status, kind)
    assert echo.bodies == []


def test_a_busy_server_says_how_long_to_wait(echo: Echo) -> None:
    assert ask(echo, "429").headers["Retry-After"] == "1"


def test_skew_moves_the_clock_for_this_request_alone(echo: Echo) -> None:
    ask(echo, "skew=3600")
    ask(echo)
    assert 3590 < echo.moments[0] - echo.moments[1] < 3610


def test_slow_still_brings_everything(echo: Echo) -> None:
    assert ask(echo, "slow=1000000").data == b"x" * 100


def test_every_fault_of_the_layer_is_tried_here() -> None:
    """A new name needs a test of its own before anything is built upon it."""
    tried = set(re.findall(r'"([a-z_0-9]+)(?:=|")', Path(__file__).read_text()))
    assert {*SPOILERS, *PROBLEMS} <= tried


def test_a_schedule_hits_by_chance_and_equally_for_the_same_seed(echo: Echo) -> None:
    def run() -> list[int]:
        client = Client(Faults(echo))
        client.post("/__faults", json={"seed": 7, "rate": 0.5, "names": ["502", "html_200"], "paths": ["/api/"]})
        return [client.get("/api/x").status_code for _ in range(20)]

    first = run()
    assert first == run()
    assert {200, 201, 502} == set(first)


def test_a_schedule_ends_after_so_many_times_and_leaves_other_paths_alone(echo: Echo) -> None:
    client = Client(Faults(echo))
    client.post("/__faults", json={"rate": 1, "names": ["502"], "paths": ["/api/sync/"], "times": 2})
    assert [client.get("/api/x").status_code for _ in range(2)] == [201, 201]
    assert [client.get("/api/sync/push").status_code for _ in range(3)] == [502, 502, 201]
    told = client.get("/__faults").get_json()
    assert told["done"] == {"502": 2}
    client.delete("/__faults")
    assert client.get("/__faults").get_json() == {"done": {}}


def test_a_name_that_does_not_exist_is_refused(echo: Echo) -> None:
    client = Client(Faults(echo))
    assert client.post("/__faults", json={"names": ["earthquake"]}).status_code == 422


def test_the_layer_is_not_there_unless_it_was_asked_for(app: Any) -> None:
    builder = EnvironBuilder(path="/healthz", headers=[("X-Fault", "502")])
    assert Response.from_app(app.wsgi_app, builder.get_environ()).status_code == 200
