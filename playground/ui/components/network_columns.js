// What stands where in the diagram: columns of nodes from the description, then their places.

const HEAD = 84; // the height of a column's controls
const WIDE_PITCH = 100; // between two columns whose controls have all the room that they want
const LEAST_PITCH = 58; // where their controls are small and still do not touch
const LEAST_ON_PHONE = 74; // where a finger must meet them
const OUTPUT_WIDTH = 132;
const MORE_WIDTH = 68; // the tile that stands for the units that do not fit

// One column for the features, one a layer, one for the output. `count` numbers pass on from it.
function columnsOf(data, roomForRows) {
  const hidden = data.hide.includes("features");
  const features = data.features.map((each, place) => ({ ...each, place }))
    .filter((each) => each.on || !hidden);
  const on = features.filter((each) => each.on);
  const input = {
    role: "input", layer: "input", count: on.length, more: 0,
    nodes: features.map((each) => ({
      kind: "feature", feature: each, unit: each.on ? on.indexOf(each) : -1,
      id: `feature/${each.name}`,
    })),
  };
  const columns = [input];
  const after = [...data.layers, { ...data.output, kind: "Output", isOutput: true }];
  for (const layer of after) {
    const passes = layer.units === null || layer.units === undefined;
    const before = columns.at(-1);
    const count = passes ? before.count : layer.units;
    const role = layer.isOutput ? "output" : passes ? "slim" : "layer";
    const shown = shownNodes(layer, count, roomForRows);
    columns.push({ role, layer: layer.index, count, spec: layer, ...shown });
  }
  return columns;
}

// The first units, and where there are more than fit, one tile that stands for the rest.
function shownNodes(layer, count, room) {
  const shown = count > room ? room - 1 : count;
  const nodes = Array.from({ length: shown }, (_, unit) => (
    { kind: "unit", unit, id: `unit/${layer.index}/${unit}` }));
  if (count > shown) nodes.push({ kind: "more", unit: shown, id: `more/${layer.index}` });
  return { nodes, more: count - shown };
}

// Rows that fit into a height without the tiles getting too small to read.
function rowsIn(height) {
  return Math.max(3, Math.floor((height - HEAD) / 39));
}

// Gives every column its x and every node its x, y and size; returns the size of the whole.
function place(columns, width, height) {
  const room = height - HEAD - 6;
  // The many features need not make the units small: they have a size of their own.
  const sizeFor = (some) => clamp(
    Math.floor(room / Math.max(1, ...some.map((column) => column.nodes.length))) - 8, 24, 48);
  const [input, ...others] = columns;
  input.size = Math.min(36, sizeFor([input]));
  const gaps = others.length;
  const first = 54 + input.size / 2;
  const least = width < 520 ? LEAST_ON_PHONE : LEAST_PITCH;
  const pitch = Math.max(least, (width - OUTPUT_WIDTH / 2 - first) / gaps);
  const tile = Math.min(sizeFor(others), Math.round(pitch / 2));
  const more = Math.min(MORE_WIDTH, pitch - 8);
  columns.forEach((column, c) => {
    column.x = Math.round(first + c * pitch);
    if (c) column.size = column.role === "slim" ? Math.max(18, Math.round(tile * 0.56)) : tile;
    const count = column.nodes.length;
    const step = Math.min((c ? tile : column.size) + 18, room / Math.max(count, 1));
    const top = HEAD + (room - count * step) / 2;
    column.nodes.forEach((node, row) => {
      const y = Math.round(top + (row + 0.5) * step);
      const half = node.kind === "more" ? more / 2 : column.size / 2;
      Object.assign(node, { x: column.x, y, half, size: column.size });
    });
  });
  const whole = Math.ceil(first + gaps * pitch + OUTPUT_WIDTH / 2);
  return { width: whole, height, tile, pitch, isNarrow: pitch < WIDE_PITCH };
}

// The layers' weights: a link for each pair of drawn nodes, and which rows and columns it means.
function linksOf(columns) {
  const links = [];
  for (let c = 1; c < columns.length; c += 1) {
    const [before, column] = [columns[c - 1], columns[c]];
    const sources = before.nodes.filter((node) => node.unit >= 0);
    for (const to of column.nodes) {
      for (const from of sources) {
        const passes = column.role === "slim";
        if (passes && from.unit !== to.unit) continue;
        const single = from.kind !== "more" && to.kind !== "more";
        links.push({
          key: `${column.layer}/${from.id}/${to.id}`, gap: c, layer: column.layer, from, to,
          kind: passes ? "pass" : single ? "weight" : "mean",
          rows: [from.unit, from.kind === "more" ? before.count : from.unit + 1],
          columns: [to.unit, to.kind === "more" ? column.count : to.unit + 1],
        });
      }
    }
  }
  return links;
}
