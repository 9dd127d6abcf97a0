// What one example is, drawn: a picture, a window of a series with what comes after it.

// A picture (height, width, channels) of bytes, pixel for pixel; the style makes it larger.
function paintPicture(canvas, data, [height, width, channels]) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = (canvas.context ??= canvas.getContext("2d"));
  if (canvas.image?.width !== width || canvas.image.height !== height) {
    canvas.image = context.createImageData(width, height);
  }
  const pixels = canvas.image.data;
  for (let k = 0; k < height * width; k += 1) {
    for (let c = 0; c < 3; c += 1) pixels[4 * k + c] = data[k * channels + (channels < 3 ? 0 : c)];
    pixels[4 * k + 3] = 255;
  }
  context.putImageData(canvas.image, 0, 0);
}

// A window as a line; behind it the true next value (a ring) and the forecast (a full dot).
function paintSeries(canvas, values, { width, height, ink, grid, positive, truth, forecast }) {
  const context = sized(canvas, width, height);
  context.clearRect(0, 0, width, height);
  const known = [...values, truth, forecast].filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const margin = 7;
  const y = (value) => margin + (1 - (value - low) / (high - low || 1)) * (height - 2 * margin);
  const steps = values.length + (Number.isFinite(truth) || Number.isFinite(forecast) ? 1 : 0);
  const x = (k) => margin + (k / Math.max(1, steps - 1)) * (width - 2 * margin);
  if (low < 0 && high > 0) {
    context.fillStyle = grid;
    context.fillRect(0, Math.round(y(0)), width, 1);
  }
  const line = new Path2D();
  values.forEach((value, k) => line[k ? "lineTo" : "moveTo"](x(k), y(value)));
  context.strokeStyle = ink;
  context.lineWidth = 1.6;
  context.lineJoin = "round";
  context.stroke(line);
  const last = values.length;
  const leap = (value, colour, dash) => {
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(x(last - 1), y(values[last - 1]));
    context.lineTo(x(last), y(value));
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(x(last), y(value), 4, 0, 2 * Math.PI);
  };
  if (Number.isFinite(truth)) {
    leap(truth, ink, []);
    context.lineWidth = 2;
    context.stroke();
  }
  if (Number.isFinite(forecast)) {
    context.lineWidth = 1.6;
    leap(forecast, positive, [3, 3]);
    context.fillStyle = positive;
    context.fill();
  }
}

// The message's words in the order that the model reads them, cut as datasets/messages.py does.
function wordsOf({ text }) {
  return (text ?? "").match(/\p{L}+|\p{Nd}+|[£$€!?]/gu) ?? [];
}

// Words as the model reads them, from its numbers (0: none, 1: a word that it does not know).
function showTokens(place, numbers, words) {
  const known = [...numbers].filter((number) => number !== 0);
  const key = `${known.join()}|${words.join(" ")}`;
  if (place.tokens === key && place.firstChild) return;
  place.tokens = key;
  place.replaceChildren(...known.map((number, k) => {
    const token = document.createElement("span");
    token.className = number === 1 ? "token unknown" : "token";
    token.textContent = words[k] ?? "?";
    token.title = number === 1
      ? "Not in the vocabulary: the model sees only that a word stands here"
      : `Word ${number} of the vocabulary`;
    return token;
  }));
}

// How many words there was no room for, in words.
function leftOver(numbers, words) {
  const read = [...numbers].filter((number) => number !== 0).length;
  return words.length > read ? `${read} of ${words.length} words read` : "";
}

// A number of a table or a series in few characters.
function shortNumber(value) {
  if (!Number.isFinite(value)) return "?";
  const size = Math.abs(value);
  const text = size >= 1e5 || (size > 0 && size < 1e-3) ? value.toExponential(1)
    : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
}
