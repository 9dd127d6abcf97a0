"""What a model can do with files; ``playground.keras.saving`` does it."""

from __future__ import annotations

from typing import Any

from playground.keras.serialization import deserialize_keras_object, serialize_keras_object


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

    def get_compile_config(self) -> dict[str, Any]:
        """With what the model was compiled, in plain form."""
        if not self.compiled:
            return {}
        metrics, weighted = (list(each) or None for each in self._compiled_metrics._given)
        return serialize_keras_object({
            "optimizer": self.optimizer, "loss": self.loss,
            "loss_weights": self._compiled_loss.weight, "metrics": metrics,
            "weighted_metrics": weighted, "run_eagerly": self.run_eagerly,
            "steps_per_execution": self.steps_per_execution})

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile the model so, and make the optimizer's variables."""
        self.compile(**deserialize_keras_object(config))
        if self.built:
            self.optimizer.build(self.trainable_variables)
