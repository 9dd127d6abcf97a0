// The keyboard: Tab indents, so Escape sets it free for one time; Ctrl+Enter does not wait.

const IS_MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);

function watchKeys(own) {
  const { root, editor, help } = own;
  const control = IS_MAC ? "⌘" : "Ctrl";
  help.textContent = `Tab indents · Escape, then Tab leaves · ${control}+Enter applies at once · `
    + `Ctrl+Space completes · ${control}+F finds`;
  editor.commands.addCommand({
    name: "apply", bindKey: { win: "Ctrl-Enter", mac: "Command-Enter|Ctrl-Enter" },
    exec: () => sendText(own, true),
  });
  editor.commands.on("exec", (event) => {
    if (!closesField(own, event)) return;
    event.preventDefault();
    editor.navigateRight(1);
  });
  let isFree = false;
  root.addEventListener("keydown", (event) => {
    if (event.target !== editor.textInput.getElement()) return;
    if (event.key === "Tab" && isFree) {
      event.stopPropagation(); // Ace does not see it; the browser goes on to what is next
    } else if (event.key === "Escape" && !event.isComposing && !editor.completer?.activated
        && !editor.searchBox?.active) {
      isFree = true;
      own.spoken.textContent = "Tab leaves the editor now.";
      root.classList.add("free");
      return;
    }
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    isFree = false;
    own.spoken.textContent = "";
    root.classList.remove("free");
  }, true);
  editor.on("blur", () => own.timer && sendText(own));
  const leave = () => own.timer && sendText(own);
  document.addEventListener("visibilitychange", leave);
  own.unwatch = () => document.removeEventListener("visibilitychange", leave);
}

// The quote after f"{x}, when it is there already: Ace begins another string, where it should pass.
function closesField({ editor, session }, { command, args }) {
  if (command.name !== "insertstring" || (args !== '"' && args !== "'")) return false;
  const { row, column } = editor.getCursorPosition();
  const line = session.getLine(row);
  return line[column - 1] === "}" && line[column] === args && editor.selection.isEmpty();
}
