"""The description of the centre is true: what it allows and what it forbids is answered as it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx2
import hypothesis
import pytest
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from app.central.limits import Limits
from app.wire.signing import DEVICE_HEADER
from tests.support.central_http import Hall, Window, running_hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with running_hall(tmp_path) as running:
        yield running


MODES: Final = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
# A stream of pokes has no end that a test could wait for; tests/central/test_pokes.py listens to it.
ENDLESS: Final = "/sync/v1/events"


def routes(hall: Hall) -> int:
    """How many there are, counted without the help of who tries them."""
    described = hall.http.get("/openapi.json").json()["paths"]
    return sum(len(methods) for methods in described.values())


def try_all(hall: Hall, window: Window | None, examples: int) -> int:
    """What each route allows and what it forbids is answered as described; how many routes there are."""
    tried = 0
    described = schemathesis.openapi.from_dict(hall.http.get("/openapi.json").json())
    for found in described.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if window is not None and operation.path == ENDLESS:
            continue
        tried += 1
        for mode in MODES:
            _try(hall, window, operation, mode, examples)
    return tried


def _try(hall: Hall, window: Window | None, operation: Any, mode: Any, examples: int) -> None:
    bounded = hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    @bounded
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        headers = case.meta.components.get(ParameterLocation.HEADER)
        # Headers that were made wrong are right again once they are signed.
        hypothesis.assume(window is None or headers is None or headers.mode is not MODES[1])
        reply = hall.http.send(_request(hall, window, case))
        excluded: list[Any] = []
        if window is not None:
            excluded.append(ignored_auth)  # it is not ignored but mended
        if reply.status_code in (422, 426) and reply.json()["code"] != "malformed":
            # Such as a sum that is the sum of nothing: more than a schema can say. What is malformed it must.
            excluded.append(positive_data_acceptance)
        case.validate_response(reply, excluded_checks=excluded)

    try:
        answered()
    except hypothesis.errors.Unsatisfiable:
        # Nothing can be wrong with a question that has no parameter but its signature.
        assert mode is MODES[1]


def _request(hall: Hall, window: Window | None, case: Any) -> httpx2.Request:
    """What was made up, as it goes over the wire; signed by the window, so that it gets past the door."""
    hall.server.limits = Limits(hall.clock)  # a made-up flood is not what is tried here
    made = case.as_transport_kwargs(base_url=str(hall.http.base_url))
    told = {
        name: made[name]
        for name in ("method", "url", "params", "headers", "json")
        if made.get(name) is not None
    }
    if made.get("data") is not None:
        told["content"] = made["data"]
    request = hall.http.build_request(**told)
    if window is not None:
        target = request.url.raw_path.decode("ascii")
        request.headers.update(window.signed(request.method, target, request.read()))
        request.headers[DEVICE_HEADER] = window.id
    return request


def test_a_window_is_answered_as_described(hall: Hall) -> None:
    assert try_all(hall, hall.window(), 3) == routes(hall) - 1


def test_a_stranger_is_answered_as_described(hall: Hall) -> None:
    assert try_all(hall, None, 2) == routes(hall)


def test_every_route_says_who_may_ask_and_how_it_may_fail(hall: Hall) -> None:
    described = hall.http.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for operation in methods.values():
            failures = {status for status in operation["responses"] if not status.startswith("2")}
            assert {"413", "415"} <= failures, path
            for status in failures:
                content = operation["responses"][status]["content"]["application/json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Failure"}, path
            if "security" in operation:
                assert "401" in failures
                assert len(operation["security"]) == 1, "all of them together"
                assert "signature" in operation["security"][0]
    open_to_all = {
        path for path, methods in described["paths"].items() for o in methods.values() if "security" not in o
    }
    assert open_to_all == {
        *("/devices/v1/enrol", "/sync/v1/challenge", "/health/live", "/health/ready", "/metrics")
    }
