// The drawing: strokes with mouse, finger, pen or keys, as they are drawn and as they are sent.

const PEN = 0.07, THIN = 0.04; // a stroke's width on the pad, as a part of its side
const KEY_STEP = 1 / 28;
const FAINT = 0.4; // what is replaced as soon as one draws
const WIDEST = 232, WIDEST_OF_SEVERAL = 180; // pixels: of the pad,
const BESIDE = 128; // and of what stands beside it

function buildDrawing(part) {
  const { place, data } = part;
  const canvas = make(place, "canvas", "paper");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  const what = data.title ? `: ${data.title.toLowerCase()}` : "";
  canvas.setAttribute("aria-label", `Drawing pad${what}. Arrow keys move the pen, space puts it `
    + "down or up, Backspace takes the last stroke back.");
  const side = make(place, "div", "side");
  const buttons = make(side, "div", "buttons");
  const button = (text, title, run) => {
    const made = make(buttons, "button", "", text);
    Object.assign(made, { title, onclick: run });
    return made;
  };
  const drawing = { canvas, strokes: [], pen: [0.5, 0.5], down: false };
  part.drawing = drawing;
  button("Undo", "Take back the last stroke (Backspace)", () => undoStroke(part));
  button("Clear", "Clear the pad and show the test example again (Delete)", () => clearPad(part));
  const seen = make(side, "label", "seen", "What the model sees");
  drawing.seen = make(seen, "canvas", "");
  make(side, "p", "note", data.fit?.centre === "mass"
    ? "Scaled and centred as the digits that it learned from."
    : data.fit ? `Scaled as the pictures that it learned from${
      data.fit.solid ? "; what a line goes round is filled" : ""}.` : "The pad as it is.");
  make(side, "p", "note", "Keys: arrows move, space draws.");
  watchDrawing(part);
  showDrawing(part);
  if (data.name) part.follow = (frame) => followPicture(part, frame);
}

// Until it is drawn, a part of several is the picture of the chosen test example, faint on the pad.
function followPicture(part, frame) {
  const picture = frame.get(`example/input/${part.data.name}`);
  const { given, drawing } = part;
  if (!picture || drawing.strokes.length) return;
  if (given?.every((value, k) => value === picture.data[k])) return;
  part.given = picture.data.slice();
  showDrawing(part);
}

function watchDrawing(part) {
  const { canvas } = part.drawing;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || part.drawing.pointer !== undefined) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    Object.assign(part.drawing, { pointer: event.pointerId, down: false, byKeys: false });
    part.drawing.strokes.push([pointOn(canvas, event)]);
    changed(part);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== part.drawing.pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) {
      part.drawing.strokes.at(-1).push(pointOn(canvas, each));
    }
    changed(part);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, (event) => {
      if (event.pointerId === part.drawing.pointer) part.drawing.pointer = undefined;
    });
  }
  canvas.addEventListener("keydown", (event) => drawWithKeys(part, event));
  canvas.addEventListener("blur", () => {
    Object.assign(part.drawing, { down: false, byKeys: false });
    showDrawing(part);
  });
}

function pointOn(canvas, { clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  return [clamp((clientX - box.left) / box.width, 0, 1),
    clamp((clientY - box.top) / box.height, 0, 1)];
}

// The keyboard's pen: it moves with the arrows and draws while it is down.
function drawWithKeys(part, event) {
  const { drawing } = part;
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
    undoStroke(part);
  } else if (event.key === "Delete") {
    clearPad(part);
  } else {
    return;
  }
  event.preventDefault();
  drawing.byKeys = true;
  changed(part);
}

function undoStroke(part) {
  part.drawing.down = false;
  part.drawing.strokes.pop();
  changed(part);
}

function clearPad(part) {
  Object.assign(part.drawing, { strokes: [], down: false });
  changed(part);
}

function changed(part) {
  const { strokes } = part.drawing;
  part.drawing.request ||= requestAnimationFrame(() => {
    part.drawing.request = 0;
    showDrawing(part);
  });
  if (strokes.length) offer(part, () => base64(pixelsOf(part)));
  else withdraw(part);
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

function showDrawing(part) {
  const { canvas, seen, strokes, pen, down, byKeys } = part.drawing;
  const [height, width, channels = 1] = part.data.shape;
  const widest = part.data.name ? WIDEST_OF_SEVERAL : WIDEST;
  const side = clamp(part.pad.root.clientWidth - BESIDE, 160, widest);
  const context = sized(canvas, side, Math.round((side * height) / width));
  const [wide, high] = [side, (side * height) / width];
  const pixels = strokes.length || !part.given ? pixelsOf(part) : part.given;
  paintPicture(seen, pixels, [height, width, channels]);
  context.fillStyle = "#000";
  context.fillRect(0, 0, wide, high);
  if (!strokes.length) {
    Object.assign(context, { globalAlpha: FAINT, imageSmoothingEnabled: false });
    context.drawImage(seen, 0, 0, wide, high);
    context.globalAlpha = 1;
  }
  const { fit } = part.data;
  const thick = (fit?.solid ? THIN : PEN) * wide;
  drawStrokes(context, strokes, ([x, y]) => [x * wide, y * high], thick, fit?.solid);
  if (!byKeys) return;
  context.lineWidth = 2;
  context.strokeStyle = part.pad.colours.positive;
  context.fillStyle = part.pad.colours.positive;
  context.beginPath();
  context.arc(pen[0] * wide, pen[1] * high, (PEN * wide) / 2 + 2, 0, 2 * Math.PI);
  context[down ? "fill" : "stroke"]();
}
