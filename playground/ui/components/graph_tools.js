// Editing: the buttons, the menus, and what each tells Python, which carries it out.

const TOOLS = [
  ["add", "+ Add", "Add a box after the chosen one (A)"],
  ["connect", "Connect", "Draw a line from the chosen box (C): the arrow keys choose where to, "
    + "Enter draws it. Or drag from the dot at its right edge"],
  ["delete", "Delete", "Delete the chosen boxes; what came in goes on behind them (Delete)"],
  ["copy", "Copy", "Copy the chosen boxes (Ctrl+C)"],
  ["cut", "Cut", "Cut the chosen boxes out (Ctrl+X)"],
  ["paste", "Paste", "Paste what was copied (Ctrl+V)"],
  ["undo", "Undo", "Undo the last change (Ctrl+Z)"],
  ["redo", "Redo", "Do again what was undone (Ctrl+Y)"],
  ["more", "More ▾", "More: lines, shared layers, nested models (M)"],
];

function buildTools(view) {
  const { keeper, data, tools } = view;
  tools.hidden = !data.editable;
  if (!data.editable) return;
  for (const [act, text, title] of TOOLS) {
    const hasMenu = act === "add" || act === "more";
    keeper.put(tools, `tool/${act}`, "button", {
      "data-act": act, "data-id": `tool/${act}`, title, "aria-haspopup": hasMenu ? "menu" : null,
    }, text);
  }
}

function markTools(view) {
  if (!view.data.editable) return;
  const { data, keeper, selected } = view;
  const able = {
    add: true, more: true, connect: Boolean(view.chosen), paste: data.pasteable,
    undo: data.undo, redo: data.redo,
    delete: selected.size > 0, copy: selected.size > 0, cut: selected.size > 0,
  };
  for (const [act, is] of Object.entries(able)) {
    setAttribute(keeper.get(`tool/${act}`), "disabled", !is);
  }
  setAttribute(keeper.get("tool/connect"), "aria-pressed", String(Boolean(view.connecting)));
}

function watchTools(view) {
  view.tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) act(view, button.dataset.act, button);
  });
}

function act(view, what, opener) {
  const names = [...view.selected];
  if (what === "add") openAdd(view, opener, { after: view.chosen });
  if (what === "more") openMore(view, opener);
  if (what === "connect" && view.chosen) beginConnecting(view, view.chosen);
  if (["delete", "cut", "copy"].includes(what) && names.length) {
    tell(view, { do: what, names });
    if (what !== "copy") forget(view);
    if (what === "copy") say(view, `Copied: ${names.join(", ")}.`);
  }
  if (what === "paste" && view.data.pasteable) tell(view, { do: what });
  if ((what === "undo" && view.data.undo) || (what === "redo" && view.data.redo)) {
    tell(view, { do: what });
  }
}

function forget(view) {
  view.selected.clear();
  view.chosen = null;
  markBoxes(view);
}

function openAdd(view, opener, where) {
  const after = where.wire ? "on the line" : where.after ? `after ${where.after}` : "on its own";
  openMenu(view, opener, `Add a box ${after}`, view.data.addable.map(({ kind, help, group }) => ({
    text: kind, help, group, run: () => tell(view, { do: "add", kind, ...where }),
  })));
}

function openMore(view, opener) {
  const { data, selected } = view;
  const box = view.byName.get(view.chosen);
  const names = [...selected];
  const items = [];
  const item = (text, run, help = "") => items.push({ text, run, help });
  const lines = (end) => data.wires.filter((wire) => box && wire[end] === box.name);
  for (const { source, target, input } of lines("target")) {
    item(`Remove the line from ${source}`, () => tell(view, { do: "disconnect", target, input }));
  }
  for (const { target, input } of lines("source")) {
    item(`Add on the line to ${target}`,
      () => openAdd(view, opener, { wire: { target, input } }));
  }
  if (box && box.role !== "output") item("Rename (F2)", () => beginRenaming(view, box));
  if (box?.shareable) {
    item("Use the layer once more", () => tell(view, { do: "share", name: box.name }),
      "Another box of the same layer, with the same weights");
  }
  if (box?.shared && !box.nested) {
    item("Weights of its own", () => tell(view, { do: "separate", name: box.name }),
      "The box becomes a layer of its own");
  }
  if (box?.nested) {
    item("Unfold", () => tell(view, { do: "unfold", name: box.name }),
      "The nested model's boxes take its place");
  }
  if (names.length && names.every((name) => !view.byName.get(name)?.role)) {
    item("Fold into one box", () => tell(view, { do: "fold", names }),
      "The chosen boxes become a nested model");
    item("Delete with its lines", () => {
      tell(view, { do: "delete", names, bridge: false });
      forget(view);
    });
  }
  if (data.moved) item("Arrange anew", () => tell(view, { do: "arrange" }), "As if nothing was moved");
  if (!items.length) {
    say(view, "Choose a box first: click it, or walk to it with the arrow keys and press Enter.");
    return;
  }
  openMenu(view, opener, box ? `With ${box.name}` : "With the graph", items);
}

