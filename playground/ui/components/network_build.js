// The DOM of the diagram, from the columns: links, heads, units.

function build(net) {
  const { keeper, data, columns, stage, size } = net;
  keeper.begin();
  stage.classList.toggle("narrow", size.isNarrow);
  net.root.style.setProperty("--stage-height", `${size.height}px`);
  setAttribute(stage, "style", `width:${size.width}px;height:${size.height}px`);
  const svg = keeper.put(stage, "svg", "svg", {
    class: "links", width: size.width, height: size.height, "aria-hidden": "true",
  });
  buildLinks(net, svg);
  columns.forEach((column, c) => {
    const box = keeper.put(stage, `column/${column.layer}`, "div", {
      class: `column ${column.role}${isSelected(data, column) ? " selected" : ""}`,
      role: "group", "aria-label": columnName(column),
    });
    buildHead(net, box, column);
    column.nodes.forEach((node) => buildNode(net, box, column, node));
    if (column.role === "output" && data.output.why) buildReason(net, box, column);
    if (c < columns.length - 1) buildAdd(net, stage, column, columns[c + 1]);
  });
  keeper.end();
}

function isSelected(data, column) {
  return data.selected !== null && data.selected === column.layer;
}

function columnName(column) {
  if (column.role === "input") return "Features";
  const { spec } = column;
  const units = column.role === "slim" ? "" : ` with ${column.count} units`;
  const activation = spec.activation ? `, ${spec.activation}` : "";
  const name = column.role === "output"
    ? "Output layer" : `Layer ${column.layer + 1}: ${spec.title}`;
  return `${name}${units}${activation}`;
}

function buildLinks(net, svg) {
  const group = net.keeper.put(svg, "links", "g", { class: "flow" });
  for (const link of net.links) {
    const { from, to } = link;
    const [x1, x2] = [from.x + from.half, to.x - to.half];
    link.x1 = x1;
    link.x2 = x2;
    const middle = (x1 + x2) / 2;
    link.path = `M${x1} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${x2} ${to.y}`;
    link.element = net.keeper.put(group, `link/${link.key}`, "path", { d: link.path });
  }
  net.highlight = net.keeper.put(svg, "highlight", "path", { class: "highlight" });
}

function buildNode(net, box, column, node) {
  const { keeper, data } = net;
  const { half } = node;
  const common = {
    "data-id": node.id, tabindex: net.roving === node.id ? 0 : -1,
    style: `left:${node.x - half}px;top:${node.y - node.size / 2}px;`
      + `width:${2 * half}px;height:${node.size}px`,
  };
  if (node.kind === "more") {
    const tile = keeper.put(box, node.id, "button", {
      ...common, class: "node more", "aria-label": `${column.more} more units, not drawn`,
    });
    const count = net.size.isNarrow ? `+${column.more}` : `+ ${column.more} more`;
    keeper.put(tile, `${node.id}/count`, "span", {}, count);
    return;
  }
  const isFeature = node.kind === "feature";
  const on = isFeature ? node.feature.on : true;
  const tile = keeper.put(box, node.id, "button", {
    ...common, class: `node ${node.kind}${on ? "" : " off"}`,
    "aria-label": isFeature ? `Feature ${node.feature.label}` : unitName(net, column, node),
    "aria-pressed": isFeature ? String(on) : null,
    title: isFeature ? node.feature.help : null,
    disabled: isFeature && data.hide.includes("features"),
  });
  const pixels = data.inputs === 2 ? 24 : 96;
  const canvas = keeper.put(tile, `${node.id}/map`, "canvas", {
    class: "map", "aria-hidden": "true",
  });
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  if (isFeature) {
    keeper.put(box, `${node.id}/label`, "span", {
      class: `label${on ? "" : " off"}`, "aria-hidden": "true",
      style: `right:calc(100% - ${node.x - half - 6}px);top:${node.y}px`,
    }, node.feature.label);
    if (node.feature.image) showImage(canvas, node.feature.image);
  } else if (column.role !== "slim") {
    if (column.spec.bias !== false) {
      const square = keeper.put(tile, `${node.id}/bias`, "i", { "aria-hidden": "true" });
      if (!square.className) square.className = "bias"; // the frames say which sign it shows
    }
    if (column.role === "output" && column.count > 1 && data.classes.length === column.count) {
      keeper.put(box, `${node.id}/label`, "span", {
        class: "label class", "aria-hidden": "true",
        style: `left:${node.x + half + 6}px;top:${node.y}px`,
      }, String(data.classes[node.unit]));
    }
  }
}

// A feature's picture comes ready-made where Python sent one; the frames then need not carry it.
function showImage(canvas, source) {
  if (canvas.shownSource === source) return;
  canvas.shownSource = source;
  const image = new Image();
  image.onload = () => {
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  };
  image.src = source;
}

function unitName(net, column, node) {
  const { spec } = column;
  if (column.role === "output") {
    if (column.count === 1) return "Output";
    const name = net.data.classes[node.unit];
    return name === undefined ? `Output ${node.unit + 1}` : `Output for ${name}`;
  }
  const kind = column.role === "slim" ? spec.title : spec.activation;
  return `Layer ${column.layer + 1}, unit ${node.unit + 1}${kind ? ` (${kind})` : ""}`;
}
