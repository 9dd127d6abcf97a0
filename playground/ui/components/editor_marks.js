// What there is to say of the code: marks in the gutter and under the words, a list beneath with a
// way to each line, and what was printed at the end of its line. Marks move with the text.

const SIGNS = { error: "■", warning: "▲", info: "●" };
const KINDS = { error: "Error", warning: "Warning", info: "Note" };

function markProblems(own, problems) {
  const { session, markers } = own;
  markers.splice(0).forEach((marker) => session.removeMarker(marker));
  placed(own).forEach(({ range }) => [range.start, range.end].forEach((end) => end.detach()));
  own.problems = problems.map((problem) => (
    problem.line > 0 ? { ...problem, range: rangeOf(own, problem) } : problem));
  for (const { range, kind } of placed(own)) {
    markers.push(session.addMarker(range, `wrong ${kind}`, "text"));
  }
  session.setAnnotations(placed(own).map(({ range, sentence, kind }) => (
    { row: range.start.row, column: range.start.column, text: sentence, type: kind })));
  listProblems(own);
}

// The problems that have a line; others are about the whole.
function placed({ problems }) {
  return problems.filter(({ range }) => range);
}

// From the column to the end of the word there; of a line without a column, all of its words.
function rangeOf({ session, Range }, { line, column }) {
  const row = Math.min(Math.max(line, 1), session.getLength()) - 1;
  const text = session.getLine(row);
  const indent = text.length - text.trimStart().length;
  const begin = column > 0 ? Math.min(column - 1, Math.max(text.length - 1, 0)) : indent;
  const word = column > 0 ? /^(\w+|.)/.exec(text.slice(begin))?.[0] ?? "" : text.slice(begin);
  const range = new Range(row, begin, row, begin + Math.max(word.trimEnd().length, 1));
  range.start = session.doc.createAnchor(row, begin);
  range.end = session.doc.createAnchor(row, range.end.column);
  return range;
}

function listProblems(own) {
  const all = [...own.local, ...own.problems];
  own.list.replaceChildren(...all.map(({ sentence, kind, range, saves }) => {
    const item = document.createElement("li");
    item.className = kind;
    const sign = make(item, "span", "sign", SIGNS[kind]);
    sign.setAttribute("aria-hidden", "true");
    if (range) lineButton(own, item, range.start, `${KINDS[kind]}, line`);
    else make(item, "span", "spoken", `${KINDS[kind]}: `);
    make(item, "span", "sentence", sentence);
    if (saves) saveButton(own, item);
    return item;
  }));
  const first = all[0];
  const said = first ? `${first.range ? `Line ${first.range.start.row + 1}: ` : ""}`
    + `${first.sentence}${all.length > 1 ? ` And ${all.length - 1} more.` : ""}` : "";
  if (own.spoken.textContent !== said) own.spoken.textContent = said;
}

function saveButton(own, item) {
  const button = make(item, "button", "line", "Save it as a file");
  button.type = "button";
  button.title = "The code as model.py, which can be dropped here again";
  button.onclick = () => saveText(own);
}

function lineButton(own, item, anchor, words) {
  const button = make(item, "button", "line", `${words} ${anchor.row + 1}`);
  button.type = "button";
  button.title = "Go to this line";
  button.onclick = () => {
    own.editor.gotoLine(anchor.row + 1, anchor.column, true);
    own.editor.focus();
  };
  return button;
}

// -- what was printed ----------------------------------------------------------------------------

function markPrinted(own, printed) {
  own.printed.forEach(({ anchor }) => anchor.detach());
  const { session, details } = own;
  own.printed = printed.map(({ line, text: words }) => {
    const row = Math.min(Math.max(line, 1), session.getLength()) - 1;
    return { words, anchor: session.doc.createAnchor(row, session.getLine(row).length) };
  });
  details.hidden = !printed.length;
  const [summary, list] = details.children;
  summary.textContent = printed.length === 1 ? "1 line has printed"
    : `${printed.length} lines have printed`;
  list.replaceChildren(...own.printed.map(({ words, anchor }) => {
    const item = document.createElement("li");
    lineButton(own, item, anchor, "Line");
    make(item, "pre", "", words);
    return item;
  }));
  own.editor.renderer.updateFull();
}

// A layer over the text, within what Ace scrolls: one element a line that has printed.
function showPrints(own) {
  const { renderer } = own.editor;
  const layer = make(renderer.content, "div", "prints");
  layer.setAttribute("aria-hidden", "true"); // the list beneath is read
  renderer.on("afterRender", () => {
    const { firstRowScreen, lineHeight, characterWidth, padding } = renderer.layerConfig;
    const { session } = own;
    const rows = new Map();
    for (const { words, anchor } of own.printed) {
      const short = words.trim().replaceAll(/\s*\n\s*/g, " ⏎ ");
      rows.set(anchor.row, rows.has(anchor.row) ? `${rows.get(anchor.row)} ⏎ ${short}` : short);
    }
    while (layer.children.length > rows.size) layer.lastChild.remove();
    while (layer.children.length < rows.size) make(layer, "span", "print");
    [...rows].forEach(([row, words], index) => {
      const end = session.documentToScreenPosition(row, session.getLine(row).length);
      const left = padding + (end.column + 3) * characterWidth;
      const { style } = layer.children[index];
      setText(layer.children[index], words);
      style.top = `${(end.row - firstRowScreen) * lineHeight}px`;
      style.left = `${left}px`;
      style.maxWidth = `${Math.max(0, renderer.$size.scrollerWidth - left - 8)}px`;
      style.lineHeight = `${lineHeight}px`;
    });
  });
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// -- under the pointer ---------------------------------------------------------------------------

// The sentence over what is wrong, and else the help of a name.
function showWhatIsUnderThePointer(own) {
  const { HoverTooltip } = own.ace.require("ace/tooltip");
  const tooltip = new HoverTooltip(own.root);
  tooltip.setDataProvider((event) => {
    const { row, column } = event.getDocumentPosition();
    const found = placed(own).find(({ range }) => range.contains(row, column));
    const about = found ?? nameAt(own, row, column);
    if (!about) return;
    const box = document.createElement("div");
    if (found) make(box, "span", `sign ${found.kind}`, `${SIGNS[found.kind]} `);
    else make(box, "b", "", `${about.path}\n`);
    make(box, "span", "", found ? found.sentence : about.help);
    tooltip.showForRange(own.editor, about.range, box, event);
  });
  tooltip.addToEditor(own.editor);
  own.tooltip = tooltip;
}
