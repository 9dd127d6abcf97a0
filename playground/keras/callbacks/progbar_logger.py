"""The progress bar of ``fit``, ``evaluate`` and ``predict``."""

from __future__ import annotations

from typing import Any

from playground.keras.callbacks.base import Callback, callbacks
from playground.keras.callbacks.progbar import Progbar
from playground.keras.messages import say


@callbacks.register("ProgbarLogger")
class ProgbarLogger(Callback):
    """Draws a progress bar for every epoch of ``fit``, and for ``evaluate`` and ``predict``."""

    hears_every_batch = False

    def __init__(self) -> None:
        super().__init__()
        self.progbar: Progbar | None = None
        self._in_fit = False
        self._target: int | None = None  # of a generator, known once it has ended
        self._seen = 0

    @property
    def _verbose(self) -> int:
        verbose = self.params.get("verbose", 1)
        return 1 if verbose == "auto" else int(verbose)

    def _begin(self) -> None:
        self._target = self.params.get("steps") or self._target
        self.progbar = Progbar(self._target, verbose=self._verbose,
                               stateless_metrics=())
        self._seen = 0

    def _batch(self, batch: int, logs: Any) -> None:
        self._seen = batch + 1
        if self._verbose == 1 and self.progbar is not None:
            self.progbar.update(batch + 1, (logs or {}).items(), finalize=False)

    def _end(self, logs: Any) -> None:
        if self.progbar is not None:
            self._target = self.progbar.target = self.progbar.target or self._seen
            self.progbar.update(self._target, (logs or {}).items(), finalize=True)

    def on_train_begin(self, logs: Any = None) -> None:
        self._in_fit = True  # the validation within is silent

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._begin()
        if self._verbose and self.params.get("epochs", 1) > 1:
            say(f"Epoch {epoch + 1}/{self.params['epochs']}")

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._batch(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._end(logs)

    def on_test_begin(self, logs: Any = None) -> None:
        if not self._in_fit:
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        if not self._in_fit:
            self._batch(batch, logs)

    def on_test_end(self, logs: Any = None) -> None:
        if not self._in_fit:
            self._end(logs)

    def on_predict_begin(self, logs: Any = None) -> None:
        self._begin()

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        self._batch(batch, None)

    def on_predict_end(self, logs: Any = None) -> None:
        self._end(None)
