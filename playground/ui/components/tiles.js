// Tiles: what a layer makes of one example, as small pictures in one canvas. A channel of a picture
// is a tile; over a sequence a unit is a row and a moment a column; else a unit is a square.

const GAP = 3;
const LEAST_MAP = 18, MOST_MAP = 72, LONE_MAP = 150; // pixels along the longer side of a tile
const LEAST_ROW = 4, MOST_ROW = 18, MOST_MOMENT = 26;
const LEAST_SQUARE = 6, MOST_SQUARE = 22;
const MOST_TILES = 64, MOST_SQUARES = 1024; // as many as a frame carries

// A layer's output without the batch as what a frame carries of it: [tiles, height, width].
function carried(shape) {
  if (shape.length >= 3) return [Math.min(shape.at(-1), MOST_TILES), shape[0], shape[1]];
  if (shape.length === 2) return [1, Math.min(shape[1], MOST_TILES), shape[0]];
  return [Math.min(shape[0] ?? 1, MOST_SQUARES), 1, 1];
}

// What a layer's output is drawn as.
function formOf(shape) {
  return shape.length >= 3 ? "maps" : shape.length === 2 ? "rows" : "squares";
}

// How tiles of this shape lie within so many pixels; `shown` of them do.
function layTiles(form, [count, height, width], roomWide, roomHigh) {
  if (form === "rows") return layRows(height, width, roomWide, roomHigh);
  if (form === "maps") return layMaps(count, height, width, roomWide, roomHigh);
  return laySquares(count, roomWide, roomHigh);
}

function layRows(units, moments, roomWide, roomHigh) {
  const high = clamp(Math.floor(roomHigh / units), LEAST_ROW, MOST_ROW);
  const shown = Math.min(units, Math.floor(roomHigh / high));
  const wide = Math.min(roomWide, moments * MOST_MOMENT);
  return { kind: "rows", columns: 1, shown, count: units, moments, wide, high, gap: 0,
    width: wide, height: shown * high };
}

function layMaps(count, height, width, roomWide, roomHigh) {
  const longer = Math.max(height, width);
  const most = count === 1 ? LONE_MAP : MOST_MAP;
  let best = { side: 0, columns: 1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const wide = ((roomWide + GAP) / columns - GAP) * (longer / width);
    const high = ((roomHigh + GAP) / rows - GAP) * (longer / height);
    const side = Math.floor(Math.min(wide, high, most));
    if (side > best.side) best = { side, columns };
  }
  let { side, columns } = best;
  if (side < LEAST_MAP) {
    side = LEAST_MAP;
    columns = Math.max(1, Math.floor((roomWide + GAP) / ((side * width) / longer + GAP)));
  }
  const [wide, high] = [width, height].map((size) => Math.max(2, (side * size) / longer));
  return grid("maps", count, columns, wide, high, GAP, roomHigh);
}

function laySquares(count, roomWide, roomHigh) {
  let side = MOST_SQUARE;
  const inside = () => Math.floor((roomWide + 1) / (side + 1))
    * Math.floor((roomHigh + 1) / (side + 1));
  while (side > LEAST_SQUARE && inside() < count) side -= 1;
  if (count >= 32 && count <= 100) side = Math.min(side, Math.floor((roomWide + 1) / 8) - 1);
  const across = Math.max(1, Math.floor((roomWide + 1) / (side + 1)));
  // A block reads better than a line, and a whole number of eights better than any.
  const few = count >= 32 ? 8 : Math.max(4, Math.ceil(Math.sqrt(count)));
  const columns = few > across || count > 100 ? across - (across > 8 ? across % 8 : 0) : few;
  const fits = Math.ceil(count / columns) * (side + 1) <= roomHigh + 1;
  return grid("squares", count, fits ? columns : across, side, side, 1, roomHigh);
}

function grid(kind, count, columns, wide, high, gap, roomHigh) {
  const inside = Math.max(1, Math.floor((roomHigh + gap + 0.5) / (high + gap)));
  const shown = Math.min(count, columns * inside);
  const rows = Math.ceil(shown / columns);
  return { kind, columns, shown, count, moments: 1, wide, high, gap,
    width: columns * (wide + gap) - gap, height: rows * (high + gap) - gap };
}

// Where tile `unit` lies, and which one lies at a place (−1: none).
function tileBox({ columns, wide, high, gap }, unit) {
  return {
    x: (unit % columns) * (wide + gap), y: Math.floor(unit / columns) * (high + gap), wide, high,
  };
}

function tileAt(tiles, x, y) {
  const { columns, wide, high, gap, shown } = tiles;
  const column = Math.floor(x / (wide + gap));
  const unit = Math.floor(y / (high + gap)) * columns + column;
  return x >= 0 && y >= 0 && column < columns && unit >= 0 && unit < shown ? unit : -1;
}

// The whole canvas in one go, so that no part of it is ever empty.
function paintTiles(canvas, tiles, { data, shape }, range, palette) {
  const [count, height, width] = shape;
  const atlas = (canvas.atlas ??= document.createElement("canvas"));
  const high = tiles.kind === "rows" ? height : height * count;
  if (atlas.width !== width || atlas.height !== high) {
    Object.assign(atlas, { width, height: high });
    canvas.image = atlas.getContext("2d").createImageData(width, high);
  }
  const pixels = new Uint32Array(canvas.image.data.buffer);
  const units = range?.data.length > 2 ? range.data.length / 2 : 1; // or one range for them all
  const cells = data.length / units;
  for (let unit = 0; unit < units; unit += 1) {
    const values = range
      ? colourSteps(range.data[2 * unit], range.data[2 * unit + 1]) : [1, 127];
    const [from, to] = [unit * cells, (unit + 1) * cells];
    paintValues(pixels.subarray(from, to), data.subarray(from, to), values, palette);
  }
  atlas.getContext("2d").putImageData(canvas.image, 0, 0);
  const context = sized(canvas, tiles.width, tiles.height);
  context.imageSmoothingEnabled = false;
  if (tiles.kind === "rows") {
    context.drawImage(atlas, 0, 0, width, tiles.shown, 0, 0, tiles.width, tiles.height);
    return;
  }
  context.clearRect(0, 0, tiles.width, tiles.height);
  for (let unit = 0; unit < Math.min(tiles.shown, count); unit += 1) {
    const { x, y, wide, high: tall } = tileBox(tiles, unit);
    context.drawImage(atlas, 0, unit * height, width, height, x, y, wide, tall);
  }
}

function paintValues(pixels, data, [slope, offset], palette) {
  for (let k = 0; k < data.length; k += 1) {
    const step = (data[k] * slope + offset + 0.5) | 0;
    pixels[k] = palette[step < 0 ? 0 : step > 254 ? 254 : step];
  }
}

// A canvas of so many CSS pixels, sharp on any screen; its context draws in CSS pixels.
function sized(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    Object.assign(canvas, { width: wide, height: high });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const context = (canvas.context ??= canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

// One value of a quantised array in the layer's own numbers.
function valueOf(quantised, range) {
  if (!range) return undefined;
  const [low, high] = range.data;
  return low + ((quantised + 127) / 254) * (high - low);
}

// A tile's values, in a frame's array.
function tileValues(tiles, { data, shape }, unit) {
  const cells = tiles.kind === "rows" ? shape[2] : shape[1] * shape[2];
  return data.subarray(unit * cells, (unit + 1) * cells);
}
