"""Tables: rows of numbers with named columns, and a class or a number to be told from them.

What a model sees of a row, x (n, columns) float32, is standardized: from every number the column's
mean is taken away, then it is divided by the column's standard deviation, both of the training
rows alone. A number to be learned is standardized likewise.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from playground.datasets.files import carried, fixed
from playground.datasets.registry import TABLE, Card, Column, Data, Form, Settings, loader
from playground.datasets.splitting import split

SPLIT = ("share", "data_seed", "features")  # what every table heeds

_IRIS = (
    Column("sepal_length", "Sepal length (cm)", "How long the outer leaves of the flower are."),
    Column("sepal_width", "Sepal width (cm)", "How wide the outer leaves of the flower are."),
    Column("petal_length", "Petal length (cm)", "How long the inner leaves of the flower are."),
    Column("petal_width", "Petal width (cm)", "How wide the inner leaves of the flower are."),
)

_WINE = (
    Column("alcohol", "Alcohol (%)", "Percent of the volume."),
    Column("malic_acid", "Malic acid", "The acid of unripe apples."),
    Column("ash", "Ash", "What is left when the wine is burnt."),
    Column("alkalinity", "Alkalinity of the ash", "How much acid the ash can neutralize."),
    Column("magnesium", "Magnesium", "A mineral that the vine takes from the soil."),
    Column("phenols", "Phenols, total", "Bitter and colouring matter from skins and seeds."),
    Column("flavonoids", "Flavonoids", "The largest group of phenols."),
    Column("other_phenols", "Other phenols", "Phenols that are not flavonoids."),
    Column("proanthocyanins", "Proanthocyanins", "The tannins: what dries the mouth."),
    Column("colour", "Colour intensity", "How deep the colour is."),
    Column("hue", "Hue", "The shade of the red."),
    Column("dilution", "OD280/OD315", "How light of two wavelengths passes the diluted wine."),
    Column("proline", "Proline", "An amino acid of the grapes."),
)

# what was measured of every cell nucleus, and what it means
_NUCLEUS = (
    ("radius", "from the middle to the outline"),
    ("texture", "how much the grey values differ"),
    ("perimeter", "the length of the outline"),
    ("area", "the area inside the outline"),
    ("smoothness", "how much the radius changes from one place to the next"),
    ("compactness", "perimeter² / area − 1"),
    ("concavity", "how deep the outline's dents are"),
    ("concave_points", "how many dents the outline has"),
    ("symmetry", "how unlike the two halves are"),
    ("fractal_dimension", "how rough the outline is"),
)

_CANCER = tuple(
    Column(name.format(each), label.format(each.replace("_", " ")).capitalize(),
           f"{meaning[0].upper()}{meaning[1:]}: {of}.")
    for name, label, of in (
        ("mean_{}", "mean {}", "the mean over all nuclei"),
        ("{}_error", "{}, standard error", "the standard error of the mean"),
        ("worst_{}", "worst {}", "the mean of the three largest values"))
    for each, meaning in _NUCLEUS)

_DIABETES = (
    Column("age", "Age (years)"),
    Column("sex", "Sex (1 or 2)", "Which number stands for which is not documented."),
    Column("bmi", "Body mass index (kg/m²)", "Weight divided by the square of the height."),
    Column("blood_pressure", "Blood pressure (mm Hg)", "The mean over a heartbeat."),
    Column("cholesterol", "Cholesterol, total (mg/dl)", "In the blood serum."),
    Column("ldl", "LDL cholesterol (mg/dl)", "The low-density part of the cholesterol."),
    Column("hdl", "HDL cholesterol (mg/dl)", "The high-density part of the cholesterol."),
    Column("cholesterol_ratio", "Cholesterol / HDL", "The total divided by the HDL part."),
    Column("triglycerides", "Triglycerides (log)", "Probably the logarithm of their amount."),
    Column("glucose", "Blood sugar (mg/dl)"),
)


def _shape(columns: tuple[Column, ...]) -> Form:
    return Form(TABLE, (len(columns),))


@loader(
    "iris", title="Iris", kind=TABLE, columns=_IRIS, form=lambda settings: _shape(_IRIS),
    classes=("setosa", "versicolor", "virginica"), adjusts=SPLIT,
    card=Card(
        what="150 iris flowers, measured with a ruler. To which of three species does a flower "
             "belong?",
        source="R. A. Fisher, 1936, from flowers that E. Anderson collected; comes inside "
               "scikit-learn",
        licence="CC BY 4.0 (UCI repository)"))
def iris(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Three species of iris flowers by four lengths: the first table of them all."""
    return standardized(*_labelled("iris.csv"), share=share, seed=seed)


