"""What reads folders or downloads, in Keras: here a sentence that says how to do without."""

from __future__ import annotations

from typing import Any, NoReturn


def get_file(*args: Any, **kwargs: Any) -> NoReturn:
    raise NotImplementedError(
        "keras.utils.get_file is not there: the playground downloads nothing. Fetch the file "
        "yourself and read it with np.load or open(path).")


def _from_directory(name: str, reader: str) -> Any:
    def explain(*args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError(
            f"keras.utils.{name} is not there: the playground reads no folders. Read the files "
            f"into NumPy arrays ({reader}) and give them to fit, or write a "
            "keras.utils.PyDataset that reads a batch at a time.")

    explain.__name__ = explain.__qualname__ = name
    return explain


image_dataset_from_directory = _from_directory("image_dataset_from_directory", "Pillow reads them")
text_dataset_from_directory = _from_directory("text_dataset_from_directory", "open(path).read()")
audio_dataset_from_directory = _from_directory("audio_dataset_from_directory",
                                               "scipy.io.wavfile reads them")
