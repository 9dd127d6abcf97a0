// The run bar: what the engine is asked to do, and how far it is. A button shows what was asked
// at once; the frames then say what is so.

const bars = new WeakMap();
const SPEEDS = [["1", "1 epoch/s"], ["5", "5 epochs/s"], ["20", "20 epochs/s"],
  ["60", "60 epochs/s"], ["0", "flat out"]];
const PATIENCE = 1500; // how long a click is believed against the frames, in milliseconds

export default function runbar({ data, parentElement }) {
  let bar = bars.get(parentElement);
  if (!bar) {
    bar = makeBar(parentElement.querySelector(".runbar"));
    bars.set(parentElement, bar);
  }
  const hide = new Set(data.hide);
  bar.buttons.hidden = hide.has("run");
  bar.speedBox.hidden = hide.has("run") || hide.has("speed");
  bar.losses.hidden = hide.has("losses");
  return whenGone(parentElement, () => {
    bar.leave();
    bars.delete(parentElement);
  });
}

function makeBar(root) {
  root.innerHTML = `
    <div class="line">
      <div class="buttons" role="group" aria-label="Run">
        <button class="play"></button>
        ${button("batch", "step", "1 batch", "Step one batch", "Train on one batch and pause")}
        ${button("epoch", "leap", "1 epoch", "Step one epoch", "Train for one epoch and pause")}
        ${button("reset", "reset", "Reset", "Reset", "Back to the same initial weights")}
      </div>
      <div class="epoch">
        <span class="word">Epoch</span><output></output><span class="step"></span>
      </div>
      <label class="speed"><span class="word">Speed</span><select title="How fast it trains: epochs a second, or as fast as it goes">${
        SPEEDS.map(([value, text]) => `<option value="${value}">${text}</option>`).join("")
      }</select></label>
      <div class="losses">
        <div><span class="word">Test loss</span><output class="test"></output></div>
        <div><span class="word">Training loss</span><output class="training"></output></div>
        <div class="metric"><span class="word">Test accuracy</span><output></output></div>
      </div>
    </div>`;
  const pick = (selector) => root.querySelector(selector);
  const bar = {
    root, buttons: pick(".buttons"), play: pick(".play"), epoch: pick(".epoch output"),
    step: pick(".step"), speedBox: pick(".speed"), speed: pick("select"), losses: pick(".losses"),
    test: pick(".test"), training: pick(".training"), metric: pick(".metric"),
    asked: null, askedSpeed: null, header: null, doubt: 0,
  };
  bar.speed.value = "60";
  bar.play.onclick = () => {
    const playing = bar.play.dataset.playing === "true";
    ask(bar, playing ? "paused" : "playing");
    hub.send({ do: playing ? "pause" : "play" });
  };
  pick("[data-do=batch]").onclick = () => step(bar, "batch");
  pick("[data-do=epoch]").onclick = () => step(bar, "epoch");
  pick("[data-do=reset]").onclick = () => {
    ask(bar, "paused");
    showCount(bar, 0, 0);
    hub.send({ do: "reset" });
  };
  bar.speed.onchange = () => {
    bar.askedSpeed = { value: bar.speed.value, until: performance.now() + PATIENCE };
    hub.send({ do: "speed", value: Number(bar.speed.value) });
  };
  showCount(bar, 0, 0);
  showLosses(bar, {});
  showPlaying(bar, false);
  const unsubscribe = hub.subscribe(root, [], (frame) => show(bar, frame.header));
  bar.leave = () => {
    unsubscribe();
    clearTimeout(bar.doubt);
  };
  return bar;
}

function button(what, picture, words, label, help) {
  return `<button data-do="${what}" aria-label="${label}" title="${help}">${icon(picture)}
    <span>${words}</span></button>`;
}

function step(bar, unit) {
  ask(bar, "paused");
  hub.send({ do: "step", unit });
}

// Believe the click until a frame agrees, or long enough to be sure that none will.
function ask(bar, status) {
  const version = bar.header?.version ?? 0;
  bar.asked = { status, version, until: performance.now() + PATIENCE };
  showPlaying(bar, status === "playing");
  clearTimeout(bar.doubt); // no frame may come any more that could say how it ended
  bar.doubt = setTimeout(() => bar.header && show(bar, bar.header), PATIENCE + 50);
}

