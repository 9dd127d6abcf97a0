// The words: what there is to say. Facts about the model, notes about the run, and what a chosen
// example teaches, until it is dismissed.

const strips = new WeakMap();

export default function words({ data, parentElement, setTriggerValue }) {
  let strip = strips.get(parentElement);
  if (!strip) strips.set(parentElement, (strip = makeStrip(parentElement.querySelector(".words"))));
  strip.dismiss = () => {
    strip.lesson = null; // at once; Python's answer follows
    showNotes(strip);
    hub.toPython(setTriggerValue)("dismiss", true);
  };
  strip.lesson = data.lesson;
  strip.told = data.told;
  showNotes(strip);
  return whenGone(parentElement, () => {
    strip.leave();
    strips.delete(parentElement);
  });
}

function makeStrip(root) {
  root.innerHTML = `<span class="facts"></span>
    <p class="notes" role="status" aria-live="polite"></p>`;
  const strip = {
    facts: root.querySelector(".facts"), notes: root.querySelector(".notes"), lesson: null,
    header: null,
  };
  const unsubscribe = hub.subscribe(root, [], ({ header }) => {
    strip.header = header;
    showFacts(strip);
    showNotes(strip);
  });
  const stopWatching = hub.onStatus(() => showNotes(strip));
  strip.leave = () => {
    unsubscribe();
    stopWatching();
  };
  return strip;
}

function showFacts({ header, facts }) {
  const { parameters, seconds_per_epoch: seconds } = header;
  const words = [];
  if (parameters) words.push(`${parameters.toLocaleString("en")} parameters`);
  if (seconds) words.push(`${timeText(seconds)} an epoch`);
  const text = words.join(" · ");
  if (facts.textContent !== text) facts.textContent = text;
}

function timeText(seconds) {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return seconds >= 1e-3 ? `${(1e3 * seconds).toFixed(1)} ms` : `${(1e6 * seconds).toFixed(0)} µs`;
}

// The connection first, then what the run says of itself or is doing, then the lesson.
function showNotes(strip) {
  const { header, lesson } = strip;
  const notes = [];
  if (hub.status === "reconnecting") notes.push({ kind: "info", text: "Reconnecting…" });
  if (hub.problem) notes.push({ kind: "warning", text: hub.problem });
  const known = header?.notes ?? [];
  const isTold = ({ text }) => Boolean(strip.told) && text.endsWith(strip.told);
  notes.push(...known.filter((note) => !isTold(note)));
  const doing = {
    starting: "The engine is starting…", compiling: "Preparing the model…",
    failed: "The run has failed. Change something or press Reset.",
    finished: "The target is reached.",
  }[header?.status ?? "starting"];
  if (doing && !notes.length && !known.length) notes.push({ kind: "info", text: doing });
  if (lesson) notes.push({ kind: "lesson", ...lesson });
  const text = JSON.stringify(notes);
  if (text === strip.shown) return;
  strip.shown = text;
  strip.notes.replaceChildren(...notes.map((note) => noteElement(strip, note)));
}

function noteElement(strip, { kind, title, text }) {
  const note = document.createElement("span");
  note.className = `note ${kind}`;
  note.textContent = text;
  if (kind !== "lesson") return note;
  const name = Object.assign(document.createElement("b"), { textContent: `${title}: ` });
  const close = Object.assign(document.createElement("button"), {
    textContent: "✕", title: "Dismiss", onclick: () => strip.dismiss(),
  });
  close.setAttribute("aria-label", `Dismiss the words about “${title}”`);
  note.append("\u00a0"); // so that the button never stands on a line alone
  note.prepend(name);
  note.append(close);
  return note;
}
