// The inspector: a card with a unit's bias and every weight that comes into it, to read and to set.

// What can be set of a unit: [name of the variable, index, label] for each, in Keras's words.
function settable(net, column, node) {
  const unit = node.unit;
  const frame = net.frame;
  const has = (name) => frame?.get(`weights/${column.layer}/${name}`);
  const rows = [];
  for (const name of ["bias", "gamma", "beta"]) {
    if (has(name)) rows.push({ name, index: [unit], label: name });
  }
  for (const name of ["moving_mean", "moving_variance"]) {
    if (has(name)) rows.push({ name, index: [unit], label: name.replace("_", " "), fixed: true });
  }
  const kernel = has("kernel");
  const before = net.columns[net.columns.indexOf(column) - 1];
  for (let row = 0; kernel && row < kernel.shape[0]; row += 1) {
    rows.push({ name: "kernel", index: [row, unit], label: `from ${sourceName(before, row)}` });
  }
  return rows;
}

function sourceName(column, row) {
  if (column.role !== "input") return `unit ${row + 1}`;
  const node = column.nodes.find((each) => each.unit === row);
  return node ? node.feature.label : `input ${row + 1}`;
}

function valueAt(net, layer, name, index) {
  const variable = net.frame?.get(`weights/${layer}/${name}`);
  if (!variable) return undefined;
  const [row, column] = index;
  return column === undefined
    ? variable.data[row] : variable.data[row * variable.shape[1] + column];
}

function openInspector(net, id, focus, isTouch) {
  const found = findNode(net, id);
  if (!found || found.node.kind !== "unit") return;
  net.inspected = id;
  // On a touch screen a focused field would bring the keyboard up over the diagram.
  fillInspector(net, found, isTouch ? null : focus);
  showTip(net, null);
  markChosen(net);
  look(net);
}

function fillInspector(net, { column, node }, focus) {
  const { card } = net;
  const rows = settable(net, column, node);
  const title = unitName(net, column, node);
  const close = openCard(card, title, () => closeInspector(net, true));
  const list = make(card, "div", "rows");
  for (const row of rows) list.append(inspectorRow(net, column.layer, row));
  if (!rows.length) {
    make(list, "p", "", net.frame ? "This layer has no weights." : "No weights have arrived yet.");
  }
  if (rows.some((row) => !row.fixed)) make(card, "p", "hint", "Enter sets a value.");
  net.cardKey = rows.map((row) => `${row.name}${row.index}`).join();
  placeInspector(net, node);
  refreshInspector(net, true);
  if (focus) {
    const input = card.querySelector(`[data-value="${focus}"]`) ?? card.querySelector("input");
    (input ?? close).focus();
    input?.select();
  }
}

function inspectorRow(net, layer, { name, index, label, fixed }) {
  const line = document.createElement("label");
  make(line, "span", "", label);
  if (fixed) {
    const text = make(line, "output", "");
    Object.assign(text.dataset, { value: `${name}/${index.join("/")}` });
    text.read = () => valueAt(net, layer, name, index);
    return line;
  }
  const input = make(line, "input", "");
  input.type = "number";
  input.step = "0.1";
  input.dataset.value = `${name}/${index.join("/")}`;
  input.read = () => valueAt(net, layer, name, index);
  input.onchange = () => {
    const value = Number(input.value);
    if (input.value === "" || !Number.isFinite(value)) return showValue(input);
    hub.send({ do: "edit", layer, name, index, value });
    input.holdUntil = performance.now() + 600; // until a frame has brought the new value back
    return undefined;
  };
  input.onkeydown = (event) => {
    if (event.key === "Enter") input.select();
  };
  return line;
}

// Live values, but never in the field that is being typed in.
function refreshInspector(net, all = false) {
  const now = performance.now();
  if (net.card.hidden || (!all && now - (net.cardTime ?? 0) < 120)) return;
  net.cardTime = now;
  for (const field of net.card.querySelectorAll("[data-value]")) {
    if (!all && (isFocused(field) || now < (field.holdUntil ?? 0))) continue;
    showValue(field);
  }
}

function showValue(field) {
  const value = field.read();
  if (value === undefined) return;
  const text = Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "";
  if (field.localName === "output") field.textContent = text;
  else if (field.value !== text) field.value = text;
}

// Beside the unit and away from the links that come into it; below the diagram where it is narrow.
function placeInspector(net, node) {
  const { card, scroll } = net;
  const width = 208;
  const shown = scroll.clientWidth;
  const x = node.x - scroll.scrollLeft;
  const before = net.columns[net.columns.indexOf(findNode(net, node.id).column) - 1];
  const from = before ? before.x - before.size - scroll.scrollLeft : x;
  const right = x + node.size / 2 + 14;
  const isNarrow = shown < 520;
  card.classList.toggle("below", isNarrow);
  card.style.maxHeight = isNarrow ? "" : `${net.size.height - 8}px`;
  const top = clamp(node.y - card.offsetHeight / 2, 4, net.size.height - card.offsetHeight - 4);
  card.style.top = `${Math.max(4, Math.round(top))}px`;
  if (isNarrow) card.style.left = "";
  else if (right + width <= shown) card.style.left = `${right}px`;
  else if (from - width >= 0) card.style.left = `${from - width}px`;
  else card.style.left = x > shown / 2 ? "4px" : `${shown - width - 4}px`;
}

function closeInspector(net, giveFocusBack) {
  if (net.card.hidden) return;
  const id = net.inspected;
  net.inspected = null;
  net.card.hidden = true;
  markChosen(net);
  if (giveFocusBack) net.keeper.get(id)?.focus();
  look(net);
}

function markChosen(net) {
  for (const column of net.columns) {
    for (const node of column.nodes) {
      net.keeper.get(node.id)?.classList.toggle("chosen", node.id === net.inspected);
    }
  }
}
