// Try it: an example of one's own and the model's answer to it, while it is being made.

const pads = new WeakMap();
const LEAST_MS = 50; // between two examples that are sent

export default function pad({ data, parentElement }) {
  let own = pads.get(parentElement);
  if (!own) {
    own = makePad(parentElement);
    pads.set(parentElement, own);
  }
  takeColours(own);
  const text = JSON.stringify(data);
  if (text !== own.text) {
    own.text = text;
    own.data = data;
    rebuildPad(own);
  }
  if (hub.frame) drawAnswer(own, hub.frame);
  return whenGone(parentElement, () => {
    own.leave();
    clearTimeout(own.sendTimer);
    pads.delete(parentElement);
  });
}

function makePad(parentElement) {
  const root = parentElement.querySelector(".pad");
  root.innerHTML = `
    <div class="place"></div>
    <div class="says"><p class="verdict"></p><div class="answer"></div></div>`;
  const pick = (selector) => root.querySelector(selector);
  const own = { root, place: pick(".place"), verdict: pick(".verdict"), answer: pick(".answer") };
  own.leave = hub.subscribe(root, ["example"], (frame) => drawAnswer(own, frame));
  return own;
}

// Each part of an example is made in its own place; most examples have one part, without a name.
function rebuildPad(own) {
  const { data, place, answer } = own;
  clearTimeout(own.sendTimer);
  own.sendTimer = 0;
  own.bars = own.sent = null;
  own.out = own.isComing = false;
  answer.replaceChildren();
  place.replaceChildren();
  own.parts = data.parts.map((each) => {
    const room = make(place, "div", `part ${each.kind}`);
    const part = { pad: own, data: { ...data, ...each }, place: room, make: null };
    if (each.title) part.state = make(make(room, "p", "title", each.title), "span", "note", "");
    if (each.kind === "image") buildDrawing(part);
    else if (each.kind === "table") buildSliders(part);
    else if (each.name) buildQuestion(part);
    else buildMessage(part);
    return part;
  });
}

// The newest example goes out, at most so often; what is the same as before does not.
function offer(part, makeExample) {
  part.make = makeExample;
  const own = part.pad;
  own.sendTimer ||= setTimeout(() => {
    own.sendTimer = 0;
    const example = exampleOf(own);
    const text = JSON.stringify(example);
    if (text === own.sent) return;
    own.sent = text;
    own.out = own.isComing = true;
    own.sentTime = performance.now();
    hub.send({ do: "example", own: example });
  }, Math.max(0, LEAST_MS - (performance.now() - (own.sentTime ?? -1e9))));
}

// Of several parts those that were made: the others stay as in the chosen test example.
function exampleOf({ parts }) {
  if (!parts[0].data.name) return parts[0].make();
  return Object.fromEntries(parts.filter((part) => part.make)
    .map((part) => [part.data.name, part.make()]));
}

// Nothing of one's own is left in a part, or in any: the chosen test example takes its place again.
function withdraw(part) {
  part.make = null;
  const own = part.pad;
  const other = own.parts?.find((each) => each.make);
  if (other) return offer(other, other.make);
  clearTimeout(own.sendTimer);
  own.sendTimer = 0;
  if (!own.out) return undefined;
  own.out = own.isComing = false;
  own.sent = null;
  hub.send({ do: "example", index: own.example?.index ?? 0 });
  return undefined;
}

function drawAnswer(own, frame) {
  const output = frame.get("example/output");
  if (!output || !own.data) return;
  const example = (own.example = frame.header.example ?? {});
  if (example.own) own.isComing = false;
  const isComing = own.isComing && performance.now() - own.sentTime < ANSWERED_BY;
  const busy = own.sendTimer || isComing;
  if (!example.own && !busy) own.sent = null; // another test example was chosen meanwhile
  for (const part of own.parts) {
    part.follow?.(frame, example, busy);
    const mine = example.own && part.make;
    if (part.state) setText(part.state, mine ? "your own" : "as in the test example");
  }
  own.root.classList.toggle("waiting", !example.own);
  const { classes, kind, target } = own.data;
  if (!classes.length) {
    setText(own.verdict, example.own
      ? `${target || "Predicted"}: ${shortNumber(output.data[0])}` : invitation(kind));
    return;
  }
  const shares = example.own ? probabilitiesOf(output.data, classes) : [];
  const said = saidClass(shares);
  paintBars(barsFor(own, own.answer, classes), shares, null);
  setText(own.verdict, said < 0 ? invitation(kind)
    : `The model says ${className(classes, said)}.`);
}

function invitation(kind) {
  return {
    image: "Draw, and the model says what it sees.",
    pair: "Replace a part of the test example, and the model answers.",
    text: "Write, and the model says what it is.",
    table: "Move a slider, and the model answers.",
  }[kind];
}
