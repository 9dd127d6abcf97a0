// The kinds of binding: each takes its arrays out of a frame and says what changes in the figure.
// `chart` has put(trace, {attribute: value}), lay({attribute: value}), fresh(binding, arrays, …):
// whether anything is another than at the last frame, and the theme's palette.

const kinds = {
  line(binding, frame, chart) {
    const x = frame.get(binding.x), y = frame.get(binding.y);
    const { smoothing = 0 } = chart.options;
    const smooth = binding.raw !== null && smoothing > 0;
    if (!x && isBeingPrepared(frame) && chart.fresh(binding, [], "empty")) { // not the model before
      chart.put(binding.trace, { x: [], y: [] });
      if (binding.raw !== null) chart.put(binding.raw, { visible: false });
    }
    if (!x || !y || !chart.fresh(binding, [x, y], smooth && smoothing)) return;
    const count = x.data.length;
    const row = y.shape.length > 1 ? Math.min(binding.row, y.shape[0] - 1) : 0;
    const values = y.data.subarray(row * count, (row + 1) * count);
    chart.put(binding.trace, { x: x.data, y: smooth ? smoothed(values, smoothing) : values });
    if (binding.raw === null) return;
    chart.put(binding.raw, smooth ? { x: x.data, y: values, visible: true } : { visible: false });
  },

  points(binding, frame, chart) {
    const x = frame.get(binding.x), y = frame.get(binding.y);
    if (x && y && chart.fresh(binding, [x, y])) chart.put(binding.trace, { x: x.data, y: y.data });
  },

  image(binding, frame, chart) {
    const values = frame.get(binding.values), range = frame.get(binding.range);
    const times = binding.x === null ? null : frame.get(binding.x);
    const { look } = frame.header;
    const unit = look?.layer ?? null;
    if (!values || !range || times === undefined) return;
    if (!chart.fresh(binding, times ? [values, range, times] : [values, range], unit)) return;
    const [low, high] = range.data;
    const [first, last] = (unit === null && binding.limits) || [low, high];
    const canvas = chart.canvas(binding);
    const source = painted(canvas, values, binding, { low, high, first, last }, chart.palette);
    chart.lay({ [`images[${binding.image}].source`]: source });
    if (times) followTime(binding, times.data, low, high, chart);
    if (binding.bar !== null) nameEnds(binding, values, unit, first, last, chart);
  },

  cells(binding, frame, chart) {
    if (binding.choose) followGallery(chart, frame.header.gallery);
    const counts = frame.get(binding.values);
    if (!counts || !chart.fresh(binding, [counts])) return;
    const rows = rowsOf(counts).map((row) => [...row]);
    const sums = rows.map((row) => row.reduce((sum, count) => sum + count, 0) || 1);
    const shares = rows.map((row, index) => row.map((count) => count / sums[index]));
    chart.put(binding.trace, { z: shares, text: rows });
  },

  matrix(binding, frame, chart) {
    const values = frame.get(binding.values);
    const pointed = chart.node.matches(":hover");
    if (values?.shape.length !== 2 || !chart.fresh(binding, [values], pointed)) return;
    const most = values.data.reduce((sofar, value) => Math.max(sofar, Math.abs(value) || 0), 0);
    const limits = { low: -most || -1, high: most || 1 };
    const source = painted(chart.canvas(binding), values, binding, limits, chart.palette);
    chart.lay({ [`images[${binding.image}].source`]: source });
    const text = `${binding.title}  ±${short(most, 2)}`; // two digits: a change costs Plotly much
    if (chart.fresh(`text ${binding.annotation}`, [], text)) {
      chart.lay({ [`annotations[${binding.annotation}].text`]: text });
    }
    if (pointed) chart.put(binding.trace, { z: rowsOf(values) }); // costly, so only then
  },

  title(binding, frame, chart) {
    const { look } = frame.header;
    const text = (look?.layer ?? null) === null ? binding.output : look.title;
    if (chart.fresh(binding, [], text)) chart.lay({ "title.text": text });
  },
};

// Whether the frame is of a model that is still being prepared: it has no numbers yet.
function isBeingPrepared({ header }) {
  return header.status === "starting" || header.status === "compiling";
}

// The image grows with time, and so do its axes unless the reader has zoomed into them.
function followTime({ image, axes }, times, low, high, chart) {
  const start = times[0] ?? 0;
  const step = times.length > 1 ? (times[times.length - 1] - start) / (times.length - 1) : 1;
  const end = start + step * times.length;
  chart.lay({
    [`images[${image}].x`]: start, [`images[${image}].sizex`]: end - start,
    [`images[${image}].y`]: high, [`images[${image}].sizey`]: high - low,
  });
  chart.follow(axes[0], [start, Math.max(end, start + 10)]); // so that ticks are whole epochs
  chart.follow(axes[1], [low, high]);
}

// What the colour bar says: for the output its own words, for a unit the values it reaches.
function nameEnds(binding, values, unit, first, last, chart) {
  const blend = values.shape.length === 3 && values.shape[0] > 1;
  const words = unit === null && binding.ends
    ? binding.ends : [first, (first + last) / 2, last].map((value) => short(value));
  if (chart.fresh(nameEnds, [], `${blend}|${words}`)) {
    chart.put(binding.bar, { "marker.colorbar.ticktext": words, "marker.showscale": !blend });
    if (binding.legend) chart.lay({ "legend2.visible": blend });
  }
}

// An exponential average that does not lean towards its start; not-a-number stays as it is.
function smoothed(values, weight) {
  const result = new Float32Array(values.length);
  let sum = 0, trust = 0;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      result[index] = value;
      return;
    }
    sum = weight * sum + (1 - weight) * value;
    trust = weight * trust + (1 - weight);
    result[index] = sum / trust;
  });
  return result;
}

function rowsOf({ data, shape: [rows, columns] }) {
  return Array.from({ length: rows }, (_, row) => (
    data.subarray(row * columns, (row + 1) * columns)));
}

function short(value, digits = 3) {
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

function alike(one, other) {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i] && !(Number.isNaN(one[i]) && Number.isNaN(other[i]))) return false;
  }
  return true;
}