function show(bar, header) {
  bar.header = header;
  const playing = header.status === "playing";
  const ended = ["finished", "failed"].includes(header.status);
  if (bar.asked && (playing === (bar.asked.status === "playing")
      || performance.now() > bar.asked.until
      || ended && header.version > bar.asked.version)) bar.asked = null;
  // While a model compiles, Play has been heard and stays pressed.
  const waits = header.status === "starting" || header.status === "compiling";
  if (!bar.asked && !(waits && bar.play.dataset.playing === "true")) showPlaying(bar, playing);
  if (waits && bar.asked) bar.asked.until = performance.now() + PATIENCE;
  // Nor does it have numbers: those on the page would be of the model before.
  showCount(bar, waits ? 0 : header.epoch, waits ? 0 : header.step);
  showLosses(bar, waits ? {} : header);
  showSpeed(bar, header.speed);
}

function showPlaying(bar, playing) {
  if (bar.play.dataset.playing === String(playing)) return;
  bar.play.dataset.playing = playing;
  const name = playing ? "Pause" : "Play";
  bar.play.innerHTML = `${icon(playing ? "pause" : "play")}<span>${name}</span>`;
  bar.play.setAttribute("aria-label", name);
  bar.play.title = playing ? "Stop training for now" : "Train until paused";
}

function showCount(bar, epoch, batch) {
  const digits = String(Math.max(0, epoch)).padStart(6, "0");
  write(bar.epoch, digits.replace(/\B(?=(\d{3})+$)/g, ","));
  write(bar.step, batch ? `batch ${batch}` : "");
}

const METRICS = {
  accuracy: ["accuracy", "The share of test examples that the network gets right"],
  mean_absolute_error: ["MAE", "Mean absolute error on the test examples"],
};

// Where a model is being prepared there are no losses; where there is a model but no number, the
// loss has become infinite or is not a number.
function showLosses(bar, header) {
  const {
    structure, status, loss, sampled, val_loss: test, metric_name: name, val_metric: value,
  } = header;
  const isBuilt = structure && status !== "failed"; // a stack that breaks has a structure, too
  const text = isBuilt ? lossText : () => "–";
  write(bar.test, text(test));
  write(bar.training, text(loss));
  bar.training.title = sampled
    ? `Measured on ${sampled.toLocaleString("en")} of the training examples, always the same ones`
    : "Measured on all training examples";
  bar.metric.hidden = isBuilt && !name; // what cannot be right or wrong has no such number
  if (!isBuilt) return write(bar.metric.lastElementChild, "–");
  const isShare = name.includes("accuracy");
  const [label, title] = METRICS[name] ?? [name, "What the model's own training step tells"];
  write(bar.metric.firstElementChild, `Test ${label}`);
  bar.metric.title = title;
  const share = isShare && Number.isFinite(value);
  write(bar.metric.lastElementChild, share ? `${(100 * value).toFixed(1)} %` : lossText(value));
  return undefined;
}

function lossText(value) {
  if (!Number.isFinite(value)) return "not finite";
  if (value !== 0 && Math.abs(value) < 0.0005) return value.toExponential(1).replace("-", "−");
  return Math.abs(value) >= 1e5 ? value.toExponential(2).replace("+", "") : value.toFixed(3);
}

function showSpeed(bar, speed) {
  if (speed === undefined || isFocusedHere(bar.speed)) return;
  const { askedSpeed } = bar;
  const isWaiting = askedSpeed && performance.now() < askedSpeed.until;
  if (isWaiting && Number(askedSpeed.value) !== speed) return;
  bar.askedSpeed = null;
  const value = String(speed);
  if (bar.speed.value !== value) bar.speed.value = value;
}

function isFocusedHere(element) {
  return element.getRootNode().activeElement === element;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function icon(name) {
  const shapes = {
    play: '<path d="M4 2.5v11l10-5.5z"/>',
    pause: '<path d="M3.5 2.5h3.4v11H3.5zM9.1 2.5h3.4v11H9.1z"/>',
    step: '<path d="M3 3v10l7.5-5zM11 3h2.2v10H11z"/>',
    leap: '<path d="M1.5 3v10l5.5-5zM7 3v10l5.5-5zM12.7 3h2v10h-2z"/>',
    reset: '<path d="M8 2.5a5.5 5.5 0 1 1-5.3 4l1.7.5A3.8 3.8 0 1 0 8 4.2V7L3.6 3.5 8 0z"/>',
  };
  return `<svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">${shapes[name]}</svg>`;
}
