// The network diagram. The structure comes from Python and is built when it changes; the frames
// only paint: colours of pixels, widths of links, sizes of squares, text of a tooltip.

const nets = new WeakMap();
const LEGEND = 46; // the height of its two lines

export default function network({ data, parentElement, setTriggerValue }) {
  let net = nets.get(parentElement);
  if (!net) {
    net = makeNet(parentElement);
    nets.set(parentElement, net);
  }
  net.trigger = hub.toPython(setTriggerValue);
  if (takeColours(net)) net.drawn = "";
  const text = JSON.stringify(data);
  if (text !== net.text) {
    net.text = text;
    net.data = data;
    takeHeard(net.events, data.heard);
    rebuild(net);
  }
  if (net.frame) drawFrame(net, net.frame);
  return whenGone(parentElement, () => {
    net.leave();
    endEvents(net.events);
    nets.delete(parentElement);
  });
}

function makeNet(parentElement) {
  const root = parentElement.querySelector(".network");
  root.innerHTML = `
    <div class="scroll"><div class="stage"></div></div>
    <div class="tip" role="tooltip" hidden><b></b><span></span></div>
    <div class="card" role="dialog" hidden></div>
    <div class="legend">
      <span class="keys"><span><svg width="34" height="10" aria-hidden="true">
        <path class="link positive" d="M1 5H33" stroke-width="3"/></svg>positive weight</span>
      <span><svg width="34" height="10" aria-hidden="true">
        <path class="link negative" d="M1 5H33" stroke-width="3"/></svg>negative weight</span>
      <span><svg width="34" height="10" aria-hidden="true">
        <path class="wedge" d="M1 5L33 1V9Z"/></svg>wider: larger</span>
      <span><i class="bias positive"></i><i class="bias negative"></i>bias: + full, − hollow</span>
      <span><i class="ramp"></i>a unit’s response, − to +</span>
      <span class="restarts">↺ starts the training over, and so does every change of features and
        layers</span></span>
      <span class="saying" role="status"></span>
    </div>`;
  const pick = (selector) => root.querySelector(selector);
  const net = {
    root, scroll: pick(".scroll"), stage: pick(".stage"), tipBox: pick(".tip"), card: pick(".card"),
    legend: pick(".legend"), saying: pick(".saying"), restarts: pick(".restarts"),
    keeper: makeKeeper(), links: [], columns: [], ...makeEditing(),
  };
  watchPointer(net);
  watchEdits(net);
  net.scroll.addEventListener("scroll", () => noteScroll(net), { passive: true });
  const resized = new ResizeObserver(() => {
    if (net.data && net.scroll.clientWidth !== net.width) rebuild(net);
  });
  resized.observe(net.scroll);
  const unsubscribe = hub.subscribe(root, ["maps", "weights"], (frame) => drawFrame(net, frame));
  net.leave = () => {
    unsubscribe();
    resized.disconnect();
    cancelAnimationFrame(net.animation);
    document.removeEventListener("pointerdown", net.onOutside);
    clearTimeout(net.lookTimer);
    if (net.looksAt) hub.send({ do: "look", layer: null, unit: null });
  };
  return net;
}

function rebuild(net) {
  const { data, scroll } = net;
  const before = net.links;
  net.drawn = "";
  net.width = scroll.clientWidth;
  net.restarts.hidden = data.hide.includes("features") && data.hide.includes("layers");
  const height = data.height - LEGEND;
  net.columns = columnsOf(data, rowsIn(height));
  net.size = place(net.columns, net.width, height);
  net.links = linksOf(net.columns);
  if (!findNode(net, net.roving)) net.roving = net.columns[0].nodes[0]?.id;
  const focused = net.root.getRootNode().activeElement?.dataset?.id;
  build(net);
  adoptLinks(net, before);
  noteScroll(net);
  restoreFocus(net, focused);
  net.root.classList.toggle("stale", net.frame?.header.structure !== data.structure);
  if (net.inspected) {
    const found = findNode(net, net.inspected);
    if (found) {
      placeInspector(net, found.node);
      markChosen(net);
    } else {
      closeInspector(net, false);
    }
  }
  showTip(net, null);
  net.highlight.setAttribute("d", "");
  if (hub.frame) drawFrame(net, hub.frame);
}

function noteScroll(net) {
  const { scrollWidth, clientWidth, scrollLeft } = net.scroll;
  net.root.classList.toggle("wide", scrollWidth - clientWidth - scrollLeft > 8);
}

function drawFrame(net, frame) {
  const { header } = frame;
  net.playing = header.status === "playing";
  if (header.structure !== net.data?.structure) return; // another network's weights
  const isFirst = net.drawn !== net.text; // the first since the last build
  net.drawn = net.text;
  net.frame = frame;
  net.root.classList.remove("stale");
  readWeights(net, frame);
  paintMaps(net, frame, isFirst);
  paintBiases(net, frame);
  if (net.inspected) {
    const found = findNode(net, net.inspected);
    const rows = found ? settable(net, found.column, found.node) : [];
    const key = rows.map((row) => `${row.name}${row.index}`).join();
    if (found && key !== net.cardKey) fillInspector(net, found);
    refreshInspector(net);
  }
  refreshTip(net);
  animate(net);
}