// The name becomes a field; Enter takes what was typed, Escape leaves it.
function beginRenaming(view, { name }) {
  const field = make(elementOf(view, name), "input", "renaming");
  Object.assign(field, { value: name, maxLength: 40, autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-label", `Another name for ${name}`);
  const leave = () => {
    field.onblur = null;
    field.remove();
    elementOf(view, name)?.focus();
  };
  field.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && field.value.trim() !== name) {
      tell(view, { do: "rename", name, to: field.value.trim() });
    }
    if (event.key === "Enter" || event.key === "Escape") leave();
  };
  field.onblur = leave;
  field.select();
  field.focus();
}

// A line that was clicked has two buttons: a box on it, and without it.
function pickLine(view, group) {
  const { online, data } = view;
  const wire = group && data.editable ? data.wires[Number(group.dataset.number)] : null;
  view.pickedLine?.classList.remove("picked");
  view.pickedLine = wire ? group : null;
  online.hidden = !wire;
  online.replaceChildren();
  if (!wire) return;
  const { source, target, input } = wire;
  group.classList.add("picked");
  [online.style.left, online.style.top] = wire.label.map((each) => `${each}px`);
  online.setAttribute("aria-label", `The line from ${source} to ${target}`);
  const button = (text, title, run) => {
    const made = make(online, "button", "", text);
    made.title = title;
    made.setAttribute("aria-label", title);
    made.onclick = () => run(made);
  };
  button("+", `Add a box between ${source} and ${target}`,
    (made) => openAdd(view, made, { wire: { target, input } }));
  button("✕", `Remove the line from ${source} to ${target}`,
    () => tell(view, { do: "disconnect", target, input }));
  online.firstChild.focus({ preventScroll: true });
}

function leaveLine(view) {
  if (!view.pickedLine) return false;
  pickLine(view, null);
  return true;
}

// A short sentence in the legend's place; it goes by itself.
function say(view, text, stays = false) {
  view.saying.textContent = text;
  view.legend.classList.toggle("saying", Boolean(text));
  clearTimeout(view.sayTimer);
  if (text && !stays) view.sayTimer = setTimeout(() => say(view, ""), 5000);
}

const KEYS = { a: "add", c: "connect", m: "more", F2: "rename", Delete: "delete", Backspace: "delete" };
const WITH_CONTROL = { c: "copy", x: "cut", v: "paste", z: "undo", y: "redo" };

// What a key does to the graph; whether it did something.
function editByKey(view, event, at) {
  if (!view.data.editable) return false;
  if (view.connecting) return connectByKey(view, event);
  const { key } = event;
  const step = STEPS[key];
  if (event.ctrlKey || event.metaKey) {
    const what = event.shiftKey && key.toLowerCase() === "z" ? "redo"
      : WITH_CONTROL[key.toLowerCase()];
    if (what) act(view, what);
    return Boolean(what);
  }
  if (event.altKey) {
    if (at && step) moveByKey(view, at, step);
    return Boolean(at && step);
  }
  const what = KEYS[key.length === 1 ? key.toLowerCase() : key];
  if (!what) return false;
  if (at && !view.selected.has(at.name)) choose(view, at.name);
  if (what === "rename") {
    if (at && at.role !== "output") beginRenaming(view, at);
    return true;
  }
  act(view, what, at ? elementOf(view, at.name) : view.keeper.get(`tool/${what}`));
  return true;
}
