// The code editor. What is typed goes to Python when the keys have rested. A text that Python gives
// takes its place, unless somebody is typing more than Python has heard of: that is sent again, and
// what was sent before Python changed its mind is not heard (see `written` in editor.py).

const editors = new WeakMap();
const REST_MS = 500; // without a key, then Python hears of the text
const SAY_MS = 7000;

export default function editor({ data, parentElement, setStateValue }) {
  let own = editors.get(parentElement);
  if (!own) {
    own = makeEditor(parentElement.querySelector(".editor"));
    editors.set(parentElement, own);
  }
  own.tell = (value) => hub.toPython(setStateValue)("text", value);
  own.data = data;
  if (own.ace) showAll(own);
  else own.begun ??= begin(own);
  return whenGone(parentElement, () => {
    editors.delete(parentElement);
    close(own);
  });
}

function makeEditor(root) {
  root.innerHTML = `
    <div class="code"></div>
    <div class="under">
      <ul class="problems"></ul>
      <details class="printed" hidden><summary></summary><ul></ul></details>
      <p class="help"></p>
    </div>
    <span class="spoken" role="status"></span>`;
  const pick = (selector) => root.querySelector(selector);
  const own = {
    root, code: pick(".code"), list: pick(".problems"), details: pick(".printed"),
    help: pick(".help"), spoken: pick(".spoken"), source: String(Math.random()), number: 0,
    problems: [], printed: [], markers: [], local: [],
  };
  own.help.id = `editor-help-${own.source}`;
  return own;
}

async function begin(own) {
  try {
    const ace = await loadAce(own.data.ace);
    if (own.closed) return;
    own.ace = ace;
    buildAce(own);
    watchKeys(own);
    watchFiles(own);
    showAll(own);
  } catch (error) {
    own.code.textContent = error.message;
    own.begun = null; // Python's next word is another chance
  }
}

function showAll(own) {
  const { data, code } = own;
  code.style.height ||= `${data.height}px`; // the visitor may have pulled it since
  dressAce(own);
  takeText(own);
  const { completer } = own.editor; // its list stays at the word, whatever grows above the editor
  if (completer?.popup?.isOpen) requestAnimationFrame(() => completer.onLayoutChange());
  if (isBehind(own)) return; // what Python says is of lines that have changed since
  const marks = JSON.stringify([data.heard, data.version, data.problems, data.printed]);
  if (marks === own.marks) return;
  own.marks = marks;
  markProblems(own, data.problems);
  markPrinted(own, data.printed);
}

function isBehind({ data, source, number, timer }) {
  const heard = data.heard.source === source ? data.heard.number : 0;
  return Boolean(timer) || heard < number;
}

function takeText(own) {
  const { text, version } = own.data;
  if (version === own.version) return;
  const isFirst = own.version === undefined;
  own.version = version;
  if (isFirst) own.quietly(() => own.session.setValue(text)); // with nothing to undo
  else if (own.timer || (isBehind(own) && own.editor.isFocused())) sendText(own);
  else if (text !== own.session.getValue()) own.quietly(() => replaceText(own, text));
}

// One step that can be undone, apart from what was typed before.
function replaceText({ editor, session, Range }, text) {
  session.markUndoGroup();
  session.replace(new Range(0, 0, session.getLength(), 0), text);
  session.markUndoGroup();
  editor.gotoLine(1, 0);
  editor.renderer.scrollToY(0);
}

function noteChange(own) {
  clearTimeout(own.timer);
  own.timer = setTimeout(() => sendText(own), REST_MS);
  if (own.local.length) say(own, "");
}

function sendText(own, now = false) {
  clearTimeout(own.timer);
  own.timer = 0;
  const text = own.session.getValue();
  if (text.length > own.data.longest) {
    say(own, `Code of ${text.length.toLocaleString("en")} characters is too long: a link holds `
      + `${own.data.longest.toLocaleString("en")}. It stays in the editor and is not used.`, true);
    own.local[0].saves = true;
    listProblems(own);
    return;
  }
  own.number += 1;
  own.tell({ text, source: own.source, number: own.number, version: own.version, now });
}

// A sentence of the editor's own; it goes with the next key, and by itself unless it is to stay.
function say(own, sentence, stays = false) {
  clearTimeout(own.sayTimer);
  own.local = sentence ? [{ sentence, kind: "warning" }] : [];
  listProblems(own);
  if (sentence && !stays) own.sayTimer = setTimeout(() => say(own, ""), SAY_MS);
}

function close(own) {
  own.closed = true;
  if (own.timer) sendText(own);
  clearTimeout(own.sayTimer);
  own.unwatch?.();
  own.tooltip?.destroy();
  own.editor?.destroy();
}
