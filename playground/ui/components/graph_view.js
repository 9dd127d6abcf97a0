// What is seen of the graph: moved by dragging, made larger and smaller by wheel, fingers and keys.

const LEAST_SCALE = 0.15, MOST_SCALE = 2;
const LEAST_AT_START = 0.5, LEAST_ON_A_PHONE = 0.8; // smaller than that nothing can be read
const AROUND = 14; // pixels between the graph and the edge
const LOW = 240; // pixels of height up to which the buttons stand beside the graph, not over it;
const NARROW = 520; // and below it up to this width
const STEP = 1.25;

function buildZoom(view, place) {
  const button = (text, label, title, run) => {
    const made = make(place, "button", "", text);
    made.setAttribute("aria-label", label);
    made.title = title;
    made.onclick = run;
  };
  buildGradient(view, place);
  button("+", "Larger", "Larger (+)", () => zoomBy(view, STEP));
  button("−", "Smaller", "Smaller (−)", () => zoomBy(view, 1 / STEP));
  button("⤢", "The whole graph", "The whole graph (0)", () => showAll(view));
}

// As large as it fits, but not larger than life; what is then still too long begins at its inputs.
function fit(view, least = LEAST_SCALE) {
  const { clientWidth, clientHeight } = view.viewport;
  const [besides, below] = view.data.height > LOW ? [0, 0]
    : clientWidth > NARROW ? [view.zoom.offsetWidth, 0] : [0, view.zoom.offsetHeight];
  const [wide, high] = [clientWidth - besides, clientHeight - below];
  const [left, top, right, bottom] = view.data.bounds;
  const [across, down] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const whole = Math.min((wide - 2 * AROUND) / across, (high - 2 * AROUND) / down);
  const scale = clamp(whole, least, 1);
  const start = (room, size, from) => (
    size * scale > room - 2 * AROUND ? AROUND - from * scale
      : (room - size * scale) / 2 - from * scale);
  view.at = { scale, x: start(wide, across, left), y: start(high, down, top) };
  place(view);
}

function fitAtStart(view) {
  fit(view, view.viewport.clientWidth <= NARROW ? LEAST_ON_A_PHONE : LEAST_AT_START);
}

function showAll(view) {
  view.touched = false;
  fit(view);
}

function place(view) {
  const { x, y, scale } = view.at;
  view.world.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
}

function zoomBy(view, factor, middle) {
  const { clientWidth, clientHeight } = view.viewport;
  const at = middle ?? { x: clientWidth / 2, y: clientHeight / 2 };
  const { x, y, scale } = view.at;
  const next = clamp(scale * factor, LEAST_SCALE, MOST_SCALE);
  view.at = {
    scale: next, x: at.x - ((at.x - x) * next) / scale, y: at.y - ((at.y - y) * next) / scale,
  };
  view.touched = true;
  place(view);
}

function panBy(view, across, down) {
  view.at.x += across;
  view.at.y += down;
  view.touched = true;
  place(view);
}

// A box that the keyboard goes to comes into view.
function reveal(view, { place: [left, top], size: [wide, high] }) {
  const { x, y, scale } = view.at;
  const { clientWidth, clientHeight } = view.viewport;
  const short = (low, size, room) => {
    const [start, end] = [low, low + size * scale];
    if (start < AROUND) return AROUND - start;
    return end > room - AROUND ? Math.max(room - AROUND - end, AROUND - start) : 0;
  };
  const across = short(x + left * scale, wide, clientWidth);
  const down = short(y + top * scale, high, clientHeight);
  if (across || down) panBy(view, across, down);
}

function pointIn(view, { clientX, clientY }) {
  const box = view.viewport.getBoundingClientRect();
  return { x: clientX - box.left, y: clientY - box.top };
}

function watchView(view) {
  const { viewport } = view;
  viewport.addEventListener("wheel", (event) => onWheel(view, event), { passive: false });
  viewport.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || event.target.closest("button")) return;
    view.pointers.set(event.pointerId, pointIn(view, event));
    view.dragged = 0;
  });
  viewport.addEventListener("pointermove", (event) => onPan(view, event));
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
    viewport.addEventListener(name, ({ pointerId }) => {
      view.pointers.delete(pointerId);
      view.root.classList.toggle("panning", view.pointers.size > 0 && view.dragged > 4);
    });
  }
  viewport.addEventListener("scroll", () => { // a focused box was scrolled to by the browser
    panBy(view, -viewport.scrollLeft, -viewport.scrollTop);
    viewport.scrollTo(0, 0);
  });
}

// The wheel alone moves the page, as everywhere, until the graph was clicked into.
function onWheel(view, event) {
  const pinch = event.ctrlKey || event.metaKey;
  if (!pinch && !view.root.contains(view.root.getRootNode().activeElement)) return;
  event.preventDefault();
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
  zoomBy(view, Math.exp(-clamp(pixels, -120, 120) * (pinch ? 0.008 : 0.002)), pointIn(view, event));
}

// One pointer moves the graph, two make it larger as well.
function onPan(view, event) {
  const before = view.pointers.get(event.pointerId);
  if (!before) return;
  const now = pointIn(view, event);
  const others = [...view.pointers].filter(([id]) => id !== event.pointerId);
  view.pointers.set(event.pointerId, now);
  view.dragged += Math.hypot(now.x - before.x, now.y - before.y);
  if (view.dragged > 4) {
    view.root.classList.add("panning");
    if (!view.viewport.hasPointerCapture(event.pointerId)) {
      view.viewport.setPointerCapture(event.pointerId);
    }
  }
  if (!others.length) {
    panBy(view, now.x - before.x, now.y - before.y);
    return;
  }
  const [, other] = others[0];
  const away = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
  panBy(view, (now.x - before.x) / 2, (now.y - before.y) / 2);
  zoomBy(view, away(now) / away(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
}
