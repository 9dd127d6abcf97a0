"""The websocket that frames travel on, and the browser code that must come by an address.

A socket begins with one message that names the run and the fields that are wanted. The server
sends the newest frame, waits until the browser says that it has painted it, and only then looks for
a newer one: a slow browser gets fewer frames and never a queue of old ones.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.live.frames import pack
from playground.live.shipped import ace_script, plotly_path
from playground.training.client import Client

log = logging.getLogger(__name__)

SOCKET = "/live/socket"
PLOTLY = "/live/plotly.min.js"
ACE = "/live/ace.js"
_SHIPPED = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
FASTEST = 1 / 30  # seconds between two frames
IDLE = 0.05  # seconds between two looks at a run that has nothing new
LONGEST_MESSAGE = 20_000  # characters from a browser: a drawing of 64 × 64 pixels in colour
MOST_COMMANDS = 120  # a second for one run; more are dropped
MOST_SOCKETS = 1000
MOST_LISTENERS = 4  # sockets of one run: a reload may overlap with what it replaces
CALLS = 32  # that wait for the engine at the same time
FIRST_MESSAGE = 5.0  # seconds in which a socket must say which run it wants
FIELDS = ("weights", "maps", "surface", "history", "histograms", "predictions", "example",
          "gallery", "why", "forecast", "gradient", "inside", "samples")

mounted = False  # whether this process serves the route: otherwise pages use the slower transport


def routes(client: Client, *, base: str = "") -> list[BaseRoute]:
    """What the server must serve beside Streamlit's own addresses, below the path ``base``."""
    global mounted
    mounted = True
    open_sockets: set[WebSocket] = set()
    audiences: dict[str, _Audience] = {}
    calls = ThreadPoolExecutor(CALLS, thread_name_prefix="live")

    async def socket(websocket: WebSocket) -> None:
        if not _from_here(websocket) or len(open_sockets) >= MOST_SOCKETS:
            await websocket.close(1008)
            return
        await websocket.accept()
        open_sockets.add(websocket)
        try:
            await _Conversation(websocket, client, audiences, calls).hold()
        except (WebSocketDisconnect, RuntimeError):
            pass  # the browser went away; so does everything about it
        finally:
            open_sockets.discard(websocket)

    return [WebSocketRoute(base + SOCKET, socket), Route(base + PLOTLY, plotly_script),
            Route(base + ACE, editor_script)]


def plotly_script(request: Request) -> Response:
    """The Plotly that the Python package ships."""
    return FileResponse(plotly_path(), media_type="text/javascript", headers=_SHIPPED)


def editor_script(request: Request) -> Response:
    """The code editor Ace."""
    return Response(ace_script(), media_type="text/javascript", headers=_SHIPPED)


@dataclass
class _Audience:
    """The sockets of one run. Together they get no more of the engine than one would."""

    listeners: int = 0
    commands: int = 0  # in the current second
    second: int = 0
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)  # one frame at a time

    def may_command(self) -> bool:
        """Whether the engine is to hear one more command in this second."""
        second = int(time.monotonic())
        self.commands = self.commands + 1 if second == self.second else 1
        self.second = second
        return self.commands <= MOST_COMMANDS


class _Conversation:
    """One browser's socket: two tasks, one that listens and one that sends.

    Args:
        audiences: the sockets that there are of every run.
        calls: the threads that wait for the engine, apart from the server's own.
    """

    def __init__(
        self, websocket: WebSocket, client: Client, audiences: dict[str, _Audience],
        calls: Executor,
    ) -> None:
        self.websocket, self.client = websocket, client
        self.audiences, self.calls = audiences, calls
        self.audience = _Audience()
        self.run = ""
        self.fields: tuple[str, ...] = ()
        self.hidden = False
        self.sent = -1
        self.painted = asyncio.Event()
        self.painted.set()
        self.stir = asyncio.Event()

    async def hold(self) -> None:
        try:
            async with asyncio.timeout(FIRST_MESSAGE):
                first = await self._message()
        except TimeoutError:
            await self.websocket.close(1008)
            return
        run = first.get("token")
        if not isinstance(run, str) or not self.client.knows(run):
            await self.websocket.close(4404)  # the browser asks its page for a new run
            return
        self.run = run
        self._control(first)
        self.audience = self.audiences.setdefault(run, self.audience)
        if self.audience.listeners >= MOST_LISTENERS:
            await self.websocket.close(1013)  # it tries again later
            return
        self.audience.listeners += 1
        try:
            await self._converse()
        finally:
            self.audience.listeners -= 1
            if not self.audience.listeners:
                self.audiences.pop(run, None)

    async def _converse(self) -> None:
        listening = asyncio.create_task(self._listen())
        sending = asyncio.create_task(self._send())
        done, pending = await asyncio.wait(
            (listening, sending), return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for error in [task.exception() for task in done]:  # all are looked at, one is raised
            if error is not None:
                raise error

    async def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.calls, function, *arguments)

    async def _message(self) -> dict[str, Any]:
        received = await self.websocket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(received.get("code", 1000))
        text = received.get("text") or ""  # bytes say nothing here
        if len(text) > LONGEST_MESSAGE:
            return {}
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return message if isinstance(message, dict) else {}

    def _control(self, message: dict[str, Any]) -> None:
        wanted = message.get("want")
        if isinstance(wanted, list):
            fields = tuple(field for field in FIELDS if field in wanted)
            if fields != self.fields:
                self.fields, self.sent = fields, -1
        if isinstance(message.get("hidden"), bool):
            self.hidden = message["hidden"]
        if "ack" in message:
            self.painted.set()
        self.stir.set()

    async def _listen(self) -> None:
        while True:
            message = await self._message()
            self._control(message)
            if "do" not in message:
                continue
            if not self.audience.may_command():
                continue
            try:
                await self._call(self.client.command, self.run, message)
            except ValueError as error:
                await self.websocket.send_text(json.dumps({"problem": str(error)}))
            self.stir.set()

    async def _send(self) -> None:
        while True:
            await self.painted.wait()
            began = time.monotonic()
            if not self.hidden:
                async with self.audience.asking:
                    snapshot = await self._call(
                        self.client.snapshot, self.run, self.fields, self.sent)
                if snapshot is not None:
                    self.sent = snapshot.version
                    self.painted.clear()
                    await self.websocket.send_bytes(pack(snapshot))
                    await asyncio.sleep(max(0.0, FASTEST - (time.monotonic() - began)))
                    continue
            if not self.client.knows(self.run):
                await self.websocket.close(4404)
                return
            self.stir.clear()
            try:
                # not wait_for: it can lose a cancellation, and the socket would never end
                async with asyncio.timeout(1.0 if self.hidden else IDLE):
                    await self.stir.wait()
            except TimeoutError:
                pass


def _from_here(websocket: WebSocket) -> bool:
    """Whether the page that opens the socket came from the same host; others are not served."""
    origin = websocket.headers.get("origin")
    if origin is None:
        return False
    asked = websocket.headers.get("x-forwarded-host") or websocket.headers.get("host", "")
    return urlsplit(origin).netloc.lower() == asked.split(",")[0].strip().lower()
