"""What a run leaves behind: losses by epoch and samples of its weights, thinned as they grow."""

from __future__ import annotations

from typing import Any

import numpy as np

DENSE_UNTIL = 256  # epochs: every one is measured up to here, then every 2nd up to twice that, …
SAMPLES = 120  # of the weights; when there are more, every second one goes
BINS = 40
MOST_WEIGHTS = 4096  # of one kernel that a sample keeps, evenly spread


def is_measured(epoch: int) -> bool:
    """Whether the losses after this epoch belong into the history: a rule of the epoch alone."""
    stride = 1
    while epoch > DENSE_UNTIL * stride:
        stride *= 2
    return epoch % stride == 0


class History:
    """The curves of one run."""

    def __init__(self) -> None:
        self.epochs: list[float] = []
        # (2, measures), training and test: loss, metric, squared error; of several outputs also
        # the loss and the metric of each
        self.rows: list[np.ndarray] = []
        self.sampled: list[float] = []
        self.samples: list[dict[int, np.ndarray]] = []
        self._stride = 1

    def add(self, epoch: float, row: np.ndarray) -> None:
        """Append the measures after ``epoch``; a second one of it replaces the first."""
        while self.epochs and self.epochs[-1] >= epoch:
            self.epochs.pop(), self.rows.pop()
        self.epochs.append(epoch)
        self.rows.append(np.array(row, np.float32))

    def wants_sample(self, epoch: float) -> bool:
        """Whether the weights of this epoch should be sampled."""
        return not self.sampled or epoch >= self.sampled[-1] + self._stride

    def sample(self, epoch: float, kernels: dict[int, np.ndarray]) -> None:
        """Keep the kernels (by layer) of this epoch for the histograms; of large ones a part."""
        self.sampled.append(epoch)
        self.samples.append({
            index: np.float16(kernel.ravel()[:: -(-kernel.size // MOST_WEIGHTS)])
            for index, kernel in kernels.items()})
        if len(self.sampled) > SAMPLES:
            self.sampled, self.samples = self.sampled[::2], self.samples[::2]
            self._stride *= 2

    def curves(
        self, spread: tuple[float, float] | None, unit: float = 1.0
    ) -> dict[str, np.ndarray]:
        """``history/…``: the curves; of several outputs also ``history/loss/<output>`` and so on.

        Args:
            spread: variances of the training and test targets, where R² = 1 - mean squared error
                / variance makes sense.
            unit: how much of its own unit 1 is for the metric.
        """
        rows = np.array(self.rows, np.float32) if self.rows else np.zeros((0, 2, 3), np.float32)
        arrays = {
            "history/epoch": np.array(self.epochs, np.float32),
            "history/loss": rows[:, 0, 0], "history/val_loss": rows[:, 1, 0],
            "history/metric": rows[:, 0, 1] * np.float32(unit),
            "history/val_metric": rows[:, 1, 1] * np.float32(unit),
        }
        for place in range(rows.shape[2] // 2 - 1):
            for shift, name in enumerate(("loss", "metric")):
                column = rows[:, :, 3 + 2 * place + shift]
                arrays[f"history/{name}/{place}"] = column[:, 0]
                arrays[f"history/val_{name}/{place}"] = column[:, 1]
        if spread is not None:
            arrays["history/r2"] = 1 - rows[:, 0, 2] / spread[0]
            arrays["history/val_r2"] = 1 - rows[:, 1, 2] / spread[1]
        return arrays

    def histograms(self) -> dict[str, np.ndarray]:
        """``histograms/<layer>``: share of the kernel's values by bin (rows, largest first) and
        sampled epoch (columns), 255 for the fullest bin."""
        if not self.samples:
            return {}
        arrays: dict[str, np.ndarray] = {"histograms/epoch": np.array(self.sampled, np.float32)}
        for index in self.samples[0]:
            values = np.stack([sample[index] for sample in self.samples]).astype(np.float32)
            most = float(np.nanmax(np.abs(values))) or 1.0
            if not np.isfinite(most):
                most = 1.0
            bins = np.clip(((values + most) / (2 * most) * BINS), 0, BINS - 1)
            bins = np.nan_to_num(bins).astype(np.int64) + BINS * np.arange(len(values))[:, None]
            counts = np.bincount(bins.ravel(), minlength=BINS * len(values))
            counts = counts.reshape(len(values), BINS).T[::-1]  # (bins, times), largest value first
            arrays[f"histograms/{index}"] = np.round(
                255 * np.sqrt(counts / counts.max())).astype(np.uint8)
            arrays[f"histograms/{index}/range"] = np.array([-most, most], np.float32)
        return arrays

    def plain(self) -> dict[str, Any]:
        """Everything, for a checkpoint."""
        return {key: list(value) if isinstance(value, list) else value
                for key, value in vars(self).items()}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> History:
        """The history that a checkpoint holds."""
        history = cls()
        vars(history).update(
            {key: list(value) if isinstance(value, list) else value
             for key, value in plain.items()})
        return history
