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
  return () => {
    own.leave();
    clearTimeout(own.sendTimer);
    pads.delete(parentElement);
  };
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

function rebuildPad(own) {
  const { data, place, answer } = own;
  clearTimeout(own.sendTimer);
  own.sendTimer = 0;
  own.bars = own.follow = own.sent = null;
  answer.replaceChildren();
  place.replaceChildren();
  place.className = `place ${data.kind}`;
  const build = { image: buildDrawing, text: buildMessage, table: buildSliders }[data.kind];
  build?.(own);
}

// The newest example goes out, at most so often; what is the same as before does not.
function offer(own, make) {
  own.make = make;
  own.sendTimer ||= setTimeout(() => {
    own.sendTimer = 0;
    const example = own.make();
    const text = JSON.stringify(example);
    if (text === own.sent) return;
    own.sent = text;
    own.sentTime = performance.now();
    hub.send({ do: "example", own: example });
  }, Math.max(0, LEAST_MS - (performance.now() - (own.sentTime ?? -1e9))));
}

// Nothing of one's own is left: the chosen test example takes its place again.
function withdraw(own) {
  clearTimeout(own.sendTimer);
  own.sendTimer = 0;
  if (own.sent === null) return;
  own.sent = null;
  hub.send({ do: "example", index: own.example?.index ?? 0 });
}

function drawAnswer(own, frame) {
  const output = frame.get("example/output");
  if (!output || !own.data) return;
  const example = (own.example = frame.header.example ?? {});
  own.follow?.(frame, example);
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
    text: "Write, and the model says what it is.",
    table: "Move a slider, and the model answers.",
  }[kind];
}
