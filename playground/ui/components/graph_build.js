// The DOM of the graph: boxes with what there is to read in them, and lines with their shapes.

const CORNER = 7; // a line's bends are rounded by so much
const TILES_WIDE = 150, TILES_HIGH = 60;

function buildGraph(view) {
  const { keeper, data } = view;
  keeper.begin();
  buildTools(view);
  markGradient(view);
  setAttribute(view.viewport, "aria-label", `Graph of ${data.boxes.length} boxes`);
  data.wires.forEach((wire, number) => buildLine(view, wire, number));
  data.boxes.forEach((box) => buildBox(view, box));
  if (data.editable) data.boxes.forEach((box) => buildHandles(view, box));
  keeper.end();
  markBoxes(view);
}

function elementOf(view, name) {
  return view.keeper.get(`box/${name}`);
}

function buildBox(view, box) {
  const { keeper } = view;
  const key = `box/${box.name}`;
  const [left, top] = box.place;
  const [wide, high] = box.size;
  const element = keeper.put(view.boxes, key, "div", {
    class: boxClass(box), role: "button", "data-name": box.name,
    "aria-label": boxWords(view, box), title: boxWords(view, box),
    tabindex: box.name === view.roving ? 0 : -1,
    style: `left:${left}px;top:${top}px;width:${wide}px;height:${high}px`,
  });
  const head = keeper.put(element, `${key}/head`, "div", { class: "head" });
  keeper.put(head, `${key}/title`, "b", {}, box.title);
  if (box.shared) {
    keeper.put(head, `${key}/shared`, "span", { class: "shared" }, `shared ${box.shared}`);
  }
  if (opens(box)) {
    keeper.put(head, `${key}/opens`, "span", {
      class: "opens", title: `${box.opened ? "Close" : "Open"} this model (O)`,
    }, box.opened ? "− Close" : "+ Open");
  }
  if (box.role !== "output") keeper.put(element, `${key}/name`, "code", {}, box.name);
  if (box.detail) keeper.put(element, `${key}/detail`, "span", { class: "detail" }, box.detail);
  if (box.problem) {
    keeper.put(element, `${key}/mark`, "b", { class: "mark" }, "▲ It breaks here");
    keeper.put(element, `${key}/problem`, "span", { class: "problem" }, box.problem);
    return;
  }
  if (box.fed && !box.waits) buildInput(view, element, box);
  buildTiles(view, element, box);
  const facts = box.waits ? "waits: nothing arrives" : factsOf(box);
  if (facts) keeper.put(element, `${key}/facts`, "span", { class: "facts" }, facts);
}

// A dot for each output, from which a line is drawn.
function buildHandles(view, box) {
  if (box.role === "output") return;
  const count = box.outputs ?? 1;
  for (let output = 0; output < count; output += 1) {
    const which = count > 1 ? `output ${output + 1} of ` : "";
    view.keeper.put(elementOf(view, box.name), `handle/${box.name}/${output}`, "i", {
      class: "handle", "data-output": output, title: `Drag to a box: a line from ${which}${box.name}`,
      style: `top:${(100 * (output + 1)) / (count + 1)}%`,
    });
  }
}

function boxClass({ role, problem, waits, shared, inner }) {
  return ["box", role ?? "layer", problem && "broken", waits && "waits", shared && "twin",
    inner && "inner"]
    .filter(Boolean).join(" ");
}

function factsOf({ shape_text: shape, parameters }) {
  const count = parameters ? `${parameters.toLocaleString("en")} parameters` : "";
  return [shape && `→ ${shape}`, count].filter(Boolean).join(" · ");
}

