// The gallery: test examples by the page, filtered and sorted by the engine; a click chooses one.

const galleries = new WeakMap();

export default function gallery({ data, parentElement }) {
  let view = galleries.get(parentElement);
  if (!view) {
    view = makeGallery(parentElement);
    galleries.set(parentElement, view);
  }
  takeColours(view);
  const text = JSON.stringify(data);
  if (text !== view.text) {
    if (view.text) Object.assign(view, { asks: { ...FIRST_PAGE }, drawn: "" });
    view.text = text;
    view.data = data;
    rebuildControls(view);
  }
  if (hub.frame) drawGallery(view, hub.frame);
  return whenGone(parentElement, () => {
    view.leave();
    galleries.delete(parentElement);
  });
}

const FIRST_PAGE = { filter: "all", true: null, predicted: null, sort: "order", page: 0 };

function makeGallery(parentElement) {
  const root = parentElement.querySelector(".gallery");
  root.innerHTML = `
    <div class="controls">
      <div class="filters" role="radiogroup" aria-label="Which test examples"></div>
      <label title="In which order they are shown">Sort <select></select></label>
      <span class="cell" hidden></span>
      <span class="total" role="status"></span>
      <span class="pages">
        <button class="back" title="The page before" aria-label="Previous page">◀</button>
        <span class="page"></span>
        <button class="next" title="The page after" aria-label="Next page">▶</button>
      </span>
    </div>
    <ul class="grid"></ul>`;
  const pick = (selector) => root.querySelector(selector);
  const view = {
    root, filters: pick(".filters"), sort: pick("select"), cell: pick(".cell"),
    total: pick(".total"), page: pick(".page"), back: pick(".back"), next: pick(".next"),
    pages: pick(".pages"), grid: pick(".grid"), cards: [], asks: { ...FIRST_PAGE },
  };
  view.sort.onchange = () => ask(view, { sort: view.sort.value, page: 0 });
  view.back.onclick = () => ask(view, { page: Math.max(0, view.asks.page - 1) });
  view.next.onclick = () => ask(view, { page: view.asks.page + 1 });
  view.grid.onclick = (event) => {
    const card = event.target.closest("button");
    if (card) chooseExample(view, Number(card.dataset.index));
  };
  view.grid.onkeydown = (event) => moveInGrid(view, event);
  view.leave = hub.subscribe(root, ["gallery"], (frame) => drawGallery(view, frame));
  return view;
}

function ask(view, changes) {
  Object.assign(view.asks, changes);
  view.askedTime = performance.now();
  hub.send({ do: "gallery", ...view.asks });
}

function rebuildControls(view) {
  const { data, filters, sort } = view;
  const isClasses = data.classes.length > 0;
  filters.hidden = !isClasses;
  const group = `filter-${Math.random()}`;
  filters.replaceChildren();
  for (const [value, text] of [["all", "All"], ["mistakes", "Mistakes"], ["right", "Right"]]) {
    const label = make(filters, "label", "");
    const input = make(label, "input", "");
    Object.assign(input, { type: "radio", name: group, value, checked: value === "all" });
    input.onchange = () => ask(view, { filter: value, page: 0 });
    make(label, "span", "", text);
  }
  const orders = isClasses
    ? [["order", "as they come"], ["sure", "most sure first"], ["unsure", "least sure first"]]
    : [["order", "as they come"], ["unsure", "largest error first"],
      ["sure", "smallest error first"]];
  sort.replaceChildren(...orders.map(([value, text]) => new Option(text, value)));
  view.grid.className = `grid ${data.kind}`;
  view.grid.replaceChildren();
  view.cards = [];
}

function drawGallery(view, frame) {
  const indexes = frame.get("gallery/index");
  if (!indexes || !view.data) return;
  const header = frame.header.gallery ?? {};
  takeAnswer(view, header);
  const { filter, page } = view.asks;
  const pages = Math.max(1, header.pages ?? 1);
  const total = header.total ?? indexes.data.length;
  const what = { all: "test example", mistakes: "mistake", right: "right answer" }[filter];
  setText(view.total, `${total.toLocaleString("en")} ${what}${total === 1 ? "" : "s"}`);
  setText(view.page, `${Math.min(page, pages - 1) + 1} / ${pages}`);
  view.back.disabled = page <= 0;
  view.next.disabled = page >= pages - 1;
  view.pages.hidden = pages < 2;
  showCell(view);
  drawCards(view, frame, header);
}

// What is in force is what the engine says, except after a click that it has not heard yet.
function takeAnswer(view, header) {
  const said = Object.keys(FIRST_PAGE).filter((name) => header[name] !== undefined);
  if (said.every((name) => header[name] === view.asks[name])) view.askedTime = -ANSWERED_BY;
  if (performance.now() - (view.askedTime ?? -ANSWERED_BY) < ANSWERED_BY) return;
  for (const name of said) view.asks[name] = header[name];
  const radio = view.filters.querySelector(`[value="${CSS.escape(view.asks.filter)}"]`);
  if (radio && !radio.checked) radio.checked = true;
  if (view.sort.value !== view.asks.sort && !isFocused(view.sort)) view.sort.value = view.asks.sort;
}

// The cell of the confusion matrix that was clicked, until it is let go.
function showCell(view) {
  const { asks, cell, data } = view;
  const [truth, said] = [asks.true, asks.predicted];
  const parts = [];
  if (Number.isInteger(truth)) parts.push(`true ${className(data.classes, truth)}`);
  if (Number.isInteger(said)) parts.push(`predicted ${className(data.classes, said)}`);
  const text = parts.join(", ");
  cell.hidden = !text;
  if (cell.text === text) return;
  cell.text = text;
  cell.replaceChildren(text);
  const clear = make(cell, "button", "", "×");
  clear.title = "Show all cells of the confusion matrix again";
  clear.setAttribute("aria-label", clear.title);
  clear.onclick = () => ask(view, { true: null, predicted: null, page: 0 });
}
