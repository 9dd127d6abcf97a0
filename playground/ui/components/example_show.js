// The example itself, and the answer: each kind of data in its own way.

const PICTURE = 216, SMALL_PICTURE = 128; // pixels, of one as high as wide
const PAIR = 300, SMALL_PAIR = 172; // pixels across, of two side by side
const NARROW = 420; // pixels of the whole, as in example.css

function showInput(panel, input, output, example) {
  const { data, canvas } = panel;
  const truth = example.true ?? undefined;
  if (data.kind === "image" && input.shape.length === 3) {
    const [height, width] = input.shape;
    paintPicture(canvas, input.data, input.shape);
    const [side, widest] = panel.root.clientWidth < NARROW
      ? [SMALL_PICTURE, SMALL_PAIR] : [PICTURE, PAIR];
    const scale = Math.min(side / height, widest / width);
    canvas.style.width = `${width * scale}px`;
    canvas.style.height = `${height * scale}px`;
    setText(panel.question, example.text ?? ""); // the question about it
    setAttribute(canvas, "aria-label", sentence(pictureWords(data, example), ""));
  } else if (data.kind === "series") {
    const { ink } = panel.dark ? SCALES.dark : SCALES;
    paintSeries(canvas, [...input.data], {
      width: clamp(panel.shown.clientWidth, 220, 560), height: 170,
      truth, forecast: output?.data[0],
      ink: `rgb(${ink.join(" ")})`, grid: panel.colours.grid, positive: panel.colours.positive,
    });
    setAttribute(canvas, "aria-label", "The window, the true next value and the forecast");
  } else if (data.kind === "table") {
    panel.values.forEach((value, k) => setText(value, shortNumber(input.data[k])));
  } else if (data.kind === "text") {
    showMessage(panel, input.data, example);
  }
}

function pictureWords({ classes, parts }, { true: truth, text }) {
  if (truth === undefined || truth === null) return `your own ${parts.join(" and ") || "picture"}`;
  const name = className(classes, truth);
  if (!parts.length) return `a picture of ${name}`;
  return `${parts.join(" and ")}${text ? `, “${text}”` : ""}; true: ${name}`;
}

// The message as it was written; the words that the model does not know stand out.
function showMessage(panel, numbers, example) {
  const text = example.text ?? "";
  const read = [...numbers].filter((number) => number !== 0);
  const key = `${text}|${read.join()}`;
  if (panel.words === key) return;
  panel.words = key;
  const line = document.createElement("p");
  let at = 0;
  wordsOf(example).forEach((word, k) => {
    const found = text.indexOf(word, at);
    if (found < 0) return;
    line.append(text.slice(at, found));
    const cut = k >= read.length;
    const piece = make(line, "span", cut ? "cut" : read[k] === 1 ? "unknown" : "", word);
    if (cut) piece.title = "Beyond what the model reads";
    else if (read[k] === 1) piece.title = "Not in the vocabulary";
    at = found + word.length;
  });
  line.append(text.slice(at));
  panel.shown.replaceChildren(line);
  const unknown = read.filter((number) => number === 1).length;
  if (unknown) make(panel.shown, "p", "note", `Dotted: not in the vocabulary (${unknown}).`);
}

function showAnswer(panel, output, example) {
  const { data, verdict } = panel;
  const truth = example.true ?? null;
  if (!data.classes.length) return showNumber(panel, output[0], truth);
  const shares = probabilitiesOf(output, data.classes);
  const said = saidClass(shares);
  paintBars(barsFor(panel, panel.answer, data.classes), shares, truth);
  if (said < 0) return undefined;
  const name = className(data.classes, said);
  const right = verdictOf(said, truth, data.classes);
  setText(verdict, right === null ? `Your own: the model says ${name}.`
    : right ? `✓ Right: the model says ${name}.`
      : `✗ Wrong: the model says ${name}, it is ${className(data.classes, truth)}.`);
  verdict.className = `verdict ${right === null ? "" : right ? "right" : "mistake"}`;
  return undefined;
}

// What a model makes of an example that it does not judge: drawn, if it is an example again.
function showMade(panel, input, made) {
  const { answer, verdict } = panel;
  const again = made.length === input.data.length && input.shape.length === 3;
  setText(verdict, again ? "What the model makes of it" : "");
  verdict.className = "verdict";
  if (!again) return answer.replaceChildren();
  if (!panel.made) {
    panel.made = make(answer, "canvas", "made");
    panel.made.setAttribute("role", "img");
    panel.made.setAttribute("aria-label", "What the model makes of the example");
  }
  const bytes = Uint8ClampedArray.from(made, (value) => 255 * value);
  paintPicture(panel.made, bytes, input.shape);
  Object.assign(panel.made.style, {
    width: panel.canvas.style.width, height: panel.canvas.style.height });
  return undefined;
}

function showNumber({ data, verdict, answer }, said, truth) {
  const name = data.target || (data.kind === "series" ? "the next value" : "the answer");
  const off = verdictOf(said, truth, data.classes);
  setText(verdict, `Predicted ${shortNumber(said)}${
    off === null ? "" : `; true ${shortNumber(truth)}, off by ${shortNumber(off)}`}.`);
  if (!answer.firstChild) make(answer, "p", "note", "");
  setText(answer.firstChild, data.kind === "series"
    ? "The ring is the true next value, the full dot the forecast." : sentence(name));
}
