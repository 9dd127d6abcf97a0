// The stages: a card for the input, one a layer, one for the output, and between them the shape of
// what passes. Python describes them and they are built when that changes; the frames only paint.

const rows = new WeakMap();
const LEGEND = 24; // the height of the line under the cards

export default function stages({ data, parentElement, setTriggerValue }) {
  let row = rows.get(parentElement);
  if (!row) {
    row = makeRow(parentElement);
    rows.set(parentElement, row);
  }
  row.trigger = hub.toPython(setTriggerValue);
  const repaint = takeColours(row);
  const text = JSON.stringify(data);
  if (text !== row.text) {
    row.text = text;
    row.data = data;
    takeHeard(row.events, data.heard);
    rebuild(row);
  } else if (repaint && row.frame) {
    drawFrame(row, row.frame);
  }
  return whenGone(parentElement, () => {
    row.leave();
    endEvents(row.events);
    rows.delete(parentElement);
  });
}

function makeRow(parentElement) {
  const root = parentElement.querySelector(".stages");
  root.innerHTML = `
    <div class="scroll"><div class="stage"></div></div>
    <div class="tip" role="tooltip" hidden><b></b><span></span></div>
    <div class="inspector" role="dialog" hidden></div>
    <div class="legend">
      <span class="keys"><span><i class="ramp"></i>an activation, − to +</span>
        <span>Click a tile to enlarge it</span>
        <span class="restarts">↺ starts the training over, and so does every change of
          layers</span></span>
      <span class="saying" role="status"></span>
    </div>`;
  const pick = (selector) => root.querySelector(selector);
  const row = {
    root, scroll: pick(".scroll"), stage: pick(".stage"), tipBox: pick(".tip"),
    card: pick(".inspector"), legend: pick(".legend"), saying: pick(".saying"),
    restarts: pick(".restarts"), keeper: makeKeeper(), columns: [], ...makeEditing(),
  };
  watchTiles(row);
  watchControls(row, row.stage);
  row.stage.addEventListener("click", (event) => onClick(row, event));
  row.scroll.addEventListener("scroll", () => noteScroll(row), { passive: true });
  const resized = new ResizeObserver(() => {
    if (row.data && row.scroll.clientWidth !== row.width) rebuild(row);
  });
  resized.observe(row.scroll);
  const unsubscribe = hub.subscribe(root, ["example"], (frame) => drawFrame(row, frame));
  row.leave = () => {
    unsubscribe();
    resized.disconnect();
    document.removeEventListener("pointerdown", row.onOutside);
    if (row.inspected) hub.send({ do: "look", layer: null, unit: null });
  };
  return row;
}

function rebuild(row) {
  const { data, scroll } = row;
  row.width = scroll.clientWidth;
  row.restarts.hidden = data.hide.includes("layers");
  row.columns = columnsOf(data);
  placeCards(row);
  row.roving = `title/${data.layers[0]?.index ?? data.output.index}`;
  const focused = row.root.getRootNode().activeElement?.dataset?.id;
  buildCards(row);
  restoreFocus(row, focused);
  noteScroll(row);
  row.root.classList.toggle("stale", row.frame?.header.structure !== data.structure);
  showTip(row, null);
  const looked = row.inspected && row.columns.find(({ layer }) => layer === row.inspected.layer);
  if (row.inspected && !(looked?.tiles && row.inspected.unit < looked.tiles.shown)) {
    closeInspector(row, false);
  }
  if (hub.frame) drawFrame(row, hub.frame);
  if (row.inspected) placeInspector(row);
}

function noteScroll(row) {
  const { scrollWidth, clientWidth, scrollLeft } = row.scroll;
  row.root.classList.toggle("wide", scrollWidth - clientWidth - scrollLeft > 8);
  row.root.classList.toggle("begun", scrollLeft > 8);
  if (row.inspected) placeInspector(row);
}

function drawFrame(row, frame) {
  if (!frame.get("example/input")) return; // the frame before this component asked for its part
  const fits = frame.header.structure === row.data?.structure;
  paintInput(row, frame); // the example is one whatever the layers are
  if (!fits) return; // another stack's layers
  row.frame = frame;
  row.root.classList.remove("stale");
  for (const column of row.columns) {
    if (column.role === "layer") paintColumn(row, column, frame);
    if (column.role === "output") paintOutput(row, column, frame);
  }
  refreshInspector(row);
  refreshTip(row);
}

function onClick(row, event) {
  const actor = event.target.closest("[data-act]");
  if (!actor) return;
  const { act: what, layer, name } = actor.dataset;
  if (what === "feature") toggleColumn(row, actor, name);
  else if (what === "why") say(row, sentence(row.data.output.why));
  else act(row, actor, what, Number(layer));
}
