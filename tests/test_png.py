"""PNG files, read again by Pillow."""

import io

import numpy as np
import pytest
from PIL import Image

from playground.png import data_uri, png


@pytest.mark.parametrize(("channels", "mode"), [(1, "L"), (2, "LA"), (3, "RGB"), (4, "RGBA")])
def test_another_reader_finds_the_same_pixels(channels, mode):
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, channels), np.uint8)
    image = Image.open(io.BytesIO(png(pixels)))
    assert image.mode == mode
    np.testing.assert_array_equal(np.asarray(image).reshape(5, 7, channels), pixels)


def test_an_address_holds_the_file():
    assert data_uri(np.zeros((1, 1, 1), np.uint8)).startswith("data:image/png;base64,iVBORw0KGgo")
