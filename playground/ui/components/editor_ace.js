// Ace, loaded once a window, and how it is set up here: Python, four spaces, the page's colours.

const library = (globalThis.playgroundAce ??= { script: null });

function loadAce(url) {
  if (globalThis.ace?.edit) return Promise.resolve(globalThis.ace);
  if (!url) return aceFromThePage();
  return (library.script ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(url, document.baseURI);
    script.onload = () => resolve(globalThis.ace);
    script.onerror = () => {
      library.script = null; // another editor may try again
      script.remove();
      reject(new Error("The editor could not be loaded. Reload the page to try again."));
    };
    document.head.append(script);
  }));
}

async function aceFromThePage() {
  while (!globalThis.ace?.edit) await new Promise((resolve) => setTimeout(resolve, 50));
  return globalThis.ace;
}

// What Ace would load from an address that nobody serves, or what a page has other keys for.
const NOT_HERE = ["openCommandPalette", "showSettingsMenu", "gotoline", "togglerecording",
  "replaymacro", "modeSelect"];

function buildAce(own) {
  const { ace, code, data } = own;
  own.Range = ace.require("ace/range").Range;
  own.session = ace.createEditSession("", "ace/mode/python");
  own.session.setOptions({
    tabSize: 4, useSoftTabs: true, useWorker: false, newLineMode: "unix", wrap: true,
    indentedSoftWrap: true,
  });
  own.editor = ace.edit(code, {
    session: own.session, fontSize: 13, showPrintMargin: false, showFoldWidgets: false,
    fixedWidthGutter: true, scrollPastEnd: 0.3, textInputAriaLabel: data.label,
    enableBasicAutocompletion: [completerFor(own)], enableLiveAutocompletion: true,
    liveAutocompletionThreshold: 2,
  });
  NOT_HERE.forEach((name) => own.editor.commands.removeCommand(name));
  completeWith(own);
  showPrints(own);
  showWhatIsUnderThePointer(own);
  own.session.on("change", () => {
    if (!own.isQuiet) noteChange(own);
  });
  own.quietly = (change) => {
    own.isQuiet = true;
    change();
    own.isQuiet = false;
  };
}

// The name and the theme; Ace asks whether it is dark, the colours are the page's own.
function dressAce(own) {
  const { editor, data, help, root } = own;
  const input = editor.textInput.getElement();
  editor.setOption("textInputAriaLabel", data.label);
  editor.textInput.setAriaLabel?.();
  input.setAttribute("aria-describedby", help.id);
  const isDark = isDarkPage(root);
  if (own.isDark === isDark) return;
  own.isDark = isDark;
  editor.setTheme({ cssClass: "ace-playground", isDark, cssText: "" });
}

function isDarkPage(element) {
  const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map(Number);
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}
