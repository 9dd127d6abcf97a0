// The row of a table: a slider and a field for each column, in the column's own unit.

function buildSliders(part) {
  const { place, data } = part;
  const line = make(place, "div", "buttons");
  const back = make(line, "button", "", "Back to the test example");
  back.title = "Set every slider to the chosen test example again";
  back.onclick = () => withdraw(part);
  const list = make(place, "div", "sliders");
  const fields = data.columns.map((column) => buildSlider(part, list, column));
  part.sliders = fields;
  // Until one is moved, the sliders show the test example that is chosen.
  part.follow = (frame, example, busy) => {
    const input = frame.get("example/input");
    if (example.own || busy || input?.data.length !== fields.length) return;
    fields.forEach((field, k) => field.show(input.data[k]));
  };
}

function buildSlider(part, list, { label, help, low, high, step }) {
  const box = make(list, "div", "slider");
  box.title = help || label;
  make(box, "span", "name", label);
  const slider = make(box, "input", "");
  const number = make(box, "input", "number");
  Object.assign(slider, { type: "range", min: low, max: high, step, value: low });
  Object.assign(number, { type: "number", step, value: low });
  slider.setAttribute("aria-label", label);
  number.setAttribute("aria-label", `${label}, as a number`);
  const field = { value: low };
  field.show = (value) => {
    field.value = value;
    if (!isFocused(slider)) slider.value = value;
    if (!isFocused(number)) number.value = Number(value.toPrecision(5));
  };
  const take = (value) => {
    if (!Number.isFinite(value)) return;
    field.value = value;
    offer(part, () => part.sliders.map((each) => Number(each.value.toPrecision(7))));
  };
  slider.oninput = () => {
    number.value = Number(Number(slider.value).toPrecision(5));
    take(Number(slider.value));
  };
  number.oninput = () => { // a number beyond the slider's ends may be asked about, too
    if (number.value === "") return;
    slider.value = number.value;
    take(Number(number.value));
  };
  return field;
}
