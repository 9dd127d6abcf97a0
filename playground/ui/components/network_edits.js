// Changes of the structure: what was clicked or typed becomes one edit, which Python carries out.

const UNITS_DELAY = 160; // quick clicks on + become one edit: each would compile a model
const RESEND_MS = 3000;

function watchEdits(net) {
  net.stage.addEventListener("click", (event) => onClick(net, event));
  net.stage.addEventListener("change", (event) => {
    const { change, layer } = event.target.dataset;
    const { value } = event.target;
    if (change === "activation") edit(net, { do: change, layer: Number(layer), value });
    if (change === "units") typeUnits(net, Number(layer), value.trim());
  });
  net.stage.addEventListener("keydown", (event) => {
    if (event.target.dataset.change !== "units") return;
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step) changeUnits(net, Number(event.target.dataset.layer), step);
    if (event.key === "Enter") event.target.blur(); // which is a change, if there is one
  });
  net.onOutside = (event) => {
    const path = event.composedPath();
    if (!path.includes(net.menu) && !path.includes(net.menuOpener)) closeMenu(net, false);
  };
  document.addEventListener("pointerdown", net.onOutside);
}

// Two quick edits can become one rerun, and then Streamlit keeps the later event only. So each is
// sent again for some seconds, with a number by which Python knows what it has done already.
function edit(net, what) {
  // Units that still wait go first: after a move or a removal their layer's number is another's.
  if (what.do !== "units") [...net.pendingUnits.keys()].forEach((layer) => sendUnits(net, layer));
  if (what.do === "move" || what.do === "remove" || what.do === "add") net.pendingUnits.clear();
  const now = performance.now();
  net.edits = net.edits.filter(({ time }) => now - time < RESEND_MS);
  net.edits.push({ time: now, edit: { value: null, ...what, number: (net.edited += 1) } });
  if (what.do === "select") showSettings(net);
  net.trigger("edit", { from: net.from, edits: net.edits.map((each) => each.edit) });
}

// The part of the page with a layer's settings comes into view, where the screen is too small.
function showSettings({ data, still }) {
  setTimeout(() => {
    const place = document.querySelector(`.st-key-${data.settings_in}`);
    if (!place || place.getBoundingClientRect().bottom <= innerHeight) return;
    place.scrollIntoView({ behavior: still.matches ? "auto" : "smooth", block: "start" });
  }, 400); // the layer's settings are there by then
}

function onClick(net, event) {
  const actor = event.target.closest("[data-act]");
  if (actor) return act(net, actor, actor.dataset.act, Number(actor.dataset.layer));
  const tile = event.target.closest(".node");
  const isTouch = event.pointerType === "touch";
  if (tile) return chooseNode(net, tile, event.target, isTouch);
  if (event.target.closest("button,select,input,label")) return undefined;
  const { x, y } = stagePoint(net, event);
  const link = linkAt(net, x, y, isTouch ? 14 : 6);
  if (link?.to.kind === "unit") {
    openInspector(net, link.to.id, `kernel/${link.rows[0]}/${link.columns[0]}`, isTouch);
  } else {
    closeInspector(net, false);
  }
  return undefined;
}

function act(net, actor, what, layer) {
  if (what === "fewer") changeUnits(net, layer, -1);
  if (what === "more") changeUnits(net, layer, 1);
  if (what === "select") edit(net, { do: "select", layer });
  if (what === "menu") openMenu(net, actor, `Layer ${layer + 1}`, layerMenu(net, layer));
  if (what === "add") {
    const kinds = net.data.addable.map(({ kind, help }) => ({
      text: kind, help, run: () => edit(net, { do: "add", layer, value: kind }),
    }));
    if (kinds.length === 1) kinds[0].run();
    else openMenu(net, actor, "Kind of layer", kinds);
  }
}

function layerMenu(net, layer) {
  const last = net.data.layers.length - 1;
  const move = (value) => edit(net, { do: "move", layer, value });
  return [
    { text: "Settings", run: () => edit(net, { do: "select", layer }) },
    { text: "Move left", disabled: layer === 0, run: () => move(-1) },
    { text: "Move right", disabled: layer === last, run: () => move(1) },
    { text: "Remove", run: () => edit(net, { do: "remove", layer }) },
  ];
}

function chooseNode(net, tile, target, isTouch) {
  const { node } = findNode(net, tile.dataset.id) ?? {};
  setRoving(net, tile.dataset.id);
  if (node?.kind === "feature") {
    const on = tile.getAttribute("aria-pressed") !== "true";
    const others = net.data.features.some((each) => each.on && each.name !== node.feature.name);
    if (!on && !others) return say(net, "At least one feature stays on.");
    tile.setAttribute("aria-pressed", String(on)); // at once; Python's answer follows
    tile.classList.toggle("off", !on);
    edit(net, { do: "feature", layer: null, value: node.feature.name, on });
  } else if (node?.kind === "unit") {
    const onBias = target.closest(".bias");
    if (net.inspected === node.id && !onBias) closeInspector(net, true);
    else openInspector(net, node.id, onBias ? `bias/${node.unit}` : "first", isTouch);
  }
  return undefined;
}

function changeUnits(net, layer, step) {
  setUnits(net, layer, Number(net.keeper.get(`units/${layer}`).value) + step);
}

// What was typed may be anything: the nearest number of units that there can be, and a sentence.
function typeUnits(net, layer, text) {
  const column = net.columns.find((each) => each.layer === layer);
  if (!column) return;
  const asked = text === "" ? NaN : Number(text);
  const { most_units: most } = net.data;
  if (!Number.isFinite(asked)) {
    net.keeper.get(`units/${layer}`).value = shownUnits(net, column);
    say(net, `A layer has 1 to ${most} units: ${text === "" ? "the empty field" : `“${text}”`} `
      + "is not a number, so nothing changed.");
    return;
  }
  const nearest = clamp(Math.round(asked), 1, most);
  setUnits(net, layer, nearest);
  if (nearest !== asked) say(net, `A layer has 1 to ${most} units: ${nearest} is the nearest.`);
}

function setUnits(net, layer, asked) {
  const input = net.keeper.get(`units/${layer}`);
  if (!Number.isFinite(asked) || !input) return;
  const value = clamp(Math.round(asked), 1, net.data.most_units);
  input.value = value;
  clearTimeout(net.pendingUnits.get(layer)?.timer);
  const timer = setTimeout(() => sendUnits(net, layer), UNITS_DELAY);
  net.pendingUnits.set(layer, { value, time: performance.now(), timer });
}

function sendUnits(net, layer) {
  const pending = net.pendingUnits.get(layer);
  clearTimeout(pending?.timer);
  if (!pending?.timer) return;
  pending.timer = 0;
  edit(net, { do: "units", layer, value: pending.value });
}

// A short sentence in the legend's place; it goes by itself.
function say(net, text) {
  net.saying.textContent = text;
  net.legend.classList.add("saying");
  clearTimeout(net.sayTimer);
  net.sayTimer = setTimeout(() => {
    net.saying.textContent = "";
    net.legend.classList.remove("saying");
  }, 5000);
}
