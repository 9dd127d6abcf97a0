// How each way's numbers are shown: colours over a picture or words, bars beside names or moments.

const SHOWN = 168; // pixels along a picture's longer side
const FAINT = 0.22; // of the picture under its colours
const MOST_WORDS = 6;

function showWay(view, way, { data }, input, example) {
  const most = largest(data);
  const { kind } = view.data;
  if (kind === "image") showOver(view, way, data, most, input);
  else if (kind === "text") showOverWords(view, way, data, most, input, example);
  else if (kind === "series") showMoments(view, way, data, most, input);
  else showColumns(view, way, data, most);
  if (way.name === "gradient") return;
  setText(way.reach, most === 0 ? "Nothing changes anything."
    : kind === "table" ? "" : `Strongest: ${changeText(view, way, strongest(data, most))}`);
}

function largest(values) {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

function strongest(values, most) {
  return values.find((value) => Math.abs(value) === most);
}

// What was measured, in words: odds that fall or rise by a factor, accuracy, or a number's change.
function changeText({ data }, way, change) {
  if (!data.classes.length) return `${change > 0 ? "+" : ""}${shortNumber(change)}`;
  if (way.name === "importance") {
    return `${change > 0 ? "+" : ""}${(100 * change).toFixed(1)} points`.replace("-", "−");
  }
  const factor = Math.exp(Math.min(Math.abs(change), 300));
  if (factor < 1.005) return "odds the same";
  const text = factor < 100 ? factor.toPrecision(3) : factor < 1e6
    ? Math.round(factor).toLocaleString("en") : factor.toExponential(0).replace("e+", "e");
  return `odds ${change > 0 ? "÷" : "×"} ${text}`;
}

function colourOf(view, share) {
  const step = clamp(Math.round(127 + 127 * share), 0, 254);
  const colour = view.palette[step];
  return [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
}

// The picture, faint, under the colours; a gradient has no sign and takes the sequential scale.
function showOver(view, way, values, most, input) {
  const [height, width, channels] = input.shape;
  const canvas = (way.canvas ??= make(way.place, "canvas", "over"));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = (canvas.context ??= canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  const { sequential } = view.dark ? SCALES.dark : SCALES;
  for (let k = 0; k < height * width; k += 1) {
    const share = most ? values[k] / most : 0;
    const colour = way.name === "gradient"
      ? sequential[clamp(Math.round(254 * share), 0, 254)] : colourOf(view, share);
    let grey = 0;
    for (let c = 0; c < channels; c += 1) grey += input.data[k * channels + c] / channels;
    const ink = view.dark ? grey : 255 - grey;
    for (let c = 0; c < 3; c += 1) {
      image.data[4 * k + c] = colour[c] * (1 - FAINT) + ink * FAINT;
    }
    image.data[4 * k + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  const scale = SHOWN / Math.max(height, width);
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${way.name === "gradient" ? "Gradient" : "What changes when "
    + "a place is covered"}: strongest ${placeOf(values, width, height)}`);
}

// Where the strongest part of a picture is, for those who hear it.
function placeOf(values, width, height) {
  const most = largest(values);
  const at = values.findIndex((value) => Math.abs(value) === most);
  const part = (place, size, names) => names[Math.min(2, Math.floor((3 * place) / size))];
  return `${part(Math.floor(at / width), height, ["at the top", "in the middle", "at the bottom"])
  }, ${part(at % width, width, ["left", "centre", "right"])}`;
}

// Every word on its colour, and the strongest ones with their numbers.
function showOverWords(view, way, values, most, input, example) {
  const words = wordsOf(example).slice(0, input.data.findLastIndex((number) => number !== 0) + 1);
  const line = document.createElement("p");
  line.className = "message";
  words.forEach((word, k) => {
    const share = most ? values[k] / most : 0;
    const token = make(line, "span", "token", word);
    token.title = `Without it: ${changeText(view, way, values[k])}`;
    const colour = colourOf(view, share);
    token.style.background = `rgb(${colour.join(" ")})`;
    const light = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] > 140;
    token.style.color = light ? "#1d2733" : "#ffffff";
    line.append(" ");
  });
  const order = words.map((word, k) => ({ word, change: values[k] }))
    .filter(({ change }) => Math.abs(change) > 0)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, MOST_WORDS);
  const key = JSON.stringify([words, order, view.dark]);
  if (key === way.key) return;
  way.key = key;
  const list = document.createElement("ol");
  list.className = "strongest";
  for (const { word, change } of order) {
    const item = make(list, "li", "", "");
    make(item, "b", "", word);
    item.append(` ${change > 0 ? "speaks for it" : "speaks against it"}: `
      + `without it ${changeText(view, way, change)}`);
  }
  way.place.replaceChildren(line, list);
}

// A bar a moment, under or over the line of zero.
function showMoments(view, way, values, most, input) {
  const canvas = (way.canvas ??= make(way.place, "canvas", ""));
  const [width, high, line] = [clamp(way.place.clientWidth, 200, 420), 168, 84];
  const context = sized(canvas, width, high);
  context.clearRect(0, 0, width, high);
  const { ink } = view.dark ? SCALES.dark : SCALES;
  const inkText = `rgb(${ink.join(" ")})`;
  paintWindow(context, [...input.data], width, line, inkText);
  const step = width / values.length;
  const unsigned = way.name === "gradient";
  const [zero, room] = unsigned ? [high - 2, high - line - 8] : [(high + line + 4) / 2,
    (high - line - 12) / 2];
  context.fillStyle = view.colours.grid;
  context.fillRect(0, zero, width, 1);
  values.forEach((value, k) => {
    const size = most ? (value / most) * room : 0;
    context.fillStyle = unsigned ? inkText
      : size > 0 ? view.colours.positive : view.colours.negative;
    context.fillRect(k * step + 1, zero - Math.max(size, 0), Math.max(1, step - 2),
      Math.abs(size));
  });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `The window and under it a bar for each moment; the longest is `
    + `moment ${values.findIndex((value) => Math.abs(value) === most) + 1} of ${values.length}`);
}

function paintWindow(context, values, width, high, ink) {
  const [low, top] = [Math.min(...values), Math.max(...values)];
  const step = width / values.length;
  context.strokeStyle = ink;
  context.lineWidth = 1.6;
  context.beginPath();
  values.forEach((value, k) => context[k ? "lineTo" : "moveTo"](
    (k + 0.5) * step, 5 + (1 - (value - low) / (top - low || 1)) * (high - 10)));
  context.stroke();
}

// A bar a column, the strongest first; those that are switched off are not asked about.
function showColumns(view, way, values, most) {
  const order = view.data.columns.map(({ label, name }, k) => ({ label, name, value: values[k] }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const rows = (way.rows ??= new Map());
  for (const [name, row] of rows) {
    if (!order.some((each) => each.name === name)) {
      row.box.remove();
      rows.delete(name);
    }
  }
  order.forEach(({ label, name, value }, place) => {
    let row = rows.get(name);
    if (!row) {
      const box = make(way.place, "div", "column");
      make(box, "span", "name", label).title = label;
      row = { box, bar: make(make(box, "span", "track"), "i", ""), text: make(box, "b", "", "") };
      rows.set(name, row);
    }
    const half = most ? (50 * Math.abs(value)) / most : 0;
    row.box.style.order = place;
    row.bar.style.left = `${value < 0 ? 50 - half : 50}%`;
    row.bar.style.width = `${half}%`;
    row.bar.className = value < 0 ? "below" : "";
    setText(row.text, changeText(view, way, value));
  });
}
