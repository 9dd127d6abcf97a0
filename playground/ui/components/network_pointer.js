// Hover, focus and keys: what is looked at, what the tooltip says, where the arrow keys go.

const LOOK_DELAY = 40;

function findNode(net, id) {
  for (const column of net.columns) {
    const node = column.nodes.find((each) => each.id === id);
    if (node) return { column, node };
  }
  return null;
}

// The big map shows what is under the pointer, else what has the focus, else what is inspected.
function look(net) {
  clearTimeout(net.lookTimer);
  net.lookTimer = setTimeout(() => {
    const found = findNode(net, net.hovered ?? net.focused ?? net.inspected);
    const isUnit = found?.node.kind === "unit";
    const isOnlyOutput = isUnit && found.column.role === "output" && found.column.count === 1;
    const target = isUnit && !isOnlyOutput
      ? { layer: found.column.layer, unit: found.node.unit } : { layer: null, unit: null };
    const text = JSON.stringify(target);
    if (text === net.looksAt) return;
    net.looksAt = text;
    hub.send({ do: "look", ...target });
  }, LOOK_DELAY);
}

// The links of one node stand out while the pointer is on it.
function pickLinks(net, id) {
  for (const link of net.links) {
    const near = link.from.id === id || link.to.id === id;
    if (near !== Boolean(link.near)) link.element.classList.toggle("near", (link.near = near));
  }
  net.keeper.get("links").classList.toggle("picking", net.links.some((link) => link.near));
}

function watchPointer(net) {
  const { stage, root } = net;
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const node = event.target.closest?.(".node");
    const id = node?.dataset.id ?? null;
    if (id !== net.hovered) {
      net.hovered = id;
      look(net);
      pickLinks(net, id);
    }
    const { x, y } = stagePoint(net, event);
    const link = node || event.target.closest?.("button,select,input") ? null : linkAt(net, x, y);
    showTip(net, tipFor(net, event.target, id, link, { x, y: y - 4 }));
    net.highlight.setAttribute("d", link ? link.path : "");
    stage.classList.toggle("over-link", Boolean(link));
  });
  stage.addEventListener("pointerleave", () => {
    net.hovered = null;
    look(net);
    pickLinks(net, null);
    showTip(net, null);
    net.highlight.setAttribute("d", "");
  });
  root.addEventListener("focusin", (event) => {
    const node = event.target.closest?.(".node");
    net.focused = node?.matches(":focus-visible") ? node.dataset.id : null;
    if (node) setRoving(net, node.dataset.id);
    look(net);
  });
  root.addEventListener("focusout", () => {
    net.focused = null;
    look(net);
  });
  root.addEventListener("keydown", (event) => onKey(net, event));
}

function stagePoint(net, event) {
  const box = net.stage.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

// A tip is a place and a function that reads its text anew with every frame.
function tipFor(net, target, id, link, pointer) {
  if (link) {
    const before = net.columns[link.gap - 1];
    const isMean = link.kind === "mean";
    const from = link.from.kind === "more"
      ? `${before.more} more units` : sourceName(before, link.from.unit);
    const to = link.to.kind === "more"
      ? `${net.columns[link.gap].more} more units` : unitName(net, net.columns[link.gap], link.to);
    return {
      ...pointer,
      text: () => `${isMean ? "Average |weight|" : "Weight"} ${numberText(link.target)}`,
      more: `${from} → ${to}${isMean ? "" : ". Click to set it"}`,
    };
  }
  const found = id ? findNode(net, id) : null;
  if (!found || found.node.kind === "feature") return null;
  const { column, node } = found;
  const at = { x: node.x, y: node.y - node.size / 2 };
  if (id === net.inspected && !target.closest?.(".bias")) return null; // its card says it all
  if (node.kind === "more") {
    return {
      ...at, text: () => `${column.more} more units, not drawn`,
      more: "Their links show the average |weight|",
    };
  }
  const bias = () => valueAt(net, column.layer, "bias", [node.unit]);
  if (target.closest?.(".bias")) {
    return { ...at, text: () => `Bias ${numberText(bias())}`, more: "Click to set it" };
  }
  return {
    ...at, text: () => unitName(net, column, node),
    more: column.role === "slim" ? "" : "Click to see and set its weights",
  };
}

function showTip(net, tip) {
  const { tipBox, scroll } = net;
  net.tip = tip;
  tipBox.hidden = !tip;
  if (!tip) return;
  tipBox.lastChild.textContent = tip.more;
  refreshTip(net);
  const width = tipBox.offsetWidth;
  const left = clamp(tip.x - scroll.scrollLeft - width / 2, 2,
    Math.max(2, scroll.clientWidth - width - 2));
  const above = tip.y - tipBox.offsetHeight - 8;
  const top = above < 0 ? tip.y + 20 : above;
  tipBox.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
}

function refreshTip(net) {
  if (!net.tip) return;
  const text = net.tip.text();
  if (net.tipBox.firstChild.textContent !== text) net.tipBox.firstChild.textContent = text;
}

// One Tab stop for the whole grid of units; the arrow keys move within it.
function setRoving(net, id) {
  if (net.roving === id) return;
  net.keeper.get(net.roving)?.setAttribute("tabindex", -1);
  net.roving = id;
  net.keeper.get(id)?.setAttribute("tabindex", 0);
}

function onKey(net, event) {
  if (event.key === "Escape") {
    if (net.menu) closeMenu(net, true);
    else closeInspector(net, true);
    return;
  }
  const id = event.target.dataset?.id;
  const found = id && event.target.matches(".node") ? findNode(net, id) : null;
  const [across, down] = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  }[event.key] ?? [0, 0];
  if (!found || (!across && !down)) return;
  event.preventDefault();
  const { column, node } = found;
  let next;
  if (down) {
    next = column.nodes[column.nodes.indexOf(node) + down];
  } else {
    const other = net.columns[net.columns.indexOf(column) + across];
    next = other?.nodes.reduce((best, each) => (
      best && Math.abs(best.y - node.y) <= Math.abs(each.y - node.y) ? best : each), null);
  }
  if (next) net.keeper.get(next.id)?.focus();
}
