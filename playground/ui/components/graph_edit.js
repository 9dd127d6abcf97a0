// Drawing lines and moving boxes, with the pointer and with the keys.

const STEPS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};
const MOVE = 12; // pixels a press of Alt and an arrow key
const MOVED_AFTER = 300; // ms: presses that follow one another are one move

function watchEditing(view) {
  const { viewport } = view;
  viewport.addEventListener("pointerdown", (event) => {
    if (!view.data?.editable || event.button > 0 || event.target.closest("input")) return;
    const name = nameAt(event);
    const handle = event.target.closest?.(".handle");
    const box = view.byName.get(name);
    if (!box) return;
    if (handle) view.drag = { kind: "line", box, output: Number(handle.dataset.output) };
    else if (event.pointerType !== "touch" || view.chosen === name) {
      view.drag = { kind: "box", box, from: pointIn(view, event), start: new Map() };
    }
    if (!view.drag) return;
    view.dragged = 0;
    view.drag.pointer = event.pointerId;
    view.drag.last = pointIn(view, event);
    event.stopImmediatePropagation(); // the graph itself stays where it is
  });
  viewport.addEventListener("pointermove", (event) => {
    if (view.drag?.pointer === event.pointerId) onDrag(view, event);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    viewport.addEventListener(name, (event) => {
      if (view.drag?.pointer === event.pointerId) onDrop(view, event, name === "pointerup");
    });
  }
}

function worldPoint({ at }, { x, y }) {
  return [(x - at.x) / at.scale, (y - at.y) / at.scale];
}

function onDrag(view, event) {
  const { drag } = view;
  const now = pointIn(view, event);
  view.dragged += Math.hypot(now.x - drag.last.x, now.y - drag.last.y);
  drag.last = now;
  if (view.dragged <= 4) return;
  if (!view.viewport.hasPointerCapture(event.pointerId)) {
    view.viewport.setPointerCapture(event.pointerId);
  }
  if (drag.kind === "line") {
    const over = boxUnder(view, event);
    draft(view, drag.box, drag.output, over ?? null, worldPoint(view, now));
    return;
  }
  const names = view.selected.has(drag.box.name) ? [...view.selected] : [drag.box.name];
  for (const name of names) {
    if (!drag.start.has(name)) drag.start.set(name, view.byName.get(name).place);
  }
  putDragged(view);
}

function putDragged(view) {
  const { drag: { start, from, last }, at: { scale } } = view;
  for (const [name, [left, top]] of start) {
    putBox(view, view.byName.get(name), [
      left + (last.x - from.x) / scale, top + (last.y - from.y) / scale]);
  }
}

// What the pointer holds goes on with it after an answer of Python's, as long as it is there.
function keepDragging(view) {
  const { drag } = view;
  if (!drag) return;
  const box = view.byName.get(drag.box.name);
  view.drag = box ? { ...drag, box } : null;
  if (!box) draft(view, null);
  if (!box || drag.kind === "line") return;
  for (const name of drag.start.keys()) if (!view.byName.has(name)) drag.start.delete(name);
  putDragged(view);
}

function onDrop(view, event, kept) {
  const { drag } = view;
  view.drag = null;
  draft(view, null);
  if (view.dragged <= 4) return;
  if (drag.kind === "line") {
    const over = kept && boxUnder(view, event);
    if (over && over !== drag.box) connect(view, drag.box.name, drag.output, over.name);
    else if (kept) say(view, "A line ends on a box: let it go over one.");
    return;
  }
  for (const [name, place] of drag.start) {
    if (!kept) putBox(view, view.byName.get(name), place);
  }
  if (kept) tellPlaces(view, [...drag.start.keys()]);
}

function boxUnder(view, { clientX, clientY }) {
  const found = view.root.getRootNode().elementFromPoint(clientX, clientY);
  return view.byName.get(found?.closest?.(".box")?.dataset.name);
}

// A box somewhere else for now; its lines go straight there until Python has laid them anew.
function putBox(view, box, place) {
  box.place = place.map(Math.round);
  const { style } = elementOf(view, box.name);
  style.left = `${box.place[0]}px`;
  style.top = `${box.place[1]}px`;
  for (const wire of view.data.wires) {
    if (wire.source !== box.name && wire.target !== box.name) continue;
    const path = straight(portOf(view.byName.get(wire.source)), entryOf(
      view.byName.get(wire.target)));
    for (const part of ["path", "hit"]) view.keeper.get(`${keyOf(wire)}/${part}`)
      .setAttribute("d", path);
    view.keeper.get(`${keyOf(wire)}/shape`)?.setAttribute("visibility", "hidden");
  }
}

function tellPlaces(view, names) {
  tell(view, { do: "move", places: Object.fromEntries(
    names.map((name) => [name, view.byName.get(name).place])) });
}

function moveByKey(view, at, [across, down]) {
  const names = view.selected.has(at.name) ? [...view.selected] : [at.name];
  for (const name of names) {
    const box = view.byName.get(name);
    putBox(view, box, [box.place[0] + across * MOVE, box.place[1] + down * MOVE]);
  }
  clearTimeout(view.moveTimer);
  view.moveTimer = setTimeout(() => tellPlaces(view, names), MOVED_AFTER);
}

function portOf({ place: [left, top], size: [wide, high], outputs = 1 }, output = 0) {
  return [left + wide, top + (high * (output + 1)) / (outputs + 1)];
}

function entryOf({ place: [left, top], size: [, high] }) {
  return [left, top + high / 2];
}

function straight([x, y], [toX, toY]) {
  const bend = Math.max(30, Math.abs(toX - x) / 2);
  return `M${x} ${y}C${x + bend} ${y} ${toX - bend} ${toY} ${toX} ${toY}`;
}

// The line that is being drawn; to a box, or to where the pointer is.
function draft(view, source, output = 0, target = null, point = null) {
  for (const box of view.data.boxes) {
    elementOf(view, box.name)?.classList.toggle("target", box === target && box !== source);
  }
  const end = target && target !== source ? entryOf(target) : point;
  view.draft.setAttribute("d", source && end ? straight(portOf(source, output), end) : "");
}

function connect(view, name, output, target) {
  tell(view, { do: "connect", name, output, target });
}

function beginConnecting(view, name) {
  const box = view.byName.get(name);
  const target = towardsBox(view, box, [1, 0], box) ?? view.data.boxes.find((one) => one !== box);
  if (!target) return;
  view.connecting = { box, output: 0, target };
  showConnecting(view);
}

function showConnecting(view) {
  const { box, output, target } = view.connecting ?? {};
  draft(view, box ?? null, output, target);
  markTools(view);
  if (!box) return say(view, "");
  reveal(view, target);
  const which = box.outputs > 1 ? `, its output ${output + 1} (1 to ${box.outputs} choose)` : "";
  return say(view, `From ${box.name}${which} to ${target.name}? The arrow keys choose another box, `
    + "Enter draws the line, Escape leaves it.", true);
}

// A line that is being drawn goes on after a change that left its boxes there.
function keepConnecting(view) {
  const { connecting } = view;
  if (!connecting) return;
  const [box, target] = [connecting.box, connecting.target].map(({ name }) => (
    view.byName.get(name)));
  view.connecting = box && target ? { ...connecting, box, target } : null;
  showConnecting(view);
}

function connectByKey(view, { key }) {
  const { connecting } = view;
  const step = STEPS[key];
  if (step) {
    const next = towardsBox(view, connecting.target, step, connecting.box);
    if (next) connecting.target = next;
  } else if (key === "Enter") {
    connect(view, connecting.box.name, connecting.output, connecting.target.name);
    view.connecting = null;
  } else if (key === "Escape") {
    view.connecting = null;
  } else if (Number(key) >= 1 && Number(key) <= (connecting.box.outputs ?? 1)) {
    connecting.output = Number(key) - 1;
  }
  showConnecting(view);
  return true;
}

// The nearest box in a direction.
function towardsBox(view, from, [across, down], without) {
  const start = middleOf(from);
  const inWay = view.data.boxes.filter((each) => {
    const at = middleOf(each);
    const along = (at.x - start.x) * across + (at.y - start.y) * down;
    const aside = Math.abs((at.x - start.x) * down + (at.y - start.y) * across);
    return each !== from && each !== without && each.role !== "input" && along > 8
      && along * 4 > aside;
  });
  return nearest(from, inWay);
}
