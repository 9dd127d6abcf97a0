// The picker: pictures to choose one of, built on real radio buttons, so that keys, focus and
// screen readers work as everyone knows them.

const pickers = new WeakMap();

export default function picker({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".picker");
  let state = pickers.get(parentElement);
  if (!state) pickers.set(parentElement, (state = { group: `picker-${Math.random()}` }));
  const options = JSON.stringify([data.label, data.options, data.columns, data.show_label]);
  if (options !== state.options) {
    state.options = options;
    buildOptions(root, state, data);
  }
  root.onchange = ({ target }) => hub.toPython(setTriggerValue)("choose", target.value);
  for (const input of root.querySelectorAll("input")) {
    input.checked = input.value === data.chosen;
  }
  return whenGone(parentElement, () => pickers.delete(parentElement));
}

function buildOptions(root, { group }, { label, options, columns, show_label }) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = label;
  legend.classList.toggle("unseen", !show_label);
  const row = document.createElement("div");
  row.className = "row";
  if (columns) row.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  for (const { name, title, help, image } of options) {
    const choice = document.createElement("label");
    choice.title = help ?? "";
    const input = Object.assign(document.createElement("input"), {
      type: "radio", name: group, value: name,
    });
    const picture = Object.assign(document.createElement("img"), {
      src: image, alt: "", draggable: false,
    });
    const text = document.createElement("span");
    text.textContent = title;
    choice.append(input, picture, text);
    row.append(choice);
  }
  set.append(legend, row);
  root.replaceChildren(set);
}
