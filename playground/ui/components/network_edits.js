// Clicks in the diagram, and what each of them is: an edit, a menu, a card.

function watchEdits(net) {
  net.stage.addEventListener("click", (event) => onClick(net, event));
  watchControls(net, net.stage);
}

function onClick(net, event) {
  const actor = event.target.closest("[data-act]");
  if (actor) return act(net, actor, actor.dataset.act, Number(actor.dataset.layer));
  const tile = event.target.closest(".node");
  const isTouch = event.pointerType === "touch";
  if (tile) return chooseNode(net, tile, event.target, isTouch);
  if (event.target.closest("button,select,input,label")) return undefined;
  const { x, y } = stagePoint(net, event);
  const link = linkAt(net, x, y, isTouch ? 14 : 6);
  if (link?.to.kind === "unit") {
    openInspector(net, link.to.id, `kernel/${link.rows[0]}/${link.columns[0]}`, isTouch);
  } else {
    closeInspector(net, false);
  }
  return undefined;
}

function chooseNode(net, tile, target, isTouch) {
  const { node } = findNode(net, tile.dataset.id) ?? {};
  setRoving(net, tile.dataset.id);
  if (node?.kind === "feature") {
    const on = tile.getAttribute("aria-pressed") !== "true";
    const others = net.data.features.some((each) => each.on && each.name !== node.feature.name);
    if (!on && !others) return say(net, "At least one feature stays on.");
    tile.setAttribute("aria-pressed", String(on)); // at once; Python's answer follows
    tile.classList.toggle("off", !on);
    edit(net, { do: "feature", layer: null, value: node.feature.name, on });
  } else if (node?.kind === "unit") {
    const onBias = target.closest(".bias");
    if (net.inspected === node.id && !onBias) closeInspector(net, true);
    else openInspector(net, node.id, onBias ? `bias/${node.unit}` : "first", isTouch);
  }
  return undefined;
}
