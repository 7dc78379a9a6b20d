"""A process that is killed while accepted reports follow their form leaves nothing half done."""

import pytest

from pipeline import run
from pipeline.warehouse.decisions import Wish
from tests.queries.office import Office
from tests.queries.test_flow import numerator
from tests.warehouse.acts import agrees, history, lock
from tests.warehouse.test_redefined import ALIAS, LABEL, build, edit


def test_killed_between_the_log_and_the_warehouse_it_is_done_the_next_time(
    unread: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(unread, LABEL, ALIAS)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.warehouse.store.store", killed)
        with pytest.raises(KeyboardInterrupt):
            build(unread)
    assert numerator(unread, "G4") is None
    build(unread)
    assert numerator(unread, "G4") == 70
    assert history(unread) == [("adopt", "C1")], "told once"
    assert agrees(unread)


def test_killed_while_a_lock_is_being_opened_it_is_done_the_next_time(
    unread: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(unread)
    edit(unread, LABEL, ALIAS)
    build(unread)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.warehouse.store.store", killed)
        wish = Wish("unlock", "C1", "再改", period="2024Q1")
        with pytest.raises(KeyboardInterrupt):
            run.decide(wish, [unread.config], unread.data)
    build(unread)
    assert numerator(unread, "G4") == 70
    assert agrees(unread)
