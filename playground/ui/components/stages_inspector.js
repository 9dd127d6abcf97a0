// The inspector: one tile large, the weights that lead to it, and their numbers.

const LARGE = 176; // pixels along the longer side
const MOST_INPUTS = 16; // channels of a kernel that a frame carries

function openInspector(row, column, unit, takeFocus = true) {
  const { card } = row;
  const before = row.inspected;
  row.inspected = { layer: column.layer, unit };
  hub.send({ do: "look", layer: column.layer, unit });
  for (const each of row.columns) {
    if (each.tiles && (each === column || each.layer === before?.layer)) placeCursor(row, each);
  }
  const title = `${column.layer + 1} ${column.spec.title}: ${tileName(column, unit)}`;
  const close = openCard(card, title, () => closeInspector(row, true));
  row.large = make(card, "canvas", "large");
  row.facts = make(card, "p", "facts", "");
  row.kernelBox = make(card, "div", "kernel");
  row.kernelBox.hidden = true;
  make(row.kernelBox, "b", "", "Kernel");
  row.kernel = make(row.kernelBox, "canvas", "");
  row.kernelFacts = make(row.kernelBox, "p", "", "");
  refreshInspector(row);
  placeInspector(row);
  if (takeFocus) close.focus({ preventScroll: true });
}

function refreshInspector(row) {
  if (!row.inspected) return;
  const { layer, unit } = row.inspected;
  const column = row.columns.find((each) => each.layer === layer);
  if (!column?.values) return;
  const { tiles, values, range } = column;
  const own = tileValues(tiles, values, unit);
  const [, height, width] = tiles.kind === "rows" ? [1, 1, values.shape[2]] : values.shape;
  const high = tiles.kind === "maps" ? LARGE * Math.min(1, height / width) : 40;
  const wide = tiles.kind === "squares" ? 40 : LARGE * Math.min(1, tiles.kind === "rows" ? 1
    : width / height);
  paintTiles(row.large, layLarge(wide, high), { data: own, shape: [1, height, width] }, range,
    row.palette);
  setText(row.facts, tiles.kind === "squares" ? `puts out ${tileFacts(column, unit)}`
    : `from ${tileFacts(column, unit)}`);
  paintKernel(row);
}

function layLarge(width, height) {
  return { kind: "maps", columns: 1, shown: 1, count: 1, moments: 1, wide: width, high: height,
    gap: 0, width, height };
}

// The weights that lead to this unit: small pictures, one an input channel, or one strip.
function paintKernel(row) {
  const { frame, inspected } = row;
  const kernel = frame?.get("example/kernel");
  const { layer, unit } = frame?.header.look ?? {};
  const isOwn = kernel && layer === inspected.layer && unit === inspected.unit;
  if (row.kernelBox.hidden === Boolean(isOwn)) {
    row.kernelBox.hidden = !isOwn;
    placeInspector(row);
  }
  if (!isOwn) return;
  const { data, shape } = kernel;
  const form = formOf(shape);
  const channels = form === "squares" ? data.length : shape.at(-1);
  const cells = data.length / channels;
  let most = 0;
  for (const value of data) most = Math.max(most, Math.abs(value));
  const steps = new Int8Array(data.length); // a channel after the other
  for (let k = 0; k < data.length; k += 1) {
    const [cell, channel] = [Math.floor(k / channels), k % channels];
    steps[channel * cells + cell] = Math.round((127 * data[k]) / (most || 1));
  }
  const laid = form === "maps" ? [channels, shape[0], shape[1]]
    : form === "rows" ? [1, channels, cells] : [channels, 1, 1];
  const tiles = layTiles(form, laid, LARGE, cells > 50 ? 150 : 96);
  paintTiles(row.kernel, tiles, { data: steps, shape: laid }, { data: [-1, 1] }, row.palette);
  setText(row.kernelFacts, kernelText(form, channels, most, tiles));
}

function kernelText(form, channels, most, tiles) {
  const reach = `weights from −${shortNumber(most)} (orange) to ${shortNumber(most)} (blue)`;
  if (form !== "maps") {
    const cut = tiles.shown < tiles.count ? `, ${tiles.shown} of ${tiles.count} shown` : "";
    return `${sentence(reach, "")}${cut}`;
  }
  const cut = channels === MOST_INPUTS ? ", at most the first 16" : "";
  return channels > 1 ? `One tile an input channel${cut}; ${reach}` : sentence(reach, "");
}

// Beside the card where there is room, below the row where it is narrow.
function placeInspector(row) {
  const { card, scroll, root, inspected } = row;
  const list = row.keeper.get(`card/${inspected?.layer}/layer`);
  if (!list || card.hidden) return;
  const narrow = scroll.clientWidth < 520;
  card.classList.toggle("below", narrow);
  card.style.maxHeight = narrow ? "" : `${row.data.height - LEGEND - 8}px`;
  if (narrow) {
    card.style.left = card.style.top = "";
    return;
  }
  const [box, around] = [list.getBoundingClientRect(), root.getBoundingClientRect()];
  const right = box.right - around.left + 8;
  const left = box.left - around.left - card.offsetWidth - 8;
  const fits = right + card.offsetWidth <= root.clientWidth || left < 0;
  card.style.left = `${clamp(fits ? right : left, 2, root.clientWidth - card.offsetWidth - 2)}px`;
  card.style.top = "4px";
}

function closeInspector(row, giveFocusBack) {
  if (!row.inspected) return;
  const { layer } = row.inspected;
  row.inspected = null;
  row.card.hidden = true;
  hub.send({ do: "look", layer: null, unit: null });
  const column = row.columns.find((each) => each.layer === layer);
  if (column?.tiles) placeCursor(row, column);
  if (giveFocusBack) row.keeper.get(`tiles/${layer}`)?.focus({ preventScroll: true });
}
