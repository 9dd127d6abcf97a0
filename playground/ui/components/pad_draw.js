// The drawing: strokes with mouse, finger, pen or keys, as they are drawn and as they are sent.

const PEN = 0.07, THIN = 0.04; // a stroke's width on the pad, as a part of its side
const KEY_STEP = 1 / 28;
const WIDEST = 232, BESIDE = 128; // pixels: of the pad, and what stands beside it

function buildDrawing(own) {
  const { place, data } = own;
  const canvas = make(place, "canvas", "paper");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "Drawing pad. Arrow keys move the pen, space puts it down or "
    + "up, Backspace takes the last stroke back.");
  const side = make(place, "div", "side");
  const buttons = make(side, "div", "buttons");
  const button = (text, title, run) => {
    const made = make(buttons, "button", "", text);
    Object.assign(made, { title, onclick: run });
    return made;
  };
  const drawing = { canvas, strokes: [], pen: [0.5, 0.5], down: false };
  own.drawing = drawing;
  button("Undo", "Take back the last stroke (Backspace)", () => undoStroke(own));
  button("Clear", "Clear the pad and show the test example again (Delete)", () => clearPad(own));
  const seen = make(side, "label", "seen", "What the model sees");
  drawing.seen = make(seen, "canvas", "");
  make(side, "p", "note", data.fit?.centre === "mass"
    ? "Scaled and centred as the digits that it learned from."
    : data.fit ? `Scaled as the pictures that it learned from${
      data.fit.solid ? "; what a line goes round is filled" : ""}.` : "The pad as it is.");
  make(side, "p", "note", "Keys: arrows move, space draws.");
  watchDrawing(own);
  showDrawing(own);
}

function watchDrawing(own) {
  const { canvas } = own.drawing;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || own.drawing.pointer !== undefined) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    Object.assign(own.drawing, { pointer: event.pointerId, down: false, byKeys: false });
    own.drawing.strokes.push([pointOn(canvas, event)]);
    changed(own);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== own.drawing.pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) {
      own.drawing.strokes.at(-1).push(pointOn(canvas, each));
    }
    changed(own);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, (event) => {
      if (event.pointerId === own.drawing.pointer) own.drawing.pointer = undefined;
    });
  }
  canvas.addEventListener("keydown", (event) => drawWithKeys(own, event));
  canvas.addEventListener("blur", () => {
    Object.assign(own.drawing, { down: false, byKeys: false });
    showDrawing(own);
  });
}

function pointOn(canvas, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  return [clamp((clientX - box.left) / box.width, 0, 1),
    clamp((clientY - box.top) / box.height, 0, 1)];
}

// The keyboard's pen: it moves with the arrows and draws while it is down.
function drawWithKeys(own, event) {
  const { drawing } = own;
  const [across, down] = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  }[event.key] ?? [0, 0];
  if (event.key === " ") {
    drawing.down = !drawing.down;
    if (drawing.down) drawing.strokes.push([[...drawing.pen]]);
  } else if (across || down) {
    drawing.pen = [drawing.pen[0] + across * KEY_STEP, drawing.pen[1] + down * KEY_STEP]
      .map((value) => clamp(value, 0.02, 0.98));
    if (drawing.down) drawing.strokes.at(-1).push([...drawing.pen]);
  } else if (event.key === "Backspace") {
    undoStroke(own);
  } else if (event.key === "Delete") {
    clearPad(own);
  } else {
    return;
  }
  event.preventDefault();
  drawing.byKeys = true;
  changed(own);
}

function undoStroke(own) {
  own.drawing.down = false;
  own.drawing.strokes.pop();
  changed(own);
}

function clearPad(own) {
  Object.assign(own.drawing, { strokes: [], down: false });
  changed(own);
}

function changed(own) {
  const { strokes } = own.drawing;
  own.drawing.request ||= requestAnimationFrame(() => {
    own.drawing.request = 0;
    showDrawing(own);
  });
  if (strokes.length) offer(own, () => base64(pixelsOf(own)));
  else withdraw(own);
}

// Bytes (height, width, channels): the drawing is grey, so all channels are the same.
function pixelsOf({ data, drawing }) {
  const [height, width, channels = 1] = data.shape;
  const grey = drawing.strokes.length
    ? fitDrawing(drawing.strokes, height, width, data.fit) : new Uint8Array(height * width);
  if (channels === 1) return grey;
  return Uint8Array.from({ length: grey.length * channels }, (_, k) => (
    grey[Math.floor(k / channels)]));
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

function showDrawing(own) {
  const { canvas, seen, strokes, pen, down, byKeys } = own.drawing;
  const [height, width, channels = 1] = own.data.shape;
  const side = clamp(own.root.clientWidth - BESIDE, 160, WIDEST);
  const context = sized(canvas, side, Math.round((side * height) / width));
  const [wide, high] = [side, (side * height) / width];
  context.fillStyle = "#000";
  context.fillRect(0, 0, wide, high);
  const { fit } = own.data;
  const thick = (fit?.solid ? THIN : PEN) * wide;
  drawStrokes(context, strokes, ([x, y]) => [x * wide, y * high], thick, fit?.solid);
  if (byKeys) {
    context.lineWidth = 2;
    context.strokeStyle = own.colours.positive;
    context.fillStyle = own.colours.positive;
    context.beginPath();
    context.arc(pen[0] * wide, pen[1] * high, (PEN * wide) / 2 + 2, 0, 2 * Math.PI);
    context[down ? "fill" : "stroke"]();
  }
  paintPicture(seen, pixelsOf(own), [height, width, channels]);
}
