// The units' maps: what each computes over the input plane, or along the one input.

const MANY_MAPS = 30;

// So many canvases cost more than the frame leaves: then the columns take turns while it trains.
// `all` is for the first frame of a structure; a paused one is painted whole anyway.
function paintMaps(net, frame, all) {
  const count = net.columns.reduce((sum, column) => sum + column.nodes.length, 0);
  const inTurns = !all && net.playing && count > MANY_MAPS;
  net.turn = net.turn ? 0 : 1;
  for (const [c, column] of net.columns.entries()) {
    if (inTurns && c % 2 === net.turn) continue;
    const maps = frame.get(`maps/${column.layer}`);
    const range = frame.get(`maps/${column.layer}/range`);
    if (!maps || !range) continue;
    for (const node of column.nodes) {
      const row = mapRow(net, column, node, maps.shape[0]);
      if (row < 0) continue;
      const canvas = net.keeper.get(`${node.id}/map`);
      if (!canvas || canvas.shownSource) continue;
      const cells = maps.data.length / maps.shape[0];
      const values = maps.data.subarray(row * cells, (row + 1) * cells);
      const [low, high] = [range.data[2 * row], range.data[2 * row + 1]];
      if (maps.shape.length === 3) paintMap(canvas, values, low, high, maps.shape[1], net.palette);
      else paintCurve(canvas, values, low, high, net);
    }
  }
}

// The frames may carry a map for every feature, or only for those that are switched on.
function mapRow(net, column, node, count) {
  if (node.kind === "more") return -1;
  if (node.kind === "feature" && count === net.data.features.length) return node.feature.place;
  return node.unit < count ? node.unit : -1;
}

function paintMap(canvas, values, low, high, side, palette) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = (canvas.context ??= canvas.getContext("2d"));
  if (canvas.image?.width !== side) canvas.image = context.createImageData(side, side);
  const pixels = (canvas.pixels = new Uint32Array(canvas.image.data.buffer));
  const [slope, offset] = colourSteps(low, high);
  for (let k = 0; k < values.length; k += 1) {
    const step = (values[k] * slope + offset + 0.5) | 0;
    pixels[k] = palette[step < 0 ? 0 : step > 254 ? 254 : step];
  }
  context.putImageData(canvas.image, 0, 0);
}

function paintCurve(canvas, values, low, high, net) {
  const context = (canvas.context ??= canvas.getContext("2d"));
  const { width, height } = canvas;
  const margin = 10;
  const place = (value) => margin + (1 - (value - low) / (high - low || 1)) * (height - 2 * margin);
  context.fillStyle = net.colours.neutral;
  context.fillRect(0, 0, width, height);
  if (low <= 0 && high >= 0) {
    context.fillStyle = net.colours.grid;
    context.fillRect(0, place(0) - 1, width, 2);
  }
  const line = new Path2D();
  values.forEach((quantised, k) => {
    const value = low + ((quantised + 127) / 254) * (high - low);
    line[k ? "lineTo" : "moveTo"]((k / (values.length - 1)) * width, place(value));
  });
  context.lineWidth = 7;
  context.lineJoin = "round";
  // Above zero in the positive colour, below in the negative one.
  const middle = clamp(place(low === 0 && high === 1 ? 0.5 : 0), 0, height);
  for (const [colour, top, size] of [
    [net.colours.positive, 0, middle], [net.colours.negative, middle, height - middle]]) {
    context.save();
    context.beginPath();
    context.rect(0, top, width, size);
    context.clip();
    context.strokeStyle = colour;
    context.stroke(line);
    context.restore();
  }
}

// The small square at a unit's corner: full for a positive bias, hollow for a negative one.
function paintBiases(net, frame) {
  for (const column of net.columns) {
    const bias = frame.get(`weights/${column.layer}/bias`);
    if (!bias) continue;
    for (const node of column.nodes) {
      const square = net.keeper.get(`${node.id}/bias`);
      if (!square || node.unit >= bias.data.length) continue;
      const value = bias.data[node.unit];
      const size = Math.round(7 + 4 * Math.min(1, Math.abs(value)));
      const look = `bias ${value < 0 ? "negative" : value > 0 ? "positive" : "none"}`;
      if (square.look !== look) square.className = square.look = look;
      if (square.size === size) continue;
      square.size = size;
      square.style.width = square.style.height = `${size}px`;
    }
  }
}
