// The gradient of the chosen example's loss, in every box in the place of its output.

function buildGradient(view, place) {
  const button = make(place, "button", "gradient", "∇");
  button.setAttribute("aria-label", "Gradient of the loss");
  button.title = "Show in every box the gradient of this example's loss instead of the output, "
    + "and how large it is for each weight";
  button.onclick = () => {
    view.gradient = !view.gradient;
    view.listen(view.data.field);
    buildGraph(view);
    say(view, view.gradient
      ? "Now: how the loss of this example would change with what each box gives." : "");
    if (hub.frame) drawFrame(view, hub.frame);
  };
  view.gradientButton = button;
}

// Over points there is no one example.
function markGradient(view) {
  const has = view.data.field === "example";
  view.gradientButton.hidden = !has;
  view.gradientButton.setAttribute("aria-pressed", String(has && Boolean(view.gradient)));
}

function fieldOf(view) {
  return view.gradient && view.data.field === "example" ? "gradient" : view.data.field;
}

// The norms of the gradients of a box's weights, in the place of its other facts.
function showNorms(view, box, frame) {
  const facts = view.keeper.get(`box/${box.name}/facts`);
  if (!facts || fieldOf(view) !== "gradient") return;
  const start = `gradient/${box.call}/norm/`;
  const norms = frame.header.arrays.map(({ name }) => name)
    .filter((name) => name.startsWith(start))
    .map((name) => `${name.slice(start.length)} ${normText(frame.get(name).data[0])}`);
  const text = norms.length ? `∇ ${norms.join(" · ")}` : factsOf(box);
  if (facts.textContent === text) return;
  facts.textContent = text;
  facts.title = text; // a box may be too narrow for it
}

function normText(norm) {
  return norm === 0 || norm >= 0.001 ? norm.toPrecision(2) : norm.toExponential(0);
}
