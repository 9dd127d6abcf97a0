// The DOM of the row: cards with their heads, and the connections between them with what passes.

const HEAD = 80; // title, settings, controls
const FOOT = 18;
const INSET = 9; // a card's border and padding
const BETWEEN = 50; // the width of a connection
const CARD = 140, WIDEST_CARD = 236, PLAIN_CARD = 104; // without anything to set

function columnsOf(data) {
  const broken = data.layers.findIndex((layer) => layer.problem);
  const columns = [{ role: "input", layer: "input", spec: {}, shape: data.shape }];
  data.layers.forEach((spec, place) => {
    const after = broken >= 0 && place > broken;
    columns.push({
      role: "layer", layer: spec.index, spec, count: spec.units, after,
      shape: after || spec.problem ? null : spec.shape,
    });
  });
  columns.push({ role: "output", layer: data.output.index, spec: data.output, after: broken >= 0 });
  return columns;
}

// The cards share the room that there is; with more of them than fit, the row scrolls.
function placeCards(row) {
  const { data, columns, width } = row;
  row.high = data.height - LEGEND - HEAD - FOOT - 2 * INSET;
  const least = columns.map(leastWidth);
  const needed = least.reduce((sum, each) => sum + each, (columns.length - 1) * BETWEEN);
  const spare = Math.max(0, width - needed);
  columns.forEach((column, c) => {
    const most = column.role === "input" ? INPUT_CARD + 60 : WIDEST_CARD;
    column.width = Math.min(Math.floor(least[c] + spare / columns.length), most);
    if (!column.shape || column.role !== "layer") return;
    column.form = formOf(column.shape);
    column.tiles = layTiles(
      column.form, carried(column.shape), column.width - 2 * INSET, row.high);
  });
}

function leastWidth({ role, spec }) {
  if (role === "input") return INPUT_CARD;
  if (role === "output") return OUTPUT_CARD;
  const named = Math.min(196, 7.3 * spec.title.length + 36); // the name, its ▾ and the card's edges
  const least = spec.units || spec.activations?.length ? CARD : PLAIN_CARD;
  return Math.ceil(Math.max(spec.problem ? 190 : least, named));
}

function buildCards(row) {
  const { keeper, data, columns, stage } = row;
  keeper.begin();
  row.root.style.setProperty("--stage-height", `${data.height - LEGEND}px`);
  columns.forEach((column, c) => {
    const card = keeper.put(stage, `card/${column.layer}/${column.role}`, "section", {
      class: cardClass(data, column), role: "group", "aria-label": columnName(column),
      style: `width:${column.width}px`,
    });
    buildHead(row, card, column);
    if (column.role === "input") buildInput(row, card, column);
    else if (column.role === "output" && !column.after && !column.spec.problem) {
      buildOutput(row, card, column);
    } else buildBody(row, card, column);
    if (c < columns.length - 1) buildConnection(row, stage, column, columns[c + 1]);
  });
  keeper.end();
}

function cardClass(data, { role, layer, spec, after }) {
  const selected = data.selected !== null && data.selected === layer;
  return ["card", role, selected && "selected", after && "after", spec.problem && "broken"]
    .filter(Boolean).join(" ");
}

function columnName({ role, layer, spec }) {
  if (role === "input") return "Input: the chosen example";
  const name = role === "output" ? "Output layer" : `Layer ${layer + 1}: ${spec.title}`;
  return [name, spec.settings_text, spec.activation].filter(Boolean).join(", ");
}

function buildHead(row, card, column) {
  const { keeper, data } = row;
  const { layer, role, spec } = column;
  const key = `head/${role}/${layer}`;
  const head = keeper.put(card, key, "div", { class: "head" });
  if (role === "input") {
    keeper.put(head, `${key}/title`, "strong", { class: "title" }, "Input");
    row.inputFact = keeper.put(head, `${key}/fact`, "span", { class: "fact" });
    return;
  }
  const hasMenu = role === "layer" && !data.hide.includes("layers");
  const name = role === "output" ? "Output" : spec.title;
  keeper.put(head, `${key}/title`, "button", {
    class: "title", "data-act": hasMenu ? "menu" : "select", "data-layer": layer,
    "data-id": `title/${layer}`, "aria-haspopup": hasMenu ? "menu" : null,
    "aria-label": hasMenu ? `Layer ${layer + 1}, ${spec.title}: settings, move, remove` : null,
    title: hasMenu ? `${name}: settings, move ↺, remove ↺` : `${name}: show its settings`,
  }, hasMenu ? `${name} ▾` : name);
  const facts = role === "output" ? `${spec.units} unit${spec.units === 1 ? "" : "s"} · `
    + spec.activation : spec.settings_text;
  keeper.put(head, `${key}/fact`, "span", { class: "fact", title: facts || null }, facts || "");
  if (role === "output") return;
  const controls = keeper.put(head, `${key}/controls`, "div", { class: "controls" });
  if (data.hide.includes("layers")) {
    const fixed = [spec.units && `${spec.units} ${unitWords(column)[1]}`, spec.activation];
    keeper.put(controls, `${key}/fixed`, "span", { class: "fact" },
      fixed.filter(Boolean).join(" · "));
    return;
  }
  if (spec.units) buildUnits(row, controls, column);
  buildActivation(row, controls, column);
}

