"""What one server process has once: the engine's client, the leases on its runs, their files."""

from __future__ import annotations

import atexit

from playground.live.leases import Leases
from playground.live.uploads import Uploads
from playground.training.client import Client


def _end(run: str) -> None:
    """Nobody looks at a run any more: it goes, and what its visitor brought."""
    client.close(run)
    uploads.drop(run)


client = Client()
uploads = Uploads()
leases = Leases(_end)
atexit.register(client.stop)
