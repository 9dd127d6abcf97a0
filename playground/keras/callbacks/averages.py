"""A callback for optimizers with ``use_ema``: evaluate, predict and save with averaged weights."""

from __future__ import annotations

from typing import Any

from playground.keras.callbacks.base import Callback, callbacks


@callbacks.register("SwapEMAWeights")
class SwapEMAWeights(Callback):
    """Exchanges the weights and their averages while the model is evaluated or predicts.

    ``swap_on_epoch``: also from the end of an epoch to the next one, so that a ModelCheckpoint
    after it in the list saves the averages.
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._swapped = False

    def _pairs(self) -> Any:
        optimizer = getattr(self.model.optimizer, "inner_optimizer", self.model.optimizer)
        if not optimizer.use_ema:
            raise ValueError("SwapEMAWeights expects an optimizer with use_ema=True, as "
                             "Adam(use_ema=True).")
        return zip(optimizer._trainable_variables, optimizer._averages, strict=True)

    def _swap(self, wanted: bool) -> None:
        if self._swapped == wanted:
            return
        for variable, average in self._pairs():
            value = variable.value
            variable.assign(average.value)
            average.assign(value)
        self._swapped = wanted

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if self.swap_on_epoch:
            self._swap(False)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self.swap_on_epoch:
            self._swap(True)
            if epoch == self.params["epochs"] - 1:
                for variable, average in self._pairs():  # the averages stay
                    average.assign(variable.value)

    def on_test_begin(self, logs: Any = None) -> None:
        self._swap(True)

    def on_test_end(self, logs: Any = None) -> None:
        self._swap(False)

    def on_predict_begin(self, logs: Any = None) -> None:
        self._swap(True)

    def on_predict_end(self, logs: Any = None) -> None:
        self._swap(False)
