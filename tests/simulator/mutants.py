"""The rules of the protocol, each taken away once: the simulator must notice (sync.md 4).

A mutant changes the production code while it is entered; what it takes away is in its name.
"""

from __future__ import annotations

import inspect
import random
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import app.central.centre as centre_module
import app.central.context as context_module
import app.central.feed as feed_module
import app.central.push as push_module
import app.sync.cases as cases_module
import db.local.recovery as recovery_module
from app.central.batch import Batch
from app.central.context import Context
from app.central.feed import Page
from app.rules.merge import Merge
from app.sync.engine import Engine
from app.sync.storage import Storage
from db.local.recovery import _Findings
from tests.simulator.window import SimWindow

Mutant = Callable[[], Any]
MUTANTS: dict[str, Mutant] = {}


@contextmanager
def changed(owner: Any, name: str, new: Any) -> Iterator[None]:
    """Something else in the place of a function, until the end of the block."""
    known = owner.__dict__[name] if isinstance(owner, type) else getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, known)


@contextmanager
def rewritten(user: Any, function: Any, old: str, new: str) -> Iterator[None]:
    """A function with one piece of its source replaced, in the module that uses it."""
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{function.__name__} does not say {old!r} any more"
    names: dict[str, Any] = dict(vars(inspect.getmodule(function)))
    exec(compile(source.replace(old, new), "<mutant>", "exec"), names)
    with changed(user, function.__name__, names[function.__name__]):
        yield


def mutant(rule: Callable[[], Any]) -> Callable[[], Any]:
    """Registers a rule taken away under its name, in words."""
    entered = contextmanager(rule)
    MUTANTS[rule.__name__.replace("_", " ")] = entered
    return entered


# -- the centre ------------------------------------------------------------------------------------


@mutant
def results_are_not_stored() -> Iterator[None]:
    """A command that comes twice is not known."""
    with changed(Batch, "answered", lambda _self, _ids: {}):
        yield


@mutant
def a_repeated_command_does_not_count() -> Iterator[None]:
    """A device that took over waits for ever behind what its former self delivered."""
    with rewritten(centre_module, push_module.carry_out, "last_seq += 1  # or", "pass  # or"):
        yield


@mutant
def the_last_writer_wins() -> Iterator[None]:
    """Nobody looks whether a field moved on meanwhile."""
    with changed(context_module, "merge", lambda _current, _written, changes, **_: Merge(dict(changes), {})):
        yield


@mutant
def a_clash_is_not_written_down() -> Iterator[None]:
    """The answer speaks of an entry that nobody made."""
    with changed(Context, "conflict", lambda self, *_args, **_kwargs: self.command.cmd_id):
        yield


@mutant
def a_page_may_have_holes() -> Iterator[None]:
    """Numbers taken when a row is inserted: a reader sees 42 before 41 is there, and never asks for 41."""
    known = feed_module.read_page
    chance = random.Random(1)

    def holed(connection: Any, query: Any) -> Page:
        page = known(connection, query)
        if len(page.lines) > 1 and chance.random() < 0.5:
            missing = chance.randrange(len(page.lines) - 1)
            lines = [line for n, line in enumerate(page.lines) if n != missing]
            return page._replace(lines=lines)
        return page

    with (
        changed(centre_module, "read_page", holed),
        rewritten(Engine, Engine._fed, "if numbers != list", "if False and numbers != list"),
        changed(Engine, "_sums_due", lambda _self, _now: False),
    ):
        yield


@mutant
def paper_of_a_refused_decision_is_forgotten() -> Iterator[None]:
    """A notice in somebody's hand that the centre has never heard of."""
    with changed(push_module, "REFUSED", {}):
        yield


# -- the window -------------------------------------------------------------------------------------


@mutant
def what_is_sent_leaves_the_outbox() -> Iterator[None]:
    """No answer is waited for."""
    known = Storage.batch

    def sent(self: Storage, limit: int = 100) -> Any:
        batch = known(self, limit)
        with self._store.unit() as unit:
            for command in batch:
                unit.outbox._sql.execute(
                    "UPDATE outbox SET state = 'acked', entity_version = 0 WHERE cmd_id = ?",
                    (command["cmd_id"],),
                )
        return batch

    with (
        changed(Storage, "batch", sent),
        changed(Storage, "answered", lambda _self: 0),
    ):
        yield


@mutant
def the_outbox_is_in_memory() -> Iterator[None]:
    """What was not sent before the power failed is gone."""
    known = SimWindow._begin

    def begun(self: SimWindow, hall: Any) -> None:
        if self.boots:
            with hall.store.unit() as unit:
                unit.outbox._sql.execute("UPDATE outbox SET state = 'acked' WHERE state = 'pending'")
        known(self, hall)

    with changed(SimWindow, "_begin", begun), changed(Storage, "answered", lambda _self: 0):
        yield


@mutant
def what_comes_down_covers_what_waits() -> Iterator[None]:
    """The centre's record without the window's own waiting changes on top."""
    with changed(cases_module, "overlay", lambda base, _pending: dict(base)):
        yield


@mutant
def the_cursor_is_moved_first() -> Iterator[None]:
    """The number of a page is kept before its changes are, in a transaction of its own."""
    known = Storage.take

    def taken(self: Storage, scope: str, epoch: str, changes: Any) -> Any:
        if changes:
            with self._store.unit() as unit:
                unit.base.put_cursor(scope, epoch, changes[-1]["seq"])
            self._let_others()
        return known(self, scope, epoch, changes)

    with changed(Storage, "take", taken), changed(Engine, "_sums_due", lambda _self, _now: False):
        yield


@mutant
def a_restored_centre_is_not_refilled() -> Iterator[None]:
    """What the centre lost with its disk is not sent again."""
    with changed(Storage, "pend_again", lambda _self, _above: frozenset()):
        yield


@mutant
def a_rolled_back_disk_is_not_noticed() -> Iterator[None]:
    """The start does not compare the database with the journal."""
    with changed(recovery_module, "_compared", lambda *_args: _Findings()):
        yield


@mutant
def the_outbox_is_cut_by_a_new_snapshot() -> Iterator[None]:
    """Fetching the hall anew begins with an empty outbox."""
    known = Storage.load

    def loaded(self: Storage, rows: Any) -> int:
        with self._store.unit() as unit:
            unit.outbox._sql.execute("DELETE FROM outbox WHERE state = 'pending'")
        return known(self, rows)

    with changed(Storage, "load", loaded):
        yield


@contextmanager
def entered(name: str) -> Iterator[None]:
    """The hall without this rule; "" is the hall as it is."""
    with ExitStack() as stack:
        if name:
            stack.enter_context(MUTANTS[name]())
        yield
