"""What README.md says is so: its commands, its links and its code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from playground.share import link
from tests.conftest import as_a_visitor_has

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_it_opens_with_a_sentence_a_picture_and_the_two_commands():
    start, test = blocks("bash")
    assert "streamlit run app.py" in start and "requirements.txt" in start
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (ROOT / picture[1]).stat().st_size > 10_000
    assert README.index(picture[0]) < README.index(start) < README.index(test)


def test_ci_runs_the_second_command_and_nothing_else_of_weight():
    script = (ROOT / ".ci" / "run").read_text()
    assert blocks("bash")[1].strip() in script
    assert len(re.findall(r"^[^#\n]", script, re.MULTILINE)) <= 3


@pytest.mark.parametrize("text", blocks("text"))
def test_its_links_open_without_a_word(text):
    opened = link.read(text.strip().removeprefix("/?"))
    assert not opened.problems
    assert opened.experiment.data.name in text


def test_the_library_in_ten_lines_reaches_97_percent():
    script = blocks("python")[0] + "\nassert model.evaluate(\n" \
        "    x_test.reshape(-1, 784) / 255, y_test, verbose=0)[1] >= 0.97\n"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True,
                         env=as_a_visitor_has())
    assert run.returncode == 0, run.stderr[-2000:]
    assert "Epoch 5/5" in run.stdout and "val_accuracy" in run.stdout


def test_the_library_builds_a_graph_with_a_layer_of_ones_own():
    script = blocks("python")[1] + (
        "\nimport numpy as np\n"
        "model.compile('adam', {'kind': 'mse', 'size': 'mse'})\n"
        "y = {'kind': np.ones((4, 3)), 'size': np.ones((4, 1))}\n"
        "assert len(model.fit(np.ones((4, 8)), y, verbose=0).history) == 3\n")
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "gate (Gate)" in run.stdout and "Connected to" in run.stdout


def test_an_activation_takes_five_lines():
    script = blocks("python")[2] + (
        "\nfrom playground.share import link\n"
        "from playground.keras import activations\n"
        "import numpy as np\n"
        "opened = link.read('model=[Dense(3,bent_identity)]')\n"
        "assert opened.experiment.model[0].activation == 'bent_identity', opened.problems\n"
        "from playground.code.writer import keras_code\n"
        "assert 'bent_identity' in keras_code(opened.experiment, library='playground')\n"
        "assert np.allclose(activations.get('bent_identity')(np.zeros(2)), 0)\n")
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    code = blocks("python")[2].strip().split("\n\n")[1]
    assert len(code.splitlines()) <= 5


def test_it_names_every_room():
    for path in (ROOT / "playground").iterdir():
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"{path.name}/" in README, path.name
