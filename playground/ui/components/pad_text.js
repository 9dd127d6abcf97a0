// The message, or the question: what is typed goes to the model as it is typed.

const OWN_WORDS = "…";

function buildMessage(part) {
  const { place, data } = part;
  const label = make(place, "label", "message", "Your message");
  const field = make(label, "textarea", "");
  Object.assign(field, {
    maxLength: data.longest, rows: 4, placeholder: "Write a message", spellcheck: false,
  });
  const line = make(place, "div", "buttons");
  const count = make(line, "span", "note", "");
  const clear = make(line, "button", "", "Clear");
  clear.title = "Empty the field and show the test example again";
  const take = make(line, "button", "", "Take the chosen message");
  take.title = "Start from the test example that is chosen";
  const changedText = () => {
    setText(count, `${field.value.length} of ${data.longest} characters`);
    if (field.value.trim()) offer(part, () => field.value);
    else withdraw(part);
  };
  field.oninput = changedText;
  clear.onclick = () => {
    field.value = "";
    changedText();
    field.focus();
  };
  take.onclick = () => {
    field.value = (part.pad.example?.text ?? "").slice(0, data.longest);
    changedText();
    field.focus();
  };
  changedText();
}

// A question about the picture: one of those that are known, or any other.
function buildQuestion(part) {
  const { place, data } = part;
  const line = make(place, "label", "message", "One that it learned from");
  const menu = make(line, "select", "");
  menu.title = "Choose a question; it can be changed below";
  menu.append(new Option("as in the test example", ""),
    ...data.known.map((question) => new Option(question, question)),
    new Option("in your own words", OWN_WORDS));
  const other = make(place, "label", "message", "Or in your own words");
  const field = make(other, "input", "");
  Object.assign(field, { type: "text", maxLength: data.longest, spellcheck: false,
    autocomplete: "off", title: "Empty: the question of the test example" });
  make(place, "p", "note", "What the model reads");
  const read = make(place, "p", "tokens", "");
  const rest = make(place, "p", "note", "");
  const changedText = () => {
    const asked = field.value.trim();
    menu.value = !asked || data.known.includes(asked) ? asked : OWN_WORDS;
    if (asked) offer(part, () => field.value);
    else withdraw(part);
  };
  field.oninput = changedText;
  menu.onchange = () => {
    if (menu.value === OWN_WORDS) return field.focus();
    field.value = menu.value;
    return changedText();
  };
  part.follow = (frame, example) => {
    const numbers = frame.get(`example/input/${data.name}`);
    if (!numbers) return;
    if (!part.make) field.placeholder = example.text ?? "";
    const words = wordsOf(example);
    showTokens(read, numbers.data, words);
    setText(rest, leftOver(numbers.data, words));
  };
}
