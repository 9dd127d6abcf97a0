"""Examples of a data set as pictures."""

import io
from base64 import b64decode

import numpy as np
from PIL import Image

from playground.datasets import Data
from playground.figures import examples


def test_the_first_pictures_of_every_class_are_shown_as_they_are():
    x = np.random.default_rng(0).integers(0, 256, (6, 3, 4, 1), np.uint8)
    data = Data(x, np.zeros(6, int), x, np.array([1, 0, 1, 1, 0, 0]))
    shown = examples.of_each_class(data, 2, 2)
    pixels = [[np.asarray(Image.open(io.BytesIO(b64decode(each.partition(",")[2]))))
               for each in row] for row in shown]
    np.testing.assert_array_equal(pixels, np.array([x[[1, 4]], x[[0, 2]]])[..., 0])