// Everything about a box in one sentence, for those who hear it and for the tooltip.
function boxWords(view, box) {
  const { wires } = view.data;
  const names = (list) => [...new Set(list)].join(", ");
  const from = names(wires.filter((each) => each.target === box.name).map((each) => each.source));
  const to = names(wires.filter((each) => each.source === box.name).map((each) => each.target));
  const what = [box.title, box.detail].filter(Boolean).join(", ");
  return [
    box.role === "output" ? what : `${box.name}: ${what}`,
    opens(box) ? `A model that is ${box.opened ? "open: O closes it" : "closed: O opens it"}` : "",
    box.problem ? `It breaks here: ${box.problem}` : "",
    box.waits ? "It waits: nothing arrives here" : "",
    box.shape_text && `It puts out ${box.shape_text}`,
    box.parameters ? `${box.parameters.toLocaleString("en")} parameters` : "",
    box.shared ? `A shared layer (shared ${box.shared}): the same weights each time` : "",
    from && `From ${from}`, to && `To ${to}`,
  ].filter(Boolean).map((each) => each.replace(/\.$/, "")).join(". ");
}

function buildTiles(view, element, box) {
  if (box.call === null || box.call === undefined || box.waits) return;
  const key = `tiles/${box.name}`;
  const room = view.keeper.put(element, key, "div", { class: "tiles" });
  view.keeper.put(room, `${key}/canvas`, "canvas", { "aria-hidden": "true" });
}

function keyOf({ source, output, target, input }) {
  return `line/${source}/${output}/${target}/${input}`;
}

function buildLine(view, wire, number) {
  const { keeper, lines } = view;
  const key = keyOf(wire);
  const group = keeper.put(lines, key, "g", {
    class: `line${wire.waits ? " waits" : ""}`, "data-number": number,
  });
  keeper.put(group, `${key}/title`, "title", {}, lineWords(view, wire));
  keeper.put(group, `${key}/hit`, "path", { class: "hit", d: pathOf(wire.points) });
  keeper.put(group, `${key}/path`, "path", {
    class: "path", d: pathOf(wire.points), "marker-end": "url(#arrow)",
  });
  if (!wire.text) return;
  const [x, y] = wire.label;
  keeper.put(group, `${key}/shape`, "text", { x, y: y + 4, visibility: null }, wire.text);
}

function lineWords(view, { source, output, target, input, text, waits }) {
  const several = view.data.wires.filter((each) => each.target === target).length > 1;
  const which = several ? `, as input ${input + 1}` : "";
  const part = output > 0 ? `, its output ${output + 1}` : "";
  const what = waits ? ". Nothing passes" : text && `: ${text}`;
  return `From ${source}${part} to ${target}${which}${what}`;
}

// A polyline with rounded corners.
function pathOf(points) {
  const [first, ...rest] = points;
  let path = `M${first[0]} ${first[1]}`;
  rest.forEach((point, k) => {
    const next = rest[k + 1];
    if (!next) {
      path += `L${point[0]} ${point[1]}`;
      return;
    }
    const before = k ? rest[k - 1] : first;
    const [a, b] = [towards(point, before), towards(point, next)];
    path += `L${a[0]} ${a[1]}Q${point[0]} ${point[1]} ${b[0]} ${b[1]}`;
  });
  return path;
}

function towards([x, y], [toX, toY]) {
  const length = Math.hypot(toX - x, toY - y) || 1;
  const share = Math.min(CORNER, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}

// Which box is chosen, which one the keyboard is at, and which are the same layer.
function markBoxes(view) {
  const chosen = view.byName.get(view.chosen);
  const pointed = view.byName.get(view.pointed);
  for (const box of view.data.boxes) {
    const element = elementOf(view, box.name);
    const near = (other) => other?.shared && other !== box && other.shared === box.shared;
    setAttribute(element, "aria-pressed", String(box === chosen));
    element.classList.toggle("chosen", box === chosen);
    element.classList.toggle("selected", view.selected.has(box.name));
    element.classList.toggle("same", Boolean(near(chosen) || near(pointed)));
    element.tabIndex = box.name === view.roving ? 0 : -1;
  }
  view.data.wires.forEach(({ source, target }, number) => {
    const line = view.lines.children[number];
    const name = view.pointed ?? view.chosen;
    line?.classList.toggle("near", Boolean(name) && (source === name || target === name));
  });
  markTools(view);
}
