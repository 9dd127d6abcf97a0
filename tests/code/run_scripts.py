"""Run exported scripts in one process and write down what became of them.

``python run_scripts.py FOLDER RESULT``: every ``FOLDER/*.py`` is run up to its training, and the
``FOLDER/*.train.py`` to the end; RESULT is an .npz file with what each model was and did.
"""

import contextlib
import gc
import io
import sys
import traceback
from pathlib import Path

import numpy as np


def main(folder: Path, result: Path) -> None:
    found: dict[str, np.ndarray] = {}
    for path in sorted(folder.glob("*.py")):
        name = path.name.removesuffix(".py").removesuffix(".train")
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                found |= {f"{name}/{key}": value for key, value in run(path).items()}
            except Exception:  # the test that reads this shows it
                found[f"{name}/error"] = np.array(traceback.format_exc())
    np.savez(result, **found)


def run(path: Path) -> dict[str, np.ndarray]:
    """What one script makes: its data, its model before training, and its curve."""
    building, training = path.read_text().split("\nmodel.fit(")
    space: dict = {"__name__": "__main__"}
    library_line = building.split("import numpy as np\n")[1].splitlines()[0]
    exec(library_line, space)
    gc.freeze()  # clear_session collects garbage, slowly where there are many modules to look at
    space["keras"].utils.clear_session()  # names begin anew
    exec(compile(building, path.name, "exec"), space)
    model = space["model"]
    found = {"x_train": space["x_train"], "y_test": space["y_test"],
             "parameters": np.array(model.count_params()),
             "layers": np.array([layer.name for layer in model.layers]),
             "shapes": np.array([str(weight.shape) for weight in model.weights]),
             "paths": np.array([weight.path.split("/", 1)[1] for weight in model.weights])}
    found |= {f"weight {index}": value for index, value in enumerate(model.get_weights())}
    if path.name.endswith(".train.py"):
        exec(compile("history = model.fit(" + training, path.name, "exec"), space)
        found |= {f"curve {key}": np.array(values)
                  for key, values in space["history"].history.items()}
        found["evaluated"] = np.array(space["loss"])
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
