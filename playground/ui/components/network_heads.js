// The controls over the columns: kind with its menu, units, activation; and the + between columns.

function buildHead(net, box, column) {
  const { keeper, data } = net;
  const { layer, spec } = column;
  const head = keeper.put(box, `head/${layer}`, "div", {
    class: "head",
    style: column.role === "input"
      ? `left:0;width:${column.x + column.size / 2 + 4}px` : `left:${column.x - 40}px;width:80px`,
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
    title: hasMenu ? [spec.settings_text, "Settings, move ↺, remove ↺"].filter(Boolean).join(". ")
      : "Show its settings",
  });
  // A long name may break before a capital: Batch-Normalization.
  const name = column.role === "output" ? "Output" : spec.title;
  keeper.put(title, `head/${layer}/name`, "span", {},
    name.replace(/([a-z])([A-Z])/g, "$1\u00ad$2") + (hasMenu ? " ▾" : ""));
}

function buildUnits(net, head, column) {
  const { keeper, data } = net;
  const { layer } = column;
  const row = keeper.put(head, `head/${layer}/units`, "div", { class: "stepper" });
  const units = shownUnits(net, column);
  const step = (act, sign, help, disabled) => keeper.put(row, `step/${act}/${layer}`, "button", {
    "data-act": act, "data-layer": layer, "data-id": `step/${act}/${layer}`, disabled,
    title: `${help} ↺`, "aria-label": `${help} in layer ${layer + 1}`,
  }, sign);
  step("fewer", "−", "One unit fewer", units <= 1);
  const input = keeper.put(row, `units/${layer}`, "input", {
    "data-change": "units", "data-layer": layer, "data-id": `units/${layer}`, inputmode: "numeric",
    "aria-label": `Units in layer ${layer + 1}`, title: "Units ↺", autocomplete: "off",
  });
  if (!isFocused(input)) input.value = units;
  step("more", "+", "One unit more", units >= data.most_units);
}

// What was just clicked counts before Python has answered, so that quick clicks add up.
function shownUnits(net, column) {
  const pending = net.pendingUnits.get(column.layer);
  if (!pending || pending.value === column.count || performance.now() - pending.time > 2500) {
    net.pendingUnits.delete(column.layer);
    return column.count;
  }
  return pending.value;
}

function buildActivation(net, head, column) {
  const { keeper } = net;
  const { layer, spec } = column;
  const names = spec.activations ?? [];
  if (!names.length) return;
  const select = keeper.put(head, `activation/${layer}`, "select", {
    "data-change": "activation", "data-layer": layer, "data-id": `activation/${layer}`,
    "aria-label": `Activation of layer ${layer + 1}`, title: `Activation: ${spec.activation} ↺`,
  });
  const key = names.join();
  if (select.namesShown !== key) {
    select.namesShown = key;
    select.replaceChildren(...names.map((name) => new Option(name, name)));
  }
  if (select.value !== spec.activation) select.value = spec.activation;
}

function buildAdd(net, stage, column, next) {
  const { data, keeper } = net;
  if (data.hide.includes("layers") || !data.addable.length) return;
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
  net.keeper.put(box, "reason", "p", {
    class: "reason",
    style: `left:${column.x - OUTPUT_WIDTH / 2 + 4}px;top:${top}px;width:${OUTPUT_WIDTH - 10}px`,
  }, sentence(net.data.output.why));
}

function sentence(text) {
  const trimmed = String(text).trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? "" : ".");
}

function isFocused(element) {
  return element.getRootNode().activeElement === element;
}
