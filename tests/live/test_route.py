"""The socket: who may open it, what it sends, and that a slow browser gets no queue."""

import asyncio
import base64
import contextlib
import json
import socket as sockets
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from playground.live.frames import unpack
from playground.live.route import (
    ACE,
    MOST_COMMANDS,
    MOST_LISTENERS,
    PLOTLY,
    SOCKET,
    _Conversation,
    routes,
)
from playground.training.snapshot import Snapshot


class Runs:
    """Stands for the engine's client: one run, whose versions grow by themselves."""

    def __init__(self):
        self.version, self.commands, self.asked = 1, [], []

    def knows(self, run):
        return run == "secret"

    def snapshot(self, run, fields, since=-1):
        self.asked.append(fields)
        self.version += 1
        return Snapshot(self.version, run)

    def command(self, run, command):
        if command["do"] == "wrong":
            raise ValueError("No command is called 'wrong'.")
        self.commands.append(command)


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def address(runs):
    with sockets.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(
        Starlette(routes=routes(runs)), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@contextlib.contextmanager
def opened(address, token="secret", **message):
    with connect(f"ws://{address}{SOCKET}", origin=f"http://{address}", max_size=None) as socket:
        socket.send(json.dumps({"token": token, "want": ["maps", "weights"], **message}))
        yield socket


def header(socket):
    return unpack(socket.recv(timeout=5))[0]


@pytest.mark.parametrize("origin", [
    None, "http://elsewhere.example", "null", "http://127.0.0.1.elsewhere.example"])
def test_a_page_from_elsewhere_is_not_served(address, origin):
    with pytest.raises(InvalidStatus), connect(f"ws://{address}{SOCKET}", origin=origin):
        pass


def test_who_does_not_know_a_run_gets_none(address):
    with opened(address, token="guess") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
        assert closed.value.rcvd.code == 4404


def test_only_fields_that_there_are_can_be_wanted(address, runs):
    with opened(address, want=["maps", "__class__", 7, "surface"]) as socket:
        header(socket)
        assert runs.asked[-1] == ("maps", "surface")


def test_a_frame_waits_until_the_last_one_is_painted(address, runs):
    with opened(address) as socket:
        first = header(socket)["version"]
        time.sleep(0.3)
        assert runs.version == first  # nobody asked the engine for a second one meanwhile
        socket.send(json.dumps({"ack": first}))
        assert header(socket)["version"] > first


def test_a_hidden_page_gets_nothing(address, runs):
    with opened(address, hidden=True) as socket:
        time.sleep(0.2)
        assert not runs.asked
        socket.send(json.dumps({"hidden": False, "want": []}))
        header(socket)


def test_commands_go_through_and_wrong_ones_come_back_as_a_sentence(address, runs):
    with opened(address, hidden=True) as socket:
        socket.send(json.dumps({"do": "play"}))
        socket.send(json.dumps({"do": "wrong"}))
        assert "No command" in json.loads(socket.recv(timeout=5))["problem"]
        assert runs.commands == [{"do": "play"}]


@pytest.mark.parametrize("text", ["", "[]", "[" * 3000, "{" * 5000, '"x"', "\x00", '{"do": 3}'])
def test_nonsense_does_no_harm(address, runs, text):
    with opened(address, hidden=True) as socket:
        socket.send(text)
        socket.send(json.dumps({"do": "play"}))
        deadline = time.monotonic() + 5
        while {"do": "play"} not in runs.commands and time.monotonic() < deadline:
            time.sleep(0.01)
        assert {"do": "play"} in runs.commands


def test_the_largest_drawing_goes_through_and_nothing_larger(address, runs):
    drawing = base64.b64encode(bytes(64 * 64 * 3)).decode()
    with opened(address, hidden=True) as socket:
        socket.send(json.dumps({"do": "example", "own": drawing}))
        socket.send(json.dumps({"do": "example", "own": drawing + "A" * 4096}))
        socket.send(json.dumps({"do": "wrong"}))
        assert "No command" in json.loads(socket.recv(timeout=5))["problem"]  # all were heard
    assert runs.commands == [{"do": "example", "own": drawing}]


def test_a_flood_of_commands_is_dropped(address, runs):
    with opened(address, hidden=True) as socket:
        for _ in range(1000):
            socket.send(json.dumps({"do": "step"}))
        time.sleep(0.5)
        assert 0 < len(runs.commands) <= 400


def test_a_socket_that_says_nothing_is_closed(address, monkeypatch):
    monkeypatch.setattr("playground.live.route.FIRST_MESSAGE", 0.2)
    with connect(f"ws://{address}{SOCKET}", origin=f"http://{address}") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
        assert closed.value.rcvd.code == 1008


def test_bytes_say_nothing(address):
    with connect(f"ws://{address}{SOCKET}", origin=f"http://{address}") as socket:
        socket.send(b"\x00\x01")
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
        assert closed.value.rcvd.code == 4404


@pytest.mark.parametrize("hidden", [True, False])
def test_a_conversation_ends_though_the_last_word_and_the_end_come_together(hidden):
    class Browser:
        def __init__(self):
            self.said = [{"token": "secret", "hidden": hidden, "want": []}, {"hidden": hidden}]

        async def receive(self):
            if not self.said:
                return {"type": "websocket.disconnect", "code": 1006}
            await asyncio.sleep(0.1)
            return {"type": "websocket.receive", "text": json.dumps(self.said.pop(0))}

    class Silent(Runs):
        def snapshot(self, *_):
            return None

    async def hold():
        with pytest.raises(WebSocketDisconnect):
            await asyncio.wait_for(
                _Conversation(Browser(), Silent(), {}, threads).hold(), 5)

    with ThreadPoolExecutor(4) as threads:  # a browser's tests may have left this thread a loop
        threads.submit(asyncio.run, hold()).result()


def test_many_sockets_of_one_run_get_no_more_than_one(address, runs):
    with contextlib.ExitStack() as several:
        for _ in range(MOST_LISTENERS):
            header(several.enter_context(opened(address)))
        with opened(address) as socket, pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
        assert closed.value.rcvd.code == 1013
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:  # and when they are gone there is room again
        with opened(address) as socket, contextlib.suppress(ConnectionClosed):
            assert header(socket)["run"] == "secret"
            return
        time.sleep(0.05)
    raise AssertionError("no room was made")


def test_the_sockets_of_a_run_share_its_commands(address, runs):
    with contextlib.ExitStack() as several:
        sockets = [several.enter_context(opened(address, hidden=True)) for _ in range(3)]
        for socket in sockets:
            for _ in range(MOST_COMMANDS):
                socket.send(json.dumps({"do": "step"}))
        time.sleep(0.5)
        assert 0 < len(runs.commands) <= 2 * MOST_COMMANDS  # of the seconds that it took


@pytest.mark.parametrize("place, size, word", [
    (PLOTLY, 1_000_000, b"plotly"), (ACE, 500_000, b"ace/mode/python")])
def test_a_librarys_browser_code_comes_from_its_python_package(address, place, size, word):
    with urllib.request.urlopen(f"http://{address}{place}") as answer:
        script = answer.read()
        assert answer.status == 200 and len(script) > size and word in script
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "max-age" in answer.headers["cache-control"]
    assert "django" not in sys.modules  # it came along, nobody has asked for it
