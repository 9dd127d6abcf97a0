// Changes of the structure: what was clicked or typed becomes one edit, which Python carries out.

const UNITS_DELAY = 160; // quick clicks on + become one edit: each would compile a model

// What a component with layers remembers of its edits.
function makeEditing() {
  return {
    pendingUnits: new Map(), events: makeEvents(),
    still: matchMedia("(prefers-reduced-motion: reduce)"),
  };
}

function edit(net, what) {
  // Units that still wait go first: after a move or a removal their layer's number is another's.
  if (what.do !== "units") [...net.pendingUnits.keys()].forEach((layer) => sendUnits(net, layer));
  if (what.do === "move" || what.do === "remove" || what.do === "add") net.pendingUnits.clear();
  if (what.do === "select") showSettings(net);
  return sendEvent(net.events, net.trigger, "edit", what);
}

// The part of the page with a layer's settings comes into view, where the screen is too small.
function showSettings({ data, still }) {
  setTimeout(() => {
    const place = document.querySelector(`.st-key-${data.settings_in}`);
    if (!place || place.getBoundingClientRect().bottom <= innerHeight) return;
    place.scrollIntoView({ behavior: still.matches ? "auto" : "smooth", block: "start" });
  }, 400); // the layer's settings are there by then
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
  const [, many] = unitWords(column);
  if (!Number.isFinite(asked)) {
    net.keeper.get(`units/${layer}`).value = shownUnits(net, column);
    say(net, `A layer has 1 to ${most} ${many}: ${text === "" ? "the empty field" : `“${text}”`} `
      + "is not a number, so nothing changed.");
    return;
  }
  const nearest = clamp(Math.round(asked), 1, most);
  setUnits(net, layer, nearest);
  if (nearest !== asked) say(net, `A layer has 1 to ${most} ${many}: ${nearest} is the nearest.`);
}

function setUnits(net, layer, asked) {
  const input = net.keeper.get(`units/${layer}`);
  if (!Number.isFinite(asked) || !input) return;
  const value = clamp(Math.round(asked), 1, net.data.most_units);
  input.value = value;
  clearTimeout(net.pendingUnits.get(layer)?.timer);
  const timer = setTimeout(() => sendUnits(net, layer), UNITS_DELAY);
  net.pendingUnits.set(layer, { value, timer });
}

function sendUnits(net, layer) {
  const pending = net.pendingUnits.get(layer);
  clearTimeout(pending?.timer);
  if (!pending?.timer) return;
  pending.timer = 0;
  pending.number = edit(net, { do: "units", layer, value: pending.value });
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
