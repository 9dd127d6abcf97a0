// The chosen example, large: what goes in, what comes out, and what is true.

const panels = new WeakMap();

export default function example({ data, parentElement }) {
  let panel = panels.get(parentElement);
  if (!panel) {
    panel = makePanel(parentElement);
    panels.set(parentElement, panel);
  }
  takeColours(panel);
  const text = JSON.stringify(data);
  if (text !== panel.text) {
    panel.text = text;
    panel.data = data;
    rebuildPanel(panel);
  }
  if (hub.frame) drawExample(panel, hub.frame);
  return whenGone(parentElement, () => {
    panel.leave();
    panels.delete(parentElement);
  });
}

function makePanel(parentElement) {
  const root = parentElement.querySelector(".example");
  root.innerHTML = `
    <div class="steps">
      <button class="back" title="The test example before" aria-label="Previous example">◀</button>
      <label title="Enter a number to go to that test example"><span>Test example</span>
        <input inputmode="numeric" autocomplete="off" aria-label="Number of the test example">
        <span class="count"></span></label>
      <button class="next" title="The test example after" aria-label="Next example">▶</button>
      <button class="wrong" title="Go to the next test example that the model gets wrong"
        >Next mistake</button>
    </div>
    <div class="two"><div class="shown"></div><div class="says">
      <p class="verdict"></p><div class="answer"></div></div></div>
    <span class="spoken" role="status"></span>`;
  const pick = (selector) => root.querySelector(selector);
  const panel = {
    root, shown: pick(".shown"), verdict: pick(".verdict"), answer: pick(".answer"),
    number: pick("input"), count: pick(".count"), wrong: pick(".wrong"), spoken: pick(".spoken"),
  };
  pick(".back").onclick = () => stepExample(panel, -1);
  pick(".next").onclick = () => stepExample(panel, 1);
  panel.wrong.onclick = () => hub.send({ do: "example", next: "mistake" });
  panel.number.onchange = () => goTo(panel);
  panel.number.onkeydown = (event) => event.key === "Enter" && panel.number.select();
  panel.leave = hub.subscribe(root, ["example"], (frame) => drawExample(panel, frame));
  return panel;
}

function rebuildPanel(panel) {
  const { data, shown, wrong } = panel;
  wrong.hidden = !data.classes.length || !data.judged;
  panel.bars?.root.remove();
  panel.bars = panel.words = panel.made = null;
  shown.replaceChildren();
  shown.removeAttribute("tabindex");
  shown.removeAttribute("aria-label");
  panel.answer.replaceChildren();
  shown.className = `shown ${data.kind}`;
  if (data.kind === "image" || data.kind === "series") {
    panel.canvas = make(shown, "canvas", "");
    panel.canvas.setAttribute("role", "img");
    panel.question = make(shown, "p", "asked", "");
  } else if (data.kind === "table") {
    shown.tabIndex = 0; // many columns scroll
    shown.setAttribute("aria-label", "The row");
    panel.values = data.columns.map(({ label, help }) => {
      const line = make(shown, "div", "value");
      make(line, "span", "", label).title = help ?? "";
      return make(line, "b", "", "");
    });
  } else {
    shown.tabIndex = 0; // a long message scrolls
    shown.setAttribute("aria-label", "The message");
  }
}

// What was typed may be anything: only a number of a test example is gone to.
function goTo(panel) {
  const { example = {}, number } = panel;
  const asked = Math.round(Number(number.value.replaceAll(/[,\s]/g, "")));
  if (Number.isFinite(asked) && number.value.trim() !== "") {
    chooseExample(panel, clamp(asked, 1, example.count ?? 1) - 1);
  } else {
    number.value = (example.index ?? 0) + 1;
  }
}

function drawExample(panel, frame) {
  const [input, output] = [frame.get("example/input"), frame.get("example/output")];
  if (!input || !panel.data) return;
  const example = frame.header.example ?? {};
  noteExample(panel, example);
  const number = String((example.index ?? 0) + 1);
  if (!isFocused(panel.number) && panel.number.value !== number) panel.number.value = number;
  setText(panel.count, `of ${Number(example.count ?? 0).toLocaleString("en")}`);
  panel.root.classList.toggle("own", Boolean(example.own));
  showInput(panel, input, output, example);
  if (!output) return;
  if (panel.data.judged) showAnswer(panel, output.data, example);
  else showMade(panel, input, output.data);
  const words = `${example.own ? "Your own example" : `Test example ${number}`}: `
    + panel.verdict.textContent;
  const chosen = `${example.own}${example.index}`;
  if (panel.chosen !== chosen && panel.chosen !== undefined) setText(panel.spoken, words);
  panel.chosen = chosen;
}
