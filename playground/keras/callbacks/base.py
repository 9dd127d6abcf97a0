"""Callbacks: who listens while a model trains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from playground.registry import Registry

callbacks: Registry[type[Callback]] = Registry("callback")


class Callback:
    """Base of all callbacks: overwrite the moments you want to hear of.

    ``self.model`` is the model and ``self.params`` has "epochs", "steps" and "verbose". A callback
    that overwrites a batch's moment hears of every batch; the training is slower for it.
    """

    hears_every_batch = True  # False: some batches are enough, as for a progress bar

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self._model: Any = None

    @property
    def model(self) -> Any:
        return self._model

    def set_model(self, model: Any) -> None:
        self._model = model

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params

    def on_batch_begin(self, batch: int, logs: Any = None) -> None: ...

    def on_batch_end(self, batch: int, logs: Any = None) -> None: ...

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None: ...

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None: ...

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None: ...

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None: ...

    def on_predict_batch_begin(self, batch: int, logs: Any = None) -> None: ...

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None: ...

    def on_train_begin(self, logs: Any = None) -> None: ...

    def on_train_end(self, logs: Any = None) -> None: ...

    def on_test_begin(self, logs: Any = None) -> None: ...

    def on_test_end(self, logs: Any = None) -> None: ...

    def on_predict_begin(self, logs: Any = None) -> None: ...

    def on_predict_end(self, logs: Any = None) -> None: ...


@callbacks.register("History")
class History(Callback):
    """Keeps the logs of every epoch: ``history.history["loss"]``. ``fit`` returns it."""

    def __init__(self) -> None:
        super().__init__()
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: Any = None) -> None:
        self.epoch = []
        self.model.history = self

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epoch.append(epoch)
        for key, value in (logs or {}).items():
            self.history.setdefault(key, []).append(value)


@callbacks.register("LambdaCallback")
class LambdaCallback(Callback):
    """Calls the functions that it is given, at the moments of their names."""

    def __init__(
        self,
        on_epoch_begin: Callable[..., None] | None = None,
        on_epoch_end: Callable[..., None] | None = None,
        on_train_begin: Callable[..., None] | None = None,
        on_train_end: Callable[..., None] | None = None,
        on_train_batch_begin: Callable[..., None] | None = None,
        on_train_batch_end: Callable[..., None] | None = None,
        **more: Callable[..., None],
    ) -> None:
        super().__init__()
        given = {"on_epoch_begin": on_epoch_begin, "on_epoch_end": on_epoch_end,
                 "on_train_begin": on_train_begin, "on_train_end": on_train_end,
                 "on_train_batch_begin": on_train_batch_begin,
                 "on_train_batch_end": on_train_batch_end, **more}
        for name, function in given.items():
            if function is not None:
                setattr(self, name, function)


class CallbackList:
    """All callbacks of one call of ``fit``, told together.

    Args:
        add_history, add_progbar: whether a History and a ProgbarLogger come along.
        params: "epochs", "steps", "verbose".
    """

    def __init__(
        self, callbacks: Any = None, add_history: bool = False, add_progbar: bool = False,
        model: Any = None, **params: Any,
    ) -> None:
        from playground.keras.callbacks.progbar_logger import ProgbarLogger

        given = _flat(callbacks)
        for each in given:
            if not isinstance(each, Callback):
                raise TypeError("callbacks expects a list of callbacks; got "
                                f"{each!r} ({type(each).__name__}).")
        self.callbacks: list[Callback] = given
        if add_progbar and not any(isinstance(each, ProgbarLogger) for each in given):
            self.callbacks.append(ProgbarLogger())
        if add_history and not any(isinstance(each, History) for each in given):
            self.callbacks.append(History())
        self.params = params
        for each in self.callbacks:
            each.set_params(params)
            if model is not None:
                each.set_model(model)

    def wants_batches(self, mode: str) -> bool:
        """Whether one of them must hear of every single batch ("train", "test", "predict")."""
        names = [f"on_{mode}_batch_begin", f"on_{mode}_batch_end"]
        names += ["on_batch_begin", "on_batch_end"] if mode == "train" else []
        return any(each.hears_every_batch and _overwrites(each, name)
                   for each in self.callbacks for name in names)

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Any moment: all are told, with the logs last, an empty dict where there are none."""
        if not name.startswith("on_"):
            raise AttributeError(name)

        def tell(*args: Any) -> None:
            logs = {} if not args or not isinstance(args[-1], dict) else args[-1]
            for each in self.callbacks:
                getattr(each, name)(*(arg for arg in args if arg is not logs), logs)

        return tell


def _flat(callbacks: Any) -> list[Any]:
    """The callbacks in lists of lists, one after the other."""
    if callbacks is None:
        return []
    if not isinstance(callbacks, Iterable):
        return [callbacks]
    return [each for part in callbacks for each in _flat(part)]


def _overwrites(callback: Callback, name: str) -> bool:
    return name in vars(callback) or getattr(type(callback), name) is not getattr(Callback, name)
