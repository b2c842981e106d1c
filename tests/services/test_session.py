"""Who works at this window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.bootstrap import Hall, open_hall
from app.clock import FrozenClock
from app.errors import Conflict, NotAllowed, Rejected
from app.settings import Settings
from tests.services.window import NUMBER, PASSWORD


def what_was_audited(hall: Hall) -> list[str]:
    with hall.store.read() as unit:
        return [row["what"] for row in unit.audit.newest()][::-1]


def test_the_right_password_signs_in(hall: Hall) -> None:
    hall.session.sign_out()
    clerk = hall.session.sign_in(f" {NUMBER} ", PASSWORD)
    assert (clerk.number, clerk.name) == (NUMBER, "周示例")
    assert hall.session.current == clerk
    assert what_was_audited(hall)[-2:] == ["sign_out", "sign_in"]


def test_the_password_is_kept_as_an_argon2id_hash(hall: Hall) -> None:
    with hall.store.read() as unit:
        row = unit.clerks.by_number(NUMBER)
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$")
    assert PASSWORD not in str(row)


@pytest.mark.parametrize(
    ("number", "password"),
    [(NUMBER, "wrong-password"), ("99", PASSWORD), (NUMBER, ""), (NUMBER, "\x00"), (NUMBER, "\ud800" * 9)],
    ids=["wrong", "nobody", "empty", "NUL", "half characters"],
)
def test_anything_else_does_not_and_says_no_more(hall: Hall, number: str, password: str) -> None:
    hall.session.sign_out()
    with pytest.raises(NotAllowed) as refused:
        hall.session.sign_in(number, password)
    assert refused.value.code == "wrong-password"
    assert hall.session.current is None
    assert what_was_audited(hall)[-1] == "sign_in_refused"


def test_wrong_passwords_slow_down_and_then_lock_for_five_minutes(hall: Hall, clock: FrozenClock) -> None:
    waits: list[float] = []
    for _ in range(5):
        with pytest.raises(NotAllowed) as refused:
            hall.session.sign_in(NUMBER, "wrong-password")
        until = refused.value.facts.get("until", clock.now())
        waits.append((until - clock.now()).total_seconds())  # type: ignore[operator]
        clock.set(until)  # type: ignore[arg-type]
    assert waits == [0, 0, 5, 15, 300]
    clock.advance(timedelta(seconds=-1))
    with pytest.raises(NotAllowed, match="locked-out"):
        hall.session.sign_in(NUMBER, PASSWORD)
    clock.advance(timedelta(seconds=1))
    assert hall.session.sign_in(NUMBER, PASSWORD).number == NUMBER


def test_the_lock_of_wrong_passwords_survives_a_restart(settings: Settings, clock: FrozenClock) -> None:
    first = open_hall(settings, clock)
    first.session.add_clerk(NUMBER, "周示例", PASSWORD)
    for _ in range(5):
        with pytest.raises(NotAllowed):
            first.session.sign_in(NUMBER, "wrong-password")
        clock.advance(timedelta(seconds=20))
    first.close()
    second = open_hall(settings, clock)
    with pytest.raises(NotAllowed, match="locked-out"):
        second.session.sign_in(NUMBER, PASSWORD)
    second.close()


def test_unlocking_is_for_the_clerk_who_locked(hall: Hall) -> None:
    hall.session.add_clerk("08", "吴样本", PASSWORD)
    hall.session.lock()
    assert hall.session.locked
    with pytest.raises(NotAllowed, match="other-clerk"):
        hall.session.unlock("08", PASSWORD)
    with pytest.raises(NotAllowed, match="wrong-password"):
        hall.session.unlock(NUMBER, "wrong-password")
    hall.session.unlock(NUMBER, PASSWORD)
    assert not hall.session.locked


def test_another_clerk_takes_over_and_visits_stay_with_their_owners(hall: Hall) -> None:
    before = hall.session.current
    other = hall.session.add_clerk("08", "吴样本", PASSWORD)
    assert before is not None
    draft = hall.intake.new_draft(before.id)
    hall.intake.save(draft)
    hall.session.lock()
    assert hall.session.hand_over("08", PASSWORD).number == "08"
    assert not hall.session.locked
    assert hall.intake.drafts()[0].owner == before.id != other.id
    assert what_was_audited(hall)[-1] == "hand_over"


def test_only_an_administrator_adds_clerks(hall: Hall) -> None:
    hall.session.add_clerk("08", "吴样本", PASSWORD, "clerk")
    hall.session.hand_over("08", PASSWORD)
    with pytest.raises(NotAllowed, match="administrators-only"):
        hall.session.add_clerk("09", "郑示例", PASSWORD)
    hall.session.sign_out()
    with pytest.raises(NotAllowed, match="not-signed-in"):
        hall.session.add_clerk("09", "郑示例", PASSWORD)


def test_a_number_is_given_once(hall: Hall) -> None:
    with pytest.raises(Conflict):
        hall.session.add_clerk(NUMBER, "吴样本", PASSWORD)


def test_what_is_wrong_about_a_new_clerk_is_told_at_once(hall: Hall) -> None:
    with pytest.raises(Rejected) as rejected:
        hall.session.add_clerk("一", "\x00", "short", "king")
    assert {problem.field for problem in rejected.value.problems} == {"number", "name", "password", "role"}


def test_a_clerk_changes_their_own_password(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        hall.session.change_password("wrong-password", "new-password")
    hall.session.change_password(PASSWORD, "new-password")
    hall.session.sign_out()
    with pytest.raises(NotAllowed):
        hall.session.sign_in(NUMBER, PASSWORD)
    hall.session.sign_in(NUMBER, "new-password")


def test_somebody_who_left_cannot_sign_in(hall: Hall) -> None:
    clerk = hall.session.add_clerk("08", "吴样本", PASSWORD)
    with hall.store.unit() as unit:
        unit.clerks.update(clerk.id, {"active": 0})
    with pytest.raises(NotAllowed, match="inactive"):
        hall.session.hand_over("08", PASSWORD)


def test_a_new_hall_has_nobody(settings: Settings, clock: FrozenClock) -> None:
    fresh = open_hall(settings, clock)
    assert not fresh.session.has_clerks
    fresh.session.add_clerk("01", "郑示例", PASSWORD, "administrator")
    assert fresh.session.has_clerks
    fresh.close()
