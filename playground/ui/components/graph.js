// The graph: a box for each layer where it is called, and lines for what passes between them.
// Python says where everything stands; it is built when that changes, and the frames only paint.

const graphs = new WeakMap();

export default function graph({ data, parentElement, setTriggerValue }) {
  let view = graphs.get(parentElement);
  if (!view) {
    view = makeView(parentElement);
    graphs.set(parentElement, view);
  }
  view.trigger = hub.toPython(setTriggerValue);
  const repaint = takeColours(view);
  const text = JSON.stringify(data);
  if (text !== view.text) {
    view.text = text;
    takeData(view, data);
  } else if (repaint && view.frame) {
    drawFrame(view, view.frame);
  }
  return whenGone(parentElement, () => {
    view.leave();
    endEvents(view.events);
    graphs.delete(parentElement);
  });
}

function makeView(parentElement) {
  const root = parentElement.querySelector(".graph");
  root.innerHTML = `
    <div class="tools" role="toolbar" aria-label="Edit the graph" hidden></div>
    <div class="viewport" role="group" tabindex="-1"><div class="world">
      <svg class="lines" width="1" height="1" aria-hidden="true"><defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
          orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0.5L8 4L0 7.5Z"/></marker>
      </defs><g></g><path class="draft"/></svg>
      <div class="boxes"></div><div class="online" role="group" hidden></div></div>
      <div class="zoom" role="group" aria-label="Zoom"></div></div>
    <div class="legend">
      <span class="keys"><span>Drag to move around, Ctrl and the wheel or two fingers to zoom</span>
        <span>Arrow keys follow the lines</span><span class="editing"></span></span>
      <span class="saying" role="status"></span>
    </div>`;
  const pick = (selector) => root.querySelector(selector);
  const view = {
    root, viewport: pick(".viewport"), world: pick(".world"), lines: pick(".lines g"),
    tools: pick(".tools"), draft: pick(".draft"), legend: pick(".legend"),
    saying: pick(".saying"), editing: pick(".editing"), online: pick(".online"),
    zoom: pick(".zoom"), boxes: pick(".boxes"), keeper: makeKeeper(), events: makeEvents(),
    selected: new Set(), byName: new Map(),
    at: { x: 0, y: 0, scale: 1 }, pointers: new Map(),
    still: matchMedia("(prefers-reduced-motion: reduce)"),
  };
  buildZoom(view, view.zoom);
  watchTools(view);
  watchEditing(view); // first: what is dragged is a box or a line, or else the graph
  watchView(view);
  watchBoxes(view);
  view.onOutside = (event) => {
    const path = event.composedPath();
    if (!path.includes(view.menu) && !path.includes(view.menuOpener)) closeMenu(view, false);
  };
  document.addEventListener("pointerdown", view.onOutside);
  const resized = new ResizeObserver(() => onResize(view));
  resized.observe(view.viewport);
  let unsubscribe = () => {};
  view.listen = () => {
    unsubscribe();
    const { field, inside } = view.data;
    const fields = [field, ...(view.gradient ? ["gradient"] : []), ...(inside ? ["inside"] : [])];
    unsubscribe = hub.subscribe(root, fields, (frame) => drawFrame(view, frame));
  };
  view.leave = () => {
    unsubscribe();
    resized.disconnect();
    clearTimeout(view.moveTimer);
    document.removeEventListener("pointerdown", view.onOutside);
  };
  return view;
}

function takeData(view, data) {
  const before = view.data;
  view.data = data;
  if (before?.field !== data.field || before?.inside !== data.inside) view.listen();
  view.byName = new Map(data.boxes.map((box) => [box.name, box]));
  const awaited = unanswered(view.events).length > 0;
  takeHeard(view.events, data.heard);
  const isOlder = unanswered(view.events).length > 0; // than what was done here since
  const chosen = isOlder ? view.chosen : data.chosen;
  const isNew = chosen !== view.chosen && view.byName.has(chosen);
  if (chosen !== view.chosen) view.selected = new Set([chosen]);
  view.chosen = view.byName.has(chosen) ? chosen : null;
  view.selected = new Set([...view.selected].filter((name) => view.byName.has(name)));
  view.editing.textContent = data.editable
    ? "A adds, C connects, M: more; Shift chooses several boxes"
    : data.boxes.some(opens) ? "O opens and closes a nested model" : "";
  if (!view.byName.has(view.roving)) view.roving = view.chosen ?? data.boxes[0]?.name;
  const active = view.root.getRootNode().activeElement;
  const idle = awaited && document.activeElement === document.body;
  const inside = idle || Boolean(active && view.root.contains(active));
  const focused = active?.dataset?.name;
  pickLine(view, null);
  view.root.style.setProperty("--graph-height", `${data.height}px`);
  view.root.classList.toggle("low", data.height <= LOW);
  buildGraph(view);
  keepDragging(view);
  if (inside && isNew && before) {
    goTo(view, view.byName.get(chosen)); // what was just made is where one goes on
  } else if (focused && !isFocused(active)) { // it is gone, or was put elsewhere
    goTo(view, view.byName.get(focused) ?? view.byName.get(view.roving));
  }
  if (!view.touched || !before) fitAtStart(view);
  else place(view);
  keepConnecting(view);
  view.root.classList.toggle("stale", view.frame?.header.structure !== data.structure);
  if (hub.frame) drawFrame(view, hub.frame);
}

// A model that is trained has been read: where the page has not heard of it, it is told so once.
function askAgain(view, { header }) {
  const { reading, field } = view.data;
  if (!reading || view.asked === view.text) return;
  if (!header.arrays.some(({ name }) => name.startsWith(`${field}/`))) return; // not built yet
  view.asked = view.text;
  sendEvent(view.events, view.trigger, "event", { do: "again" });
}

function onResize(view) {
  if (!view.data || view.viewport.clientWidth === view.width) return;
  view.width = view.viewport.clientWidth;
  if (view.touched) place(view);
  else fitAtStart(view);
}

function drawFrame(view, frame) {
  const { data } = view;
  if (!data || frame.header.structure !== data.structure) return; // another graph's layers
  view.frame = frame;
  view.root.classList.remove("stale");
  askAgain(view, frame);
  for (const box of data.boxes) {
    paintBox(view, box, frame);
    paintInput(view, box, frame);
  }
}
