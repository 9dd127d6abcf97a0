// What goes in: the example, or its part, in the box of the Input that takes it.

const INPUT_WIDE = 138; // pixels within such a box, whose ends are round

function buildInput(view, element, box) {
  const key = `in/${box.name}`;
  const { kind } = box.fed;
  const room = view.keeper.put(element, key, "div", {
    class: `tiles in ${kind}`, "aria-hidden": "true",
  });
  if (kind !== "text") view.keeper.put(room, `${key}/canvas`, "canvas");
}

function paintInput(view, box, frame) {
  const room = box.fed && view.keeper.get(`in/${box.name}`);
  if (!room) return;
  const { kind, part, rows } = box.fed;
  const canvas = room.firstChild;
  const input = frame.get(kind === "points" ? "maps/input"
    : part ? `example/input/${part}` : "example/input");
  if (!input) return;
  if (kind === "points") paintFeatures(view, canvas, input, frame.get("maps/input/range"), rows);
  else if (kind === "text") showTokens(room, input.data, wordsOf(frame.header.example ?? {}));
  else if (kind === "table") paintRow(view, canvas, input, box.fed);
  else if (kind === "image") paintWhole(canvas, input);
  else paintCourse(view, canvas, input);
}

// The features that the model is told, over the plane or along the line.
function paintFeatures(view, canvas, { data, shape }, range, rows) {
  const size = data.length / shape[0];
  const told = new Int8Array(rows.length * size);
  rows.forEach((row, k) => told.set(data.subarray(row * size, (row + 1) * size), k * size));
  const ranges = rows.flatMap((row) => [...range.data.subarray(2 * row, 2 * row + 2)]);
  const laid = shape.length === 3 ? [rows.length, ...shape.slice(1)] : [1, rows.length, shape[1]];
  const tiles = layTiles(shape.length === 3 ? "maps" : "rows", laid, INPUT_WIDE, TILES_HIGH);
  paintTiles(canvas, tiles, { data: told, shape: laid }, { data: ranges }, view.palette);
}

// A row of numbers as squares: each as far along its scale as the value is within its column.
function paintRow(view, canvas, { data }, { rows, spans }) {
  const places = Int8Array.from(rows, (row, k) => {
    const [low, high] = spans[k];
    return Math.round(254 * clamp((data[row] - low) / (high - low || 1), 0, 1) - 127);
  });
  const laid = [places.length, 1, 1];
  const tiles = layTiles("squares", laid, INPUT_WIDE, TILES_HIGH);
  paintTiles(canvas, tiles, { data: places, shape: laid }, undefined, view.palette);
}

function paintWhole(canvas, { data, shape }) {
  if (shape.length !== 3) return;
  paintPicture(canvas, data, shape);
  const scale = Math.min(TILES_HIGH / shape[0], INPUT_WIDE / shape[1]);
  canvas.style.width = `${shape[1] * scale}px`;
  canvas.style.height = `${shape[0] * scale}px`;
}

function paintCourse(view, canvas, { data }) {
  const { ink } = view.dark ? SCALES.dark : SCALES;
  paintSeries(canvas, [...data], {
    width: INPUT_WIDE, height: TILES_HIGH, ink: `rgb(${ink.join(" ")})`, grid: view.colours.grid,
  });
}
