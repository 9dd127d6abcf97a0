// Choosing boxes, and walking from one to the next along the lines.

function watchBoxes(view) {
  const { viewport } = view;
  viewport.addEventListener("click", (event) => {
    if (view.dragged > 4 || event.target.closest("button")) return; // moved, not clicked
    if (event.target.closest(".opens")) {
      openModel(view, view.byName.get(nameAt(event)));
      return;
    }
    pickLine(view, event.target.closest(".line"));
    if (event.target.closest(".line") && view.data.editable) return;
    choose(view, nameAt(event), event.shiftKey);
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

// Whether it is a nested model whose boxes can be looked at.
function opens({ opened }) {
  return typeof opened === "boolean";
}

function openModel(view, { name, opened }) {
  view.roving = name;
  tell(view, { do: "open", name });
  say(view, opened ? `${name} is one box again` : `${name} is open: its boxes stand before it`);
}

function nameAt(event) {
  return event.target.closest?.(".box")?.dataset.name ?? null;
}

function point(view, name) {
  if (view.pointed === name) return;
  view.pointed = name;
  markBoxes(view);
}

function choose(view, name, more = false) {
  if (name) view.roving = name;
  if (more && view.data.editable && name) {
    if (view.selected.has(name) && name !== view.chosen) view.selected.delete(name);
    else view.selected.add(name);
    if (view.chosen) {
      markBoxes(view);
      return;
    }
  }
  const before = view.chosen;
  if (!more) view.selected.clear();
  if (name) view.selected.add(name);
  view.chosen = name; // at once; Python's answer follows
  markBoxes(view);
  if (name === before) return;
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
  if (event.target.closest("input") || event.target.closest(".menu")) {
    if (event.key === "Escape") closeMenu(view, true);
    return;
  }
  const at = view.byName.get(nameAt(event));
  if (editByKey(view, event, at)) {
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const run = {
    "+": () => zoomBy(view, STEP), "=": () => zoomBy(view, STEP), "-": () => zoomBy(view, 1 / STEP),
    0: () => showAll(view), Escape: () => leaveLine(view) || choose(view, null),
  }[event.key] ?? (at && {
    Enter: () => choose(view, at.name, event.shiftKey),
    " ": () => choose(view, at.name, event.shiftKey),
    ...(opens(at) ? { o: () => openModel(view, at) } : {}),
    ArrowRight: () => walk(view, at, 1), ArrowLeft: () => walk(view, at, -1),
    ArrowDown: () => climb(view, at, 1), ArrowUp: () => climb(view, at, -1),
    Home: () => goTo(view, view.data.boxes[0]), End: () => goTo(view, view.data.boxes.at(-1)),
  }[event.key]);
  if (!run) return;
  event.preventDefault();
  const before = view.roving;
  run();
  if (event.shiftKey && event.key.startsWith("Arrow") && view.roving !== before) {
    if (!view.selected.has(before)) choose(view, before);
    choose(view, view.roving, true);
  }
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
