"""Named experiments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    title: str
    link: str


presets = {"first": Preset("First light", "data=circle")}
