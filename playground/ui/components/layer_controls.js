// What can be done with a layer where it is drawn: its units, its activation, its place, a new one.

function buildUnits(net, head, column) {
  const { keeper, data } = net;
  const { layer } = column;
  const row = keeper.put(head, `head/${layer}/units`, "div", { class: "stepper" });
  const units = shownUnits(net, column);
  const [one, many] = unitWords(column);
  const step = (act, sign, help, disabled) => keeper.put(row, `step/${act}/${layer}`, "button", {
    "data-act": act, "data-layer": layer, "data-id": `step/${act}/${layer}`, disabled,
    title: `${help} ↺`, "aria-label": `${help} in layer ${layer + 1}`,
  }, sign);
  step("fewer", "−", `One ${one} fewer`, units <= 1);
  const input = keeper.put(row, `units/${layer}`, "input", {
    "data-change": "units", "data-layer": layer, "data-id": `units/${layer}`, inputmode: "numeric",
    "aria-label": `${sentence(many, "")} in layer ${layer + 1}`, title: `${sentence(many, "")} ↺`,
    autocomplete: "off",
  });
  if (!isFocused(input)) input.value = units;
  step("more", "+", `One ${one} more`, units >= data.most_units);
}

// A convolution has filters, every other layer units.
function unitWords({ spec }) {
  return spec.units_name === "filters" ? ["filter", "filters"] : ["unit", "units"];
}

// What was just clicked counts before Python has answered, so that quick clicks add up.
function shownUnits(net, column) {
  const pending = net.pendingUnits.get(column.layer);
  const waits = pending?.timer || isUnanswered(net.events, pending?.number);
  if (!waits || pending.value === column.count) {
    net.pendingUnits.delete(column.layer);
    return column.count;
  }
  return pending.value;
}

function buildActivation(net, head, column) {
  const { keeper } = net;
  const { layer, spec } = column;
  const names = spec.activations ?? [];
  if (!names.length) return;
  const select = keeper.put(head, `activation/${layer}`, "select", {
    class: "activation", "data-change": "activation", "data-layer": layer,
    "data-id": `activation/${layer}`,
    "aria-label": `Activation of layer ${layer + 1}`, title: `Activation: ${spec.activation} ↺`,
  });
  const key = names.join();
  if (select.namesShown !== key) {
    select.namesShown = key;
    select.replaceChildren(...names.map((name) => new Option(name, name)));
  }
  if (select.value !== spec.activation) select.value = spec.activation;
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

function act(net, actor, what, layer) {
  if (what === "fewer") changeUnits(net, layer, -1);
  if (what === "more") changeUnits(net, layer, 1);
  if (what === "select") edit(net, { do: "select", layer });
  if (what === "menu") openMenu(net, actor, `Layer ${layer + 1}`, layerMenu(net, layer));
  if (what === "add") {
    const kinds = net.data.addable.map(({ kind, help, group }) => ({
      text: kind, help, group, run: () => edit(net, { do: "add", layer, value: kind }),
    }));
    if (kinds.length === 1) kinds[0].run();
    else openMenu(net, actor, "Kind of layer", kinds);
  }
}

function watchControls(net, place) {
  place.addEventListener("change", (event) => {
    const { change, layer } = event.target.dataset;
    const { value } = event.target;
    if (change === "activation") edit(net, { do: change, layer: Number(layer), value });
    if (change === "units") typeUnits(net, Number(layer), value.trim());
  });
  place.addEventListener("keydown", (event) => {
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
