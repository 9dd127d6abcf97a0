"""What a model can do with files; ``playground.keras.saving`` does it."""

from __future__ import annotations

from typing import Any


class Saved:
    """The part of a model that reads and writes files."""

    def save(
        self, filepath: Any, overwrite: bool = True, zipped: bool | None = None, **settings: Any
    ) -> None:
        """Write the model into a ``.keras`` file; see ``keras.saving.save_model``."""
        from playground.keras import saving

        saving.save_model(self, filepath, overwrite, zipped, **settings)

    def save_weights(self, filepath: Any, overwrite: bool = True, **settings: Any) -> None:
        """Write all variables into a ``.weights.h5`` file; see ``keras.saving.save_weights``."""
        from playground.keras import saving

        saving.save_weights(self, filepath, overwrite, **settings)

    def load_weights(self, filepath: Any, skip_mismatch: bool = False, **settings: Any) -> None:
        """Take all variables out of a file, or none; see ``keras.saving.load_weights``."""
        from playground.keras import saving

        saving.load_weights(self, filepath, skip_mismatch, **settings)

    def export(self, filepath: Any, format: str = "npz") -> None:  # noqa: A002 (Keras's name)
        """Write the weights as arrays that NumPy reads: ``np.load(path)['dense/kernel']``."""
        from playground.keras.saving.weights import export

        export(self, filepath, format)
