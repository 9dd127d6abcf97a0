// The input's card: the chosen example as it goes into the model.

const INPUT_CARD = 140;

function buildInput(row, card) {
  const { keeper, data } = row;
  const body = keeper.put(card, `input/${data.kind}`, "div", {
    class: `body example ${data.kind}`, style: `height:${row.high}px`,
    tabindex: data.kind === "text" || data.kind === "table" ? 0 : null,
    "aria-label": data.kind === "text" ? "The words of the message" : null,
  });
  row.inputBody = body;
  if (data.kind === "image" || data.kind === "series") {
    keeper.put(body, "input/picture", "canvas", { role: "img", "aria-label": "The example" });
  }
  if (data.kind === "table") data.columns.forEach((column) => buildColumn(row, body, column));
  keeper.put(card, "input/foot", "div", { class: "foot" }, "");
}

// A column of the table: a switch where columns can be chosen, its value, and a bar for it.
function buildColumn(row, body, { name, label, on, help, low, high }) {
  const { keeper, data } = row;
  const key = `column/${name}`;
  const fixed = data.hide.includes("features");
  const line = keeper.put(body, key, fixed ? "div" : "button", {
    class: `column${on ? "" : " off"}`, "data-act": fixed ? null : "feature", "data-name": name,
    "data-id": key, "aria-pressed": fixed ? null : String(on),
    title: [help || label, `It goes from ${shortNumber(low)} to ${shortNumber(high)}`,
      fixed ? "" : `Click to switch it ${on ? "off" : "on"} ↺`]
      .filter(Boolean).map((each) => each.replace(/\.$/, "")).join(". "),
  });
  keeper.put(line, `${key}/name`, "span", { class: "name" }, label);
  keeper.put(line, `${key}/value`, "span", { class: "value" });
  keeper.put(line, `${key}/bar`, "i", { class: "size", "aria-hidden": "true" });
}

function toggleColumn(row, line, name) {
  const on = line.getAttribute("aria-pressed") !== "true";
  if (!on && !row.data.columns.some((each) => each.on && each.name !== name)) {
    say(row, "At least one column stays on.");
    return;
  }
  line.setAttribute("aria-pressed", String(on)); // at once; Python's answer follows
  line.classList.toggle("off", !on);
  edit(row, { do: "feature", layer: null, value: name, on });
}

function paintInput(row, frame) {
  const { data, keeper } = row;
  const input = frame.get("example/input");
  const example = frame.header.example ?? {};
  if (!data || !row.inputBody) return;
  setText(row.inputFact, exampleText(data, example));
  if (data.kind === "image" && input.shape.length === 3) {
    const canvas = keeper.get("input/picture");
    paintPicture(canvas, input.data, input.shape);
    const side = Math.min(row.high, row.columns[0].width - 2 * INSET);
    const longer = Math.max(input.shape[0], input.shape[1]);
    canvas.style.width = `${(side * input.shape[1]) / longer}px`;
    canvas.style.height = `${(side * input.shape[0]) / longer}px`;
  } else if (data.kind === "series") {
    const { ink } = row.dark ? SCALES.dark : SCALES;
    paintSeries(keeper.get("input/picture"), [...input.data], {
      width: row.columns[0].width - 2 * INSET, height: Math.min(row.high, 150),
      ink: `rgb(${ink.join(" ")})`, grid: row.colours.grid,
    });
  } else if (data.kind === "table") {
    paintColumns(row, input.data);
  } else if (data.kind === "text") {
    const words = wordsOf(example);
    showTokens(row.inputBody, input.data, words);
    setText(keeper.get("input/foot"), leftOver(input.data, words));
  }
}

function exampleText({ classes }, { own, index, true: truth }) {
  if (own) return "your own";
  const known = truth === null || truth === undefined ? ""
    : ` · true: ${classes[truth] ?? shortNumber(truth)}`;
  return `test example ${Number(index ?? 0) + 1}${known}`;
}

// A bar reaches from the smallest value of its column to this one; a full one is the largest.
function paintColumns(row, values) {
  row.data.columns.forEach(({ name, low, high }, k) => {
    const value = values[k];
    if (!Number.isFinite(value)) return;
    setText(row.keeper.get(`column/${name}/value`), shortNumber(value));
    const share = clamp((value - low) / (high - low || 1), 0, 1);
    row.keeper.get(`column/${name}/bar`).style.setProperty("--share", share.toFixed(3));
  });
}
