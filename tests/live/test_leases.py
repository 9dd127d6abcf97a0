"""A run lives as long as somebody holds it, and a grace time after."""

import threading
import time

from playground.live.leases import Leases


def ended_within(seconds, leases, ended):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ended:
            return True
        time.sleep(0.01)
    return False


def test_it_ends_after_the_grace_time():
    ended = []
    leases = Leases(ended.append, grace=0.05)
    leases.hold("run")
    leases.release("run")
    assert not ended
    assert ended_within(5, leases, ended) and ended == ["run"]


def test_coming_back_in_time_keeps_it():
    ended = []
    leases = Leases(ended.append, grace=0.2)
    leases.hold("run")
    leases.release("run")
    leases.hold("run")
    assert not ended_within(0.4, leases, ended)


def test_the_last_of_several_holders_counts():
    ended = []
    leases = Leases(ended.append, grace=0.05)
    leases.hold("run"), leases.hold("run")
    leases.release("run")
    assert not ended_within(0.2, leases, ended)
    leases.release("run")
    assert ended_within(5, leases, ended)


def test_it_is_held_until_it_is_let_go_of():
    leases = Leases(lambda run: None, grace=0.01)
    leases.hold("run")
    assert leases.held("run") and not leases.held("other")
    leases.release("run")
    assert not leases.held("run")


def test_runs_do_not_end_each_other():
    ended = []
    done = threading.Event()
    leases = Leases(lambda run: (ended.append(run), done.set()), grace=0.05)
    leases.hold("one"), leases.hold("two")
    leases.release("one")
    assert done.wait(5)
    time.sleep(0.1)
    assert ended == ["one"]
