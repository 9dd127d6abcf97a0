"""The engine's process: ``python -m playground.training.service``, started by the client.

The key to it comes in as one line on standard input, its address goes out as one line on standard
output. When standard input ends, the server is gone (stopped, killed or crashed), and so are we.
"""

from __future__ import annotations

import base64
import multiprocessing.util
import os
import shutil
import sys
import threading
import traceback
from multiprocessing.managers import BaseManager


class EngineManager(BaseManager):
    """The engine over a local socket: call by call, authenticated, in plain values."""


EngineManager.register(
    "engine", exposed=(
        "open", "lend", "command", "snapshot", "summary", "description", "names", "checkpoint",
        "close", "ping"))


def main() -> None:
    """Serve one engine until standard input ends."""
    key = base64.b64decode(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_the_server, name="parent-watch", daemon=True).start()
    # Training shares the machine with the page: one run must not take every core for itself.
    os.environ["XLA_FLAGS"] = (
        os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false").strip()
    os.environ.setdefault("JAX_PLATFORMS", "cpu")

    class Serving(BaseManager):
        """The serving side: the same name, with the engine behind it."""

    engine: list[object] = []
    ready = threading.Event()

    def the_engine() -> object:
        ready.wait()
        return engine[0]

    Serving.register("engine", callable=the_engine, exposed=EngineManager._registry["engine"][1])
    # The system's own kind of local connection (a socket file, a pipe), in a folder of its own. By
    # TCP a snapshot would wait 40 ms for the acknowledgement of its header.
    server = Serving(authkey=key).get_server()
    print(server.address, flush=True)
    sys.stdout = sys.stderr  # from here on standard output belongs to nobody

    def build() -> None:
        try:
            from playground.training.engine import Engine

            engine.append(Engine())
        except BaseException:  # whatever it is, nobody must wait for this engine
            traceback.print_exc()
            os._exit(1)
        ready.set()

    threading.Thread(target=build, name="engine-start", daemon=True).start()
    server.serve_forever()


def _leave_with_the_server() -> None:
    while sys.stdin.buffer.read(1):
        pass
    shutil.rmtree(multiprocessing.util.get_temp_dir(), ignore_errors=True)  # the socket's folder
    os._exit(0)


if __name__ == "__main__":
    main()