function buildBody(row, card, column) {
  const { keeper } = row;
  const { layer, spec, tiles, after } = column;
  const body = keeper.put(card, `body/${layer}`, "div", {
    class: "body", style: `height:${row.high}px`,
  });
  if (spec.problem && !after) {
    const box = keeper.put(body, `problem/${layer}`, "p", { class: "problem", role: "status" });
    keeper.put(box, `problem/${layer}/mark`, "b", {}, "▲ It breaks here");
    keeper.put(box, `problem/${layer}/words`, "span", {}, spec.problem);
  } else if (after) {
    keeper.put(body, `waits/${layer}`, "p", { class: "waits" }, "Nothing arrives here.");
  } else if (tiles) {
    buildTiles(row, body, column);
  }
  const left = tiles && tiles.count < total(column) ? total(column) : 0;
  const part = tiles && (left || tiles.shown < tiles.count)
    ? `${tiles.shown} of ${total(column)} shown` : "";
  keeper.put(card, `foot/${layer}`, "div", { class: "foot" }, part);
}

// Channels of a picture, units of everything else; a frame carries no more than the first ones.
function total({ shape }) {
  return shape.length >= 2 ? shape.at(-1) : shape[0];
}

function buildTiles(row, body, column) {
  const { layer, tiles } = column;
  const list = row.keeper.put(body, `tiles/${layer}`, "div", {
    class: `tiles ${tiles.kind}`, role: "listbox", tabindex: 0, "data-id": `tiles/${layer}`,
    "data-layer": layer, "aria-label": `Layer ${layer + 1}: ${tileWords(column)[1]}`,
    "aria-activedescendant": `cursor-${layer}`,
    style: `width:${tiles.width}px;height:${tiles.height}px`,
  });
  row.keeper.put(list, `canvas/${layer}`, "canvas", { "aria-hidden": "true" });
  column.unit = Math.min(row.units?.get(layer) ?? 0, tiles.shown - 1);
  row.keeper.put(list, `cursor/${layer}`, "div", {
    class: "cursor", id: `cursor-${layer}`, role: "option",
  });
  placeCursor(row, column);
}

function buildConnection(row, stage, column, next) {
  const { keeper, data } = row;
  const key = `to/${next.layer}/${next.role}`;
  const shape = column.shape;
  const box = keeper.put(stage, key, "div", { class: `connection${shape ? "" : " none"}` });
  const full = data.layers.length >= data.most_layers;
  if (data.addable.length && !data.hide.includes("layers")) {
    const place = next.role === "output" ? data.layers.length : next.layer;
    keeper.put(box, `add/${place}`, "button", {
      class: "add", "data-act": "add", "data-layer": place, "data-id": `add/${place}`,
      disabled: full, "aria-haspopup": data.addable.length > 1 ? "menu" : null,
      title: full ? `There are at most ${data.most_layers} hidden layers` : "Add a layer here ↺",
      "aria-label": `Add a layer after ${place === 0 ? "the input" : `layer ${place}`}`,
    }, "+");
  }
  keeper.put(box, `${key}/arrow`, "i", { class: "arrow", "aria-hidden": "true" });
  keeper.put(box, `${key}/shape`, "span", {
    class: "shape", title: shape ? shapeHelp(shape) : null,
  }, shape ? shapeLines(shape) : "");
}

function shapeText(shape) {
  return shape.join(" × ");
}

// Where it takes two lines, a picture's size stands in the first and its channels in the second.
function shapeLines(shape) {
  return shapeText(shape).replaceAll(" ", "\u00a0")
    .replace(/\u00a0(×\u00a0\d+)$/, shape.length > 2 ? " $1" : "\u00a0$1");
}

function shapeHelp(shape) {
  const text = shapeText(shape);
  if (shape.length === 3) return `${text}: height × width × channels go on from here`;
  if (shape.length === 2) return `${text}: steps × numbers a step go on from here`;
  return `${text} number${shape[0] === 1 ? "" : "s"} go${shape[0] === 1 ? "es" : ""} on from here`;
}
