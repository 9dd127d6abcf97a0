// A live figure: Plotly draws it once, and frames change what its bindings name. It is never built
// again; a new figure (another data set, another structure) goes into the same node.

const charts = new WeakMap();

const FIELD_OF = { curve: "surface", confusion: "predictions", predicted: "predictions" };
const BUTTONS = ["toImage", "zoom2d", "pan2d", "resetScale2d"];

export default function figure({ data, parentElement, setTriggerValue }) {
  let chart = charts.get(parentElement);
  if (!chart) charts.set(parentElement, (chart = new Chart(parentElement)));
  chart.trigger = hub.toPython(setTriggerValue);
  takeHeard(chart.events, data.heard);
  chart.show(data);
  return whenGone(parentElement, () => {
    chart.close();
    endEvents(chart.events);
    charts.delete(parentElement);
  });
}

class Chart {
  due = 0; // when it may draw again, and how many milliseconds that takes: see askForTurn
  cost = 0;
  options = {};
  events = makeEvents();

  constructor(parent) {
    this.node = document.createElement("div");
    this.node.className = "chart";
    (parent.querySelector(".playground") ?? parent).append(this.node);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.node);
    this.node.addEventListener("pointerenter", () => askForTurn(this));
    this.node.addEventListener("keydown", (event) => moveChoice(this, event));
    watchPlaces(this);
  }

  // The newest data wins, also while Plotly is still loading or the node has no width yet.
  async show(data) {
    this.data = data;
    try {
      this.Plotly = await plotly(data.plotly);
    } catch (error) {
      this.node.textContent = error.message;
      return;
    }
    if (!this.closed && this.data === data) this.update();
  }

  update() {
    const { figure, bindings, options = {} } = this.data;
    if (!this.node.clientWidth) return; // in a closed tab: resize() comes back
    const theme = themeOf(this.node);
    const rebuilt = figure !== this.json;
    const recoloured = theme.key !== this.theme?.key;
    const otherLog = Boolean(options.log) !== Boolean(this.options.log);
    const otherBindings = JSON.stringify(bindings) !== JSON.stringify(this.bindings);
    if (otherBindings) this.bindings = bindings;
    Object.assign(this, { theme, options: { ...options } });
    this.palette = theme.dark ? SCALES.dark : SCALES;
    if (rebuilt || recoloured || otherBindings) this.known = new Map();
    if (rebuilt) this.build(figure);
    else if (recoloured || otherLog) this.restyleTheme(otherLog);
    this.subscribe();
    if (this.frame) askForTurn(this);
  }

  build(json) {
    const { data, layout } = JSON.parse(json);
    const wasThere = this.json !== undefined;
    this.json = json;
    this.choice = this.asked = undefined;
    const isOther = layout.uirevision !== this.revision; // another kind of figure
    if (isOther) this.zoomed = new Set();
    this.revision = layout.uirevision;
    themedTraces(this.bindings, this.theme, (trace, changes) => write(data[trace], changes));
    write(layout, { ...themedLayout(layout, this.theme), ...this.scaleOfAxes() });
    write(layout, this.sizeOf(layout));
    const touched = matchMedia("(pointer: coarse)").matches;
    if (touched) layout.dragmode = false; // a finger scrolls the page
    this.node.classList.toggle("crisp", Boolean(layout.meta?.crisp));
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", layout.meta?.label ?? "Chart");
    const config = {
      displaylogo: false, displayModeBar: touched ? false : "hover", modeBarButtons: [BUTTONS],
      toImageButtonOptions: { filename: "layer-playground", scale: 2 },
    };
    // For another kind react would draw lines to where its new axes are not yet.
    this.Plotly[isOther ? "newPlot" : "react"](this.node, data, layout, config);
    if (isOther) this.node.on("plotly_relayout", (changes) => this.noteZoom(changes));
    this.node.tabIndex = choosable(this) ? 0 : -1;
    if (isOther) this.node.on("plotly_click", ({ points }) => chooseCell(this, points[0]));
    if (wasThere) this.paintNow();
  }

  restyleTheme(otherLog) {
    this.begin();
    themedTraces(this.bindings, this.theme, (trace, changes) => this.put(trace, changes));
    this.lay(themedLayout(this.node.layout, this.theme));
    if (otherLog) this.lay(this.scaleOfAxes());
    this.flush();
  }

  scaleOfAxes() {
    const changes = {};
    for (const { axis } of this.bindings.filter(({ kind }) => kind === "logscale")) {
      changes[`${axis}.type`] = this.options.log ? "log" : "linear";
      changes[`${axis}.nticks`] = this.options.log ? 4 : 6; // so few that 1, 2, 5, 10 suffice
      changes[`${axis}.autorange`] = true;
    }
    return changes;
  }

  sizeOf(layout) {
    const width = this.node.clientWidth;
    const grid = this.bindings.find(({ kind }) => kind === "grid");
    return { width, ...(grid && gridLayout(grid, width, layout.margin)) };
  }

  resize() {
    if (this.closed || !this.Plotly || !this.node.clientWidth) return;
    if (!this.json) return this.update();
    if (this.node.clientWidth === this.node.layout.width) return;
    this.Plotly.relayout(this.node, this.sizeOf(this.node.layout));
  }

  subscribe() {
    const fields = this.data.fields ?? fieldsOf(this.bindings);
    if (String(fields) === this.fields) return;
    this.fields = String(fields);
    this.unsubscribe?.();
    this.unsubscribe = fields.length && hub.subscribe(this.node, fields, (frame) => {
      this.frame = frame;
      askForTurn(this);
    });
  }

  // -- drawing a frame ------------------------------------------------------------------------

  paint() {
    if (!this.closed && this.json && this.node.clientWidth) this.paintNow();
  }

  paintNow() {
    if (!this.frame) return;
    this.begin();
    for (const binding of this.bindings) kinds[binding.kind]?.(binding, this.frame, this);
    this.flush();
  }

  begin() {
    this.traces = new Map();
    this.layout = {};
  }

  put(trace, changes) {
    if (!this.traces.has(trace)) this.traces.set(trace, {});
    Object.assign(this.traces.get(trace), changes);
  }

  lay(changes) {
    Object.assign(this.layout, changes);
  }

  // All changes in one call: what a trace does not change stays undefined, and Plotly skips it.
  flush() {
    const traces = [...this.traces.keys()];
    const restyle = {};
    traces.forEach((trace, index) => {
      for (const [attribute, value] of Object.entries(this.traces.get(trace))) {
        (restyle[attribute] ??= new Array(traces.length).fill(undefined))[index] = value;
      }
    });
    const lays = Object.keys(this.layout).length > 0;
    if (traces.length && lays) this.Plotly.update(this.node, restyle, this.layout, traces);
    else if (traces.length) this.Plotly.restyle(this.node, restyle, traces);
    else if (lays) this.Plotly.relayout(this.node, this.layout);
  }

  fresh(binding, arrays, extra) {
    const before = this.known.get(binding);
    const data = arrays.map((array) => array.data);
    this.known.set(binding, { data, extra });
    return !(before && before.extra === extra && before.data.length === data.length
      && before.data.every((each, index) => alike(each, data[index])));
  }

  canvas(binding) {
    this.canvases ??= new Map();
    const place = binding.image;
    if (!this.canvases.has(place)) this.canvases.set(place, document.createElement("canvas"));
    return this.canvases.get(place);
  }

  // -- axes that follow the data until the reader zooms -----------------------------------------

  follow(name, range) {
    const axis = `${name[0]}axis${name.slice(1)}`;
    const now = this.node.layout[axis].range;
    if (this.zoomed.has(axis) || (now && alike(now, range))) return;
    this.layout[`${axis}.range`] = range;
  }

  // A reader's zoom names both ends one by one; a double click asks for the automatic range.
  noteZoom(changes) {
    for (const key of Object.keys(changes)) {
      const [axis, what] = key.split(".");
      if (what === "range[0]") this.zoomed.add(axis);
      if (what === "autorange" && this.zoomed.delete(axis)) this.known = new Map();
    }
    if (this.frame && !this.known.size) askForTurn(this);
  }

  close() {
    this.closed = true;
    gallery.waiting.delete(this);
    this.sizes.disconnect();
    this.unsubscribe?.();
    this.Plotly?.purge(this.node);
    this.spoken?.remove();
    this.node.remove();
  }
}

// The groups of a frame's arrays that the bindings read: "history/loss" is of "history".
function fieldsOf(bindings) {
  const arrays = bindings.flatMap(({ x, y, values }) => [x, y, values]);
  const groups = arrays.filter(Boolean).map((name) => name.split("/")[0]);
  return [...new Set(groups.map((group) => FIELD_OF[group] ?? group))].sort();
}
