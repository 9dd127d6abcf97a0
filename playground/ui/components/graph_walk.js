// Choosing boxes, and walking from one to the next along the lines.

function watchBoxes(view) {
  const { viewport } = view;
  viewport.addEventListener("click", (event) => {
    if (view.dragged > 4) return; // it was moved, not clicked
    choose(view, nameAt(event));
  });
  viewport.addEventListener("pointerover", (event) => point(view, nameAt(event)));
  viewport.addEventListener("pointerleave", () => point(view, null));
  viewport.addEventListener("focusin", (event) => {
    const name = nameAt(event);
    const box = view.byName.get(name);
    if (!box) return;
    view.roving = name;
    markBoxes(view);
    if (event.target.matches(":focus-visible")) reveal(view, box);
  });
  view.root.addEventListener("keydown", (event) => onKey(view, event));
}

function nameAt(event) {
  return event.target.closest?.(".box")?.dataset.name ?? null;
}

function point(view, name) {
  if (view.pointed === name) return;
  view.pointed = name;
  markBoxes(view);
}

function choose(view, name) {
  if (name) view.roving = name;
  if (view.chosen === name) return;
  view.chosen = name; // at once; Python's answer follows
  markBoxes(view);
  tell(view, { do: "choose", name });
  if (name) showChosen(view);
}

// What the page tells of a chosen box comes into view, where the screen is too small for both.
function showChosen({ data, still }) {
  setTimeout(() => {
    const place = document.querySelector(`.st-key-${data.settings_in}`);
    if (!place || place.getBoundingClientRect().top < innerHeight - 80) return;
    place.scrollIntoView({ behavior: still.matches ? "auto" : "smooth", block: "nearest" });
  }, 400); // it is there by then
}

function tell(view, what) {
  sendEvent(view.events, view.trigger, "event", what);
}

function onKey(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
  const at = view.byName.get(nameAt(event));
  const run = {
    "+": () => zoomBy(view, STEP), "=": () => zoomBy(view, STEP), "-": () => zoomBy(view, 1 / STEP),
    0: () => showAll(view), Escape: () => choose(view, null),
  }[event.key] ?? (at && {
    Enter: () => choose(view, at.name), " ": () => choose(view, at.name),
    ArrowRight: () => walk(view, at, 1), ArrowLeft: () => walk(view, at, -1),
    ArrowDown: () => climb(view, at, 1), ArrowUp: () => climb(view, at, -1),
    Home: () => goTo(view, view.data.boxes[0]), End: () => goTo(view, view.data.boxes.at(-1)),
  }[event.key]);
  if (!run) return;
  event.preventDefault();
  run();
}

function goTo(view, box) {
  if (box) elementOf(view, box.name).focus();
}

function middleOf({ place: [left, top], size: [wide, high] }) {
  return { x: left + wide / 2, y: top + high / 2 };
}

// Along a line: to the nearest of the boxes that it leads to, or that it comes from.
function walk(view, box, way) {
  const [here, there] = way > 0 ? ["source", "target"] : ["target", "source"];
  const reached = view.data.wires.filter((wire) => wire[here] === box.name)
    .map((wire) => view.byName.get(wire[there]));
  goTo(view, nearest(box, reached));
}

// Across the lines: to the next box above or below.
function climb(view, box, way) {
  const from = middleOf(box);
  const beyond = view.data.boxes.filter((each) => way * (middleOf(each).y - from.y) > 8);
  goTo(view, nearest(box, beyond));
}

function nearest(box, others) {
  const from = middleOf(box);
  const away = (other) => Math.hypot(middleOf(other).x - from.x, middleOf(other).y - from.y);
  return others.reduce((best, each) => (best && away(best) <= away(each) ? best : each), null);
}
