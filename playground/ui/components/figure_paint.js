// From the whole numbers of a frame to the pixels of an image.

// A canvas as a data address: i1 (K, height, width) by sign or class, u1 (height, width) by amount,
// f4 (height, width) by sign.
function painted(canvas, values, binding, limits, palette) {
  const [height, width] = values.shape.slice(-2);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const count = values.shape.length === 3 ? values.shape[0] : 1;
  if (binding.colours === "sequential") {
    paintAmounts(pixels, values.data, palette.sequential);
  } else if (values.data instanceof Float32Array) {
    paintNumbers(pixels, values.data, limits, palette.diverging);
  } else if (count === 1) {
    paintSigns(pixels, values.data, limits, binding.discretize, palette.diverging);
  } else {
    paintClasses(pixels, values.data, count, binding.discretize, palette);
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

function paintAmounts(pixels, data, table) {
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = data[i] ? packed(table[Math.min(254, data[i])]) : 0; // nothing is transparent
  }
}

function paintNumbers(pixels, data, { low, high }, table) {
  data.forEach((value, index) => {
    const at = (value - low) / (high - low); // not a number: transparent
    pixels[index] = at >= 0 && at <= 1 ? packed(table[Math.round(254 * at)]) : 0;
  });
}

// limits: the range of the values, and the values at the ends of the scale.
function paintSigns(pixels, data, { low, high, first, last }, discretize, table) {
  const colours = new Uint32Array(256); // by q + 128
  for (let q = -127; q <= 127; q++) {
    const value = low + ((q + 127) / 254) * (high - low);
    const at = Math.min(1, Math.max(0, (value - first) / (last - first)));
    const place = discretize ? (at < 0.5 ? 0 : 254) : Math.round(254 * at);
    colours[q + 128] = packed(table[place]);
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[data[i] + 128];
}

// Every class by its share, paler where the model is less sure.
function paintClasses(pixels, data, count, discretize, { classes, diverging }) {
  const size = pixels.length;
  const neutral = diverging[127];
  for (let i = 0; i < size; i++) {
    let total = 0, red = 0, green = 0, blue = 0, most = -1, winner = 0;
    for (let k = 0; k < count; k++) {
      const share = data[k * size + i] + 127;
      const colour = classes[k % classes.length];
      total += share;
      red += share * colour[0];
      green += share * colour[1];
      blue += share * colour[2];
      if (share > most) {
        most = share;
        winner = k;
      }
    }
    if (discretize) {
      pixels[i] = packed(classes[winner % classes.length]);
      continue;
    }
    const sure = total ? (most / total - 1 / count) / (1 - 1 / count) : 0;
    const part = 0.1 + 0.9 * sure;
    const mix = (sum, plain) => Math.round(plain + part * ((total ? sum / total : plain) - plain));
    pixels[i] = packed([mix(red, neutral[0]), mix(green, neutral[1]), mix(blue, neutral[2])]);
  }
}

function packed([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
