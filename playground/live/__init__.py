"""Frames on their way to the browser: packing, the websocket route, leases."""
