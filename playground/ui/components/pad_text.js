// The message: what is typed goes to the model as it is typed.

function buildMessage(own) {
  const { place, data } = own;
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
    if (field.value.trim()) offer(own, () => field.value);
    else withdraw(own);
  };
  field.oninput = changedText;
  clear.onclick = () => {
    field.value = "";
    changedText();
    field.focus();
  };
  take.onclick = () => {
    field.value = (own.example?.text ?? "").slice(0, data.longest);
    changedText();
    field.focus();
  };
  changedText();
}
