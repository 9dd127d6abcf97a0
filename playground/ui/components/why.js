// Why: what the answer to the chosen example leans on, by each way of asking that fits the data.

const whys = new WeakMap();

export default function why({ data, parentElement }) {
  let view = whys.get(parentElement);
  if (!view) {
    view = makeWhy(parentElement);
    whys.set(parentElement, view);
  }
  takeColours(view);
  const text = JSON.stringify(data);
  if (text !== view.text) {
    view.text = text;
    view.data = data;
    rebuildWhy(view);
  }
  if (hub.frame) drawWhy(view, hub.frame);
  return whenGone(parentElement, () => {
    view.leave();
    whys.delete(parentElement);
  });
}

function makeWhy(parentElement) {
  const root = parentElement.querySelector(".why");
  const view = { root };
  view.leave = hub.subscribe(root, ["example", "why"], (frame) => drawWhy(view, frame));
  return view;
}

// What each way of asking is called, what it says, and what it does not.
const WAYS = {
  image: [
    ["occlusion", "Covered", "A small square covers the picture, place by place. Blue: without "
      + "that place the answer’s odds are smaller; orange: larger.",
    "It depends on the square’s size and on what covers it; places that only count together "
      + "do not show."],
    ["gradient", "Gradient", "The stronger, the faster the answer’s score changes with that "
      + "pixel.",
    "It is about very small changes, and noisy: a strong pixel need not be a reason."]],
  text: [
    ["occlusion", "Words", "Each word in turn becomes an unknown one. Blue: without it the "
      + "answer’s odds are smaller; orange: larger.",
    "Words that only count together do not show, and it says nothing about other messages."]],
  series: [
    ["occlusion", "Covered", "Each moment in turn becomes the window’s mean. Blue: the forecast "
      + "gets smaller without it; orange: larger.",
    "Neighbours know much of each other, so one of them is hardly missed."],
    ["gradient", "Gradient", "The stronger, the faster the forecast changes with that moment.",
      "It is about very small changes of one moment alone."]],
  table: [
    ["occlusion", "This row", "Each column in turn takes the training rows’ mean. Blue: without "
      + "its value CHANGES.",
    "Columns that only count together do not show, and it says nothing about other rows."],
    ["importance", "All test rows", "Each column in turn is shuffled among the test rows: WORSE.",
      "It is about the model and not about causes; columns that say the same share their "
      + "importance; close to 0 it is chance."]],
};
const ODDS = "Odds are p : (1 − p); they still move when p is close to 100 %.";

function rebuildWhy(view) {
  const { data, root } = view;
  root.replaceChildren();
  view.said = make(root, "p", "said", "");
  const row = make(root, "div", `ways ${data.kind}`);
  if (data.classes.length) make(root, "p", "says not", ODDS);
  view.ways = (WAYS[data.kind] ?? []).map(([name, title, says, saysNot]) => {
    const box = make(row, "section", "way");
    make(box, "h4", "", title);
    const place = make(box, "div", "place");
    const reach = make(box, "p", "reach", "");
    make(box, "p", "says", inWords(data, says));
    make(box, "p", "says not", saysNot);
    return { name, place, reach };
  });
}

// Classes become more or less probable and are right or wrong; a number is larger or smaller.
function inWords({ classes }, text) {
  return text
    .replace("CHANGES", classes.length
      ? "the answer’s odds are smaller; orange: larger"
      : "the prediction is smaller; orange: larger")
    .replace("WORSE", classes.length
      ? "that much accuracy is lost" : "the mean absolute error grows by so much");
}

function drawWhy(view, frame) {
  const [input, output] = [frame.get("example/input"), frame.get("example/output")];
  if (!input || !output || !view.data) return;
  // It comes some frames after a new example: until then the last one stays, with its own picture.
  const isHere = Boolean(frame.get("why/occlusion"));
  view.root.classList.toggle("waiting", !isHere);
  if (!isHere) return;
  const { data } = view;
  const example = frame.header.example ?? {};
  const which = example.own ? "Your own example" : `Test example ${(example.index ?? 0) + 1}`;
  const said = saidClass(probabilitiesOf(output.data, data.classes));
  setText(view.said, data.classes.length
    ? `${which}: why does the model say ${className(data.classes, said)}?`
    : `${which}: why does the model predict ${shortNumber(output.data[0])}?`);
  for (const way of view.ways) {
    const values = frame.get(`why/${way.name}`);
    if (values) showWay(view, way, values, input, example);
  }
}
