"""What SimpleRNN, LSTM and GRU share as layers: they make their cell, and have its settings."""

from __future__ import annotations

from typing import Any

from playground.fields import Choice, Flag, Number, Whole
from playground.keras import activations
from playground.keras.layers.input_spec import InputSpec
from playground.keras.layers.recurrent.cell import PARTS, Cell
from playground.keras.layers.recurrent.rnn import RNN


class CellLayer(RNN):
    """Base of SimpleRNN, LSTM and GRU: an RNN that makes its cell from its own arguments."""

    fits = ("sequence",)

    def __init__(self, cell: Cell, *flags: bool, **settings: Any) -> None:
        super().__init__(cell, *flags, **settings)
        self.input_spec = InputSpec(ndim=3)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        of_the_cell = config.pop("cell")["config"]
        for key in ("name", "trainable", "dtype"):
            del of_the_cell[key]
        return {"activity_regularizer": None, **config, **of_the_cell}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> CellLayer:
        return cls(**config)


def of_the_cell(name: str) -> property:
    return property(lambda self: getattr(self.cell, name), doc="That of the cell.")


for _name in ("units", "activation", "recurrent_activation", "use_bias", "unit_forget_bias",
              "reset_after", "dropout", "recurrent_dropout", "seed", *PARTS):
    setattr(CellLayer, _name, of_the_cell(_name))

FIELDS = {
    "units": Whole(default=8, low=1, high=256, positional=True, restarts=True, label="Units",
                   help="How many numbers the layer remembers from one step to the next."),
    "activation": Choice(options=activations.elementwise, default="tanh", restarts=True,
                         label="Activation", help="What each unit makes of its weighted sum."),
    "return_sequences": Flag(default=False, restarts=True, label="Every step",
                             help="Whether the layer gives its output at every step, or the last "
                                  "one alone."),
    "go_backwards": Flag(default=False, restarts=True, label="Backwards",
                         help="Whether the layer reads from the end to the beginning."),
    "dropout": Number(default=0.0, low=0.0, high=0.9, step=0.01, restarts=True, label="Dropout",
                      help="The share of the inputs that is set to 0 while training."),
    "recurrent_dropout": Number(
        default=0.0, low=0.0, high=0.9, step=0.01, restarts=True, label="Recurrent dropout",
        help="The share of what is remembered that is set to 0 while training."),
}

def for_the_cell(settings: dict[str, Any]) -> dict[str, Any]:
    """Those of a layer's further arguments that its cell is given; ``implementation`` goes."""
    return {"dtype": settings.get("dtype"), "trainable": settings.get("trainable", True),
            "implementation": settings.pop("implementation", 2)}