@loader(
    "wine", title="Wine", kind=TABLE, columns=_WINE, form=lambda settings: _shape(_WINE),
    classes=("cultivar 1", "cultivar 2", "cultivar 3"), adjusts=SPLIT,
    card=Card(
        what="178 wines from one region of Italy, analysed in a laboratory. From which of three "
             "cultivars of grapes is a wine?",
        source="M. Forina and others, 1988, by way of the UCI repository; comes inside "
               "scikit-learn",
        licence="CC BY 4.0 (UCI repository)",
        note="The source gives no units for the amounts."))
def wine(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Three cultivars of wine by thirteen analyses."""
    return standardized(*_labelled("wine_data.csv"), share=share, seed=seed)


@loader(
    "breast_cancer", title="Breast cancer", kind=TABLE, columns=_CANCER,
    form=lambda settings: _shape(_CANCER), classes=("benign", "malignant"), adjusts=SPLIT,
    card=Card(
        what="569 tumours: the shape of their cell nuclei, measured in a picture from the "
             "microscope. Is the tumour benign or malignant?",
        source="W. Wolberg, O. Mangasarian, N. Street and W. Street, University of Wisconsin, "
               "1995; comes inside scikit-learn",
        licence="CC BY 4.0 (UCI repository)",
        note="Lengths are in units of the picture. scikit-learn counts the classes the other way "
             "round: 0 is malignant there. Nothing to diagnose anybody with."))
def breast_cancer(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """Benign and malignant tumours by thirty numbers about their cells."""
    x, benign = _labelled("breast_cancer.csv")
    return standardized(x, 1 - benign, share=share, seed=seed)


@loader(
    "diabetes", title="Diabetes", kind=TABLE, columns=_DIABETES, classes=(), adjusts=SPLIT,
    form=lambda settings: _shape(_DIABETES),
    target=Column("progression", "Progression of the disease",
                  "A score from 25 to 346, one year later."),
    card=Card(
        what="442 people with diabetes, examined once. How far has the disease progressed a year "
             "later?",
        source="B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle Regression, "
               "2004; comes inside scikit-learn",
        licence="published by the authors without terms; scikit-learn passes it on under "
                "BSD 3-Clause",
        note="The source gives no units; those here are what the sizes of the numbers mean. The "
             "model learns the score standardized, so a squared error of 1 is that of always "
             "answering with the mean."))
def diabetes(settings: Settings, *, points: int, share: int, seed: int) -> Data:
    """How a disease progresses within a year, from ten numbers: an answer on a scale."""
    return standardized(*_progression(), share=share, seed=seed)


def standardized(x: np.ndarray, y: np.ndarray, *, share: int, seed: int) -> Data:
    """Rows split and standardized with the mean and the standard deviation of the training rows.

    Args:
        x: (n, columns) numbers in their own units.
        y: (n,) classes, int32, which stay as they are; or numbers, float, standardized too.
    """
    numbers = y.dtype.kind == "f"
    train, test = split(np.zeros(len(y)) if numbers else y, share, seed)
    centre, spread = _measure(x[train])
    at, scale = _measure(y[train]) if numbers else (0.0, 1.0)
    x = ((x - centre) / spread).astype(np.float32)
    y = ((y - at) / scale).astype(np.float32) if numbers else y
    return Data(x[train], y[train], x[test], y[test], centre=centre, spread=spread,
                target_centre=float(at), target_spread=float(scale))


def _measure(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of every column; 1 where a column is constant."""
    spread = x.std(axis=0)
    return x.mean(axis=0), np.where(spread > 0, spread, 1.0)


@cache
def _labelled(file: str) -> tuple[np.ndarray, np.ndarray]:
    """The numbers (n, columns) of a table whose last column is the class, and the classes."""
    rows = carried(file, header=1)
    return rows[:, :-1], fixed(rows[:, -1].astype(np.int32))


@cache
def _progression() -> tuple[np.ndarray, np.ndarray]:
    rows = carried("diabetes_data_raw.csv.gz", delimiter=" ")
    return rows, carried("diabetes_target.csv.gz")[:, 0]
