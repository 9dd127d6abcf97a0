// The gradient in every box in the place of its output: of the chosen example's loss; over points,
// of the answer at every place of the plane, and of the training loss for the weights.

const GRADIENTS = {
  example: {
    title: "Show in every box the gradient of this example's loss instead of the output, "
      + "and how large it is for each weight",
    said: "Now: how the loss of this example would change with what each box gives.",
  },
  maps: {
    title: "Show in every box, instead of its units, how the answer at each place would change "
      + "with what the unit gives there: blue, it would grow; orange, shrink; of several classes, "
      + "the number of the one that is said. Below: how large the gradient of the training loss "
      + "is for each weight",
    said: "Now: how the answer there would change with what each unit gives (blue: grow, orange: "
      + "shrink). Below: the training loss' gradient for each weight.",
  },
};

function buildGradient(view, place) {
  const button = make(place, "button", "gradient", "∇");
  button.setAttribute("aria-label", "Gradient");
  button.onclick = () => {
    view.gradient = !view.gradient;
    view.listen();
    buildGraph(view);
    say(view, view.gradient ? GRADIENTS[view.data.field].said : "");
    if (hub.frame) drawFrame(view, hub.frame);
  };
  view.gradientButton = button;
}

function markGradient(view) {
  view.gradientButton.title = GRADIENTS[view.data.field].title;
  view.gradientButton.setAttribute("aria-pressed", String(Boolean(view.gradient)));
}

function fieldOf(view) {
  return view.gradient ? "gradient" : view.data.field;
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
