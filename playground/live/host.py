"""What one server process has once: the engine's client and the leases on its runs."""

from __future__ import annotations

import atexit

from playground.live.leases import Leases
from playground.training.client import Client

client = Client()
leases = Leases(client.close)
atexit.register(client.stop)
