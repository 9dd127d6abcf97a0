"""Many visitors at once: what each of them gets of one server.

``python -m tests.benchmarks.visitors``: the live route and the engine without a browser; every
visitor plays a run of its own at 60 epochs a second and acknowledges every frame at once, as fast a
browser as there can be. Printed: frames and epochs a second for the one who gets least and in the
middle, and how long a command takes to be answered.
"""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import threading
import time

import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import connect

from playground.live.frames import unpack
from playground.live.route import SOCKET, routes
from playground.share import link
from playground.training.client import Client

SECONDS = 8
WANTED = ["weights", "maps", "surface", "history"]
MODELS = ("[Dense(4,tanh),Dense(2,tanh)]", "[Dense(8,relu),Dense(8,relu),Dense(4,relu)]",
          "[Dense(6,tanh),Dropout(0.2),Dense(6,tanh)]", "[Dense(8,elu)]")


async def visit(address: str, run: str, seen: dict[str, list[float]]) -> None:
    """One visitor: plays, paints at once, and now and then changes the speed."""
    async with connect(f"ws://{address}{SOCKET}", origin=f"http://{address}",
                       max_size=None) as live:
        await live.send(json.dumps({"token": run, "want": WANTED}))
        await live.send(json.dumps({"do": "play"}))
        frames, first, last, asked, speed = 0, None, 0, None, 60.0
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            header = unpack(await live.recv())[0]
            await live.send(json.dumps({"ack": header["version"]}))
            frames, last = frames + 1, header["epoch"]
            first = last if first is None else first
            if asked is None and frames % 40 == 20:
                speed, asked = 121 - speed, time.perf_counter()
                await live.send(json.dumps({"do": "speed", "value": speed}))
            elif asked is not None and header["speed"] == speed:
                seen["answers"].append(time.perf_counter() - asked)
                asked = None
        passed = time.perf_counter() - began
        seen["frames"].append(frames / passed)
        seen["epochs"].append((last - first) / passed)


def main() -> None:
    """Print one line for each number of visitors."""
    client = Client()
    client.start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = "127.0.0.1:{}".format(probe.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(
        Starlette(routes=routes(client)), host="127.0.0.1", port=int(address.split(":")[1]),
        log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    for count in (1, 5, 20, 50):
        runs = [f"{count}-{number}" for number in range(count)]
        for number, run in enumerate(runs):
            client.open(run, link.read(
                f"data=spiral&model={MODELS[number % len(MODELS)]}&seed={number}").experiment)
        while any(client.snapshot(run, ()).status in ("starting", "compiling") for run in runs):
            time.sleep(0.1)
        seen: dict[str, list[float]] = {"frames": [], "epochs": [], "answers": []}

        async def everyone(runs: list[str], seen: dict[str, list[float]]) -> None:
            await asyncio.gather(*(visit(address, run, seen) for run in runs))

        asyncio.run(everyone(runs, seen))
        print(f"{count:3} visitors: " + ", ".join(
            f"{statistics.median(seen[what]):.1f} {what} a second (least {min(seen[what]):.1f})"
            for what in ("frames", "epochs"))
            + f", a command is answered in {1000 * statistics.median(seen['answers'] or [9]):.0f} "
            f"ms (longest {1000 * max(seen['answers'] or [9]):.0f})", flush=True)
        for run in runs:
            client.close(run)
    server.should_exit = True
    client.stop()


if __name__ == "__main__":
    main()
