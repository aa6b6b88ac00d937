"""Nodes on one network find each other by multicast DNS, by id and nothing else."""

import threading

import pytest

from wire import finding

NODE = "a" * 32


def test_a_node_that_calls_out_is_found_and_found_again_after_it_moved() -> None:
    heard: dict[str, set[str]] = {}
    bells = {port: threading.Event() for port in (23817, 23818)}

    def found(node: str, at: tuple[str, ...]) -> None:
        heard.setdefault(node, set()).update(at)
        for each in at:
            port = int(each.rpartition(":")[2])
            if node == NODE and port in bells:
                bells[port].set()

    listening = finding.start(found, ["127.0.0.1"])
    calling = finding.start(lambda _node, _at: None, ["127.0.0.1"])
    if listening is None or calling is None:
        pytest.skip("this machine has no multicast, not even on loopback")
    try:
        calling.call_out(NODE, ["127.0.0.1"], 23817)
        assert bells[23817].wait(15), heard
        calling.call_out(NODE, ["127.0.0.1"], 23818)
        assert bells[23818].wait(15), heard
        assert "127.0.0.1:23817" in heard[NODE]
    finally:
        for each in (listening, calling):
            each.stop()
