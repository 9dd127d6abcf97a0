// The tiles: painted, pointed at, walked over with the arrow keys.

function paintColumn(row, column, frame) {
  const values = frame.get(`example/${column.layer}`);
  const { tiles } = column;
  if (!values || !tiles || values.shape.length !== 3) return;
  const canvas = row.keeper.get(`canvas/${column.layer}`);
  column.values = values;
  column.range = frame.get(`example/${column.layer}/range`);
  if (canvas) paintTiles(canvas, tiles, values, column.range, row.palette);
}

// What one tile is called, and all of them.
function tileWords({ form }) {
  return form === "maps" ? ["Channel", "channels"] : ["Unit", "units"];
}

function tileName(column, unit) {
  return `${tileWords(column)[0]} ${unit + 1} of ${total(column)}`;
}

// In words: the value of a square, the reach of a map or a row.
function tileFacts(column, unit, moment = -1) {
  if (!column.values) return "not known yet";
  const values = tileValues(column.tiles, column.values, unit);
  const value = (k) => numberText(valueOf(values[k], column.range));
  if (values.length === 1) return value(0);
  const here = moment >= 0 && moment < values.length
    ? `step ${moment + 1}: ${value(moment)}; ` : "";
  const [low, high] = reach(values);
  return `${here}${numberText(valueOf(low, column.range))} to `
    + numberText(valueOf(high, column.range));
}

function reach(values) {
  let [low, high] = [127, -127];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function watchTiles(row) {
  const { stage, root } = row;
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const found = pointedAt(row, event);
    showTip(row, found);
  });
  stage.addEventListener("pointerleave", () => showTip(row, null));
  stage.addEventListener("click", (event) => {
    const found = pointedAt(row, event);
    if (found) chooseTile(row, found.column, found.unit);
    else if (!event.target.closest("button,select,input")) closeInspector(row, false);
  });
  root.addEventListener("keydown", (event) => onKey(row, event));
}

function pointedAt(row, event) {
  const list = event.target.closest?.(".tiles");
  if (!list) return null;
  const column = row.columns.find(({ layer }) => layer === Number(list.dataset.layer));
  if (!column?.tiles) return null;
  const box = list.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const unit = tileAt(column.tiles, x, y);
  const { kind, wide, moments } = column.tiles;
  const moment = kind === "rows" ? Math.floor((x / wide) * moments) : -1;
  return unit < 0 ? null : { column, unit, moment };
}

function chooseTile(row, column, unit) {
  (row.units ??= new Map()).set(column.layer, unit);
  column.unit = unit;
  placeCursor(row, column);
  const { inspected } = row;
  if (inspected?.layer === column.layer && inspected.unit === unit) closeInspector(row, true);
  else openInspector(row, column, unit);
}

function placeCursor(row, column) {
  const { layer, unit, tiles } = column;
  const cursor = row.keeper.get(`cursor/${layer}`);
  const { x, y, wide, high } = tileBox(tiles, unit);
  const chosen = row.inspected?.layer === layer && row.inspected.unit === unit;
  setAttribute(cursor, "style", `left:${x}px;top:${y}px;width:${wide}px;height:${high}px`);
  setAttribute(cursor, "aria-label", tileName(column, unit));
  setAttribute(cursor, "aria-posinset", unit + 1);
  setAttribute(cursor, "aria-setsize", tiles.shown);
  setAttribute(cursor, "aria-selected", String(Boolean(chosen)));
}

function onKey(row, event) {
  if (event.key === "Escape") {
    if (row.menu) closeMenu(row, true);
    else closeInspector(row, true);
    return;
  }
  const list = event.target.closest?.(".tiles");
  const column = list && row.columns.find(({ layer }) => layer === Number(list.dataset.layer));
  if (!column) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    chooseTile(row, column, column.unit);
    return;
  }
  const { columns, shown } = column.tiles;
  const step = {
    ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns,
    Home: -column.unit, End: shown - 1 - column.unit,
  }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const next = column.unit + step;
  if (next < 0 || next >= shown) return;
  column.unit = next;
  (row.units ??= new Map()).set(column.layer, next);
  placeCursor(row, column);
  showTip(row, { column, unit: next, moment: -1 });
  if (row.inspected?.layer === column.layer) openInspector(row, column, next, false);
}

function showTip(row, tip) {
  row.tip = tip;
  row.tipBox.hidden = !tip;
  if (!tip) return;
  refreshTip(row);
  const list = row.keeper.get(`tiles/${tip.column.layer}`).getBoundingClientRect();
  const around = row.root.getBoundingClientRect();
  const { x, y, wide, high } = tileBox(tip.column.tiles, tip.unit);
  const width = row.tipBox.offsetWidth;
  const left = clamp(list.left - around.left + x + wide / 2 - width / 2, 2,
    Math.max(2, row.root.clientWidth - width - 2));
  const above = list.top - around.top + y - row.tipBox.offsetHeight - 6;
  const top = above < 0 ? list.top - around.top + y + high + 6 : above;
  row.tipBox.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
}

function refreshTip(row) {
  const { tip, tipBox } = row;
  if (!tip) return;
  setText(tipBox.firstChild, tileName(tip.column, tip.unit));
  setText(tipBox.lastChild, tileFacts(tip.column, tip.unit, tip.moment));
}
