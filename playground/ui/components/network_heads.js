// The controls over the columns: kind with its menu, units, activation; and the + between columns.

function buildHead(net, box, column) {
  const { keeper, data } = net;
  const { layer, spec } = column;
  const width = column.role === "output" ? 80 : Math.min(80, net.size.pitch - 5);
  const head = keeper.put(box, `head/${layer}`, "div", {
    class: "head",
    style: column.role === "input" ? `left:0;width:${column.x + column.size / 2 + 4}px`
      : `left:${column.x - width / 2}px;width:${width}px`,
  });
  if (column.role === "input") {
    keeper.put(head, "head/input/title", "span", { class: "title" },
      data.hide.includes("features") ? "Features" : "Features ↺");
    return;
  }
  buildTitle(net, head, column);
  if (column.role === "output") {
    const units = `${column.count} unit${column.count === 1 ? "" : "s"}`;
    keeper.put(head, "head/output/units", "span", { class: "fact" }, units);
    keeper.put(head, "head/output/activation", "span", { class: "fact" }, spec.activation);
    return;
  }
  if (column.role === "slim") {
    keeper.put(head, `head/${layer}/settings`, "span", { class: "fact" }, spec.settings_text || "");
  } else if (spec.adjustable && !data.hide.includes("layers")) {
    buildUnits(net, head, column);
    buildActivation(net, head, column);
  } else {
    keeper.put(head, `head/${layer}/units`, "span", { class: "fact" }, `${column.count} units`);
    keeper.put(head, `head/${layer}/fact`, "span", { class: "fact" }, spec.activation || "");
  }
}

function buildTitle(net, head, column) {
  const { keeper, data } = net;
  const { layer, spec } = column;
  const row = keeper.put(head, `head/${layer}/row`, "div", { class: "row" });
  const hasMenu = column.role !== "output" && !data.hide.includes("layers");
  const title = keeper.put(row, `head/${layer}/title`, "button", {
    class: "title", "data-act": hasMenu ? "menu" : "select", "data-layer": layer,
    "data-id": `title/${layer}`, "aria-haspopup": hasMenu ? "menu" : null,
    "aria-label": hasMenu ? `Layer ${layer + 1}, ${spec.title}: settings, move, remove` : null,
    title: [spec.title, spec.settings_text, hasMenu ? "Settings, move ↺, remove ↺"
      : "Show its settings"].filter(Boolean).join(". "),
    style: hasMenu ? `width:${Math.min(80, net.size.pitch - roomForAdd(net))}px` : null,
  });
  const name = column.role === "output" ? "Output" : shortName(net, spec.title);
  keeper.put(title, `head/${layer}/name`, "span", {}, name + (hasMenu ? " ▾" : ""));
}

// A long name may break before a capital: Batch-Normalization; in a narrow column: Batch Normal.
function shortName(net, title) {
  if (!net.size.isNarrow) return title.replace(/([a-z])([A-Z])/g, "$1\u00ad$2");
  const words = title.match(/[A-Z]?[^A-Z]+|[A-Z]+/g) ?? [title];
  return words.map((word) => (word.length > 8 ? `${word.slice(0, 6)}.` : word)).join(" ");
}

// In a narrow diagram a full stack has no + between its columns.
function hasAdd({ data, size }) {
  const full = data.layers.length >= data.most_layers;
  return data.addable.length && !data.hide.includes("layers") && !(full && size.isNarrow);
}

function roomForAdd(net) {
  if (!hasAdd(net)) return 5;
  return net.size.isNarrow ? 21 : 27;
}

function buildAdd(net, stage, column, next) {
  const { data, keeper } = net;
  if (!hasAdd(net)) return;
  const index = next.layer;
  const full = data.layers.length >= data.most_layers;
  const middle = (column.x + next.x) / 2 + (column.role === "input" ? column.size / 4 : 0);
  keeper.put(stage, `add/${index}`, "button", {
    class: "add", "data-act": "add", "data-layer": index, "data-id": `add/${index}`,
    style: `left:${middle}px`,
    disabled: full, "aria-haspopup": data.addable.length > 1 ? "menu" : null,
    title: full ? `There are at most ${data.most_layers} hidden layers` : "Add a layer here ↺",
    "aria-label": `Add a layer after ${index === 0 ? "the features" : `layer ${index}`}`,
  }, "+");
}

function buildReason(net, box, column) {
  const last = column.nodes.at(-1);
  const top = last ? last.y + last.size / 2 + 12 : HEAD;
  const right = OUTPUT_WIDTH / 2 - 5;
  const before = net.columns.at(-2);
  const taken = Math.max(...before.nodes.map((node) => node.half), 0);
  const left = clamp(net.size.pitch - taken - 12, column.size / 2, right);
  net.keeper.put(box, "reason", "p", {
    class: "reason",
    style: `left:${column.x - left}px;top:${top}px;width:${left + right}px`,
  }, sentence(net.data.output.why));
}
