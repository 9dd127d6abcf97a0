// Completion: of what a name is made is read from the imports above it, as a reader would.

const PACKAGES = /^(tensorflow|playground)(\.|$)/;
const IMPORTS = /^[ \t]*import[ \t]+([^\n#]+)/gm;
const FROM = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n#]*)/gm;
const NO_CODE = /#.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g; // comments and strings
// Arguments that take a name as a text, where those names are, and how Keras writes a class there.
const small = (name) => name.toLowerCase();
const parted = (name) => small(name.replaceAll(/([a-z])([A-Z])/g, "$1_$2")); // he_normal
const VALUES = [
  [/activation$/, "keras.activations"], [/^loss$/, "keras.losses"],
  [/^optimizer$/, "keras.optimizers", small], [/initializer$/, "keras.initializers", parted],
  [/regularizer$/, "keras.regularizers", parted], [/constraint$/, "keras.constraints", parted],
];
const KEYWORDS = ["False", "None", "True", "and", "as", "break", "class", "continue", "def", "del",
  "elif", "else", "for", "from", "if", "import", "in", "is", "lambda", "not", "or", "pass", "raise",
  "return", "while", "with", "yield"];
const KEPT = 2000; // characters before the cursor in which an open call is looked for

// The names by what they are in: {"keras.layers": [{short, path, kind, help, takes}]}.
function vocabularyOf(own) {
  const names = globalThis.playgroundVocabulary?.get(own.data.names) ?? [];
  if (own.vocabulary?.names === names) return own.vocabulary;
  const inside = new Map();
  const paths = new Map();
  const add = (path, kind, help, takes) => {
    if (paths.has(path)) return;
    const cut = path.lastIndexOf(".");
    const parent = path.slice(0, Math.max(cut, 0));
    if (parent) add(parent, "module", "", []);
    const entry = { short: path.slice(cut + 1), parent, path, kind, help, takes };
    paths.set(path, entry);
    inside.set(parent, [...(inside.get(parent) ?? []), entry]);
  };
  for (const { name, kind, help, takes = [] } of names) add(name, kind, help, takes);
  return (own.vocabulary = { names, inside, paths });
}

// keras.layers, whether it was tensorflow.keras.layers or playground.keras.layers; of the packages
// themselves nothing is left.
function plainPath(path) {
  return path.replace(PACKAGES, "");
}

// What each name stands for that an import line brings: {"L": "keras.layers"}.
function importsIn(text) {
  const brought = new Map();
  const bring = (clause, parent) => {
    const [, path, alias] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(clause) ?? [];
    if (!path) return;
    const whole = plainPath(parent ? `${parent}.${path}` : path);
    if (alias || parent) brought.set(alias ?? path, whole);
    else brought.set(path.split(".")[0], plainPath(path.split(".")[0]));
  };
  for (const [, clauses] of text.matchAll(IMPORTS)) {
    clauses.split(",").forEach((clause) => bring(clause, ""));
  }
  for (const [, parent, clauses] of text.matchAll(FROM)) {
    clauses.replaceAll(/[()]|#[^\n]*/g, " ").split(",").forEach((each) => bring(each, parent));
  }
  return brought;
}

function resolve(path, brought) {
  const [first, ...rest] = path.split(".");
  return plainPath([brought.get(first) ?? first, ...rest].filter(Boolean).join("."));
}

// What can stand where the cursor is, given the line before it and all the text.
function candidates(own, before, above, text) {
  const { inside, paths } = vocabularyOf(own);
  const brought = importsIn(text);
  const within = (path) => inside.get(path) ?? [];
  const modules = (path) => within(path).filter(({ kind }) => kind === "module");
  let found;
  if ((found = /^\s*from\s+([\w.]+)\s+import\b/.exec(before))) return within(plainPath(found[1]));
  if ((found = /^\s*(?:from|import)\s+(?:[^#]*,\s*)?([\w.]*?)\.?$/.exec(before))) {
    return modules(plainPath(found[1]));
  }
  if (/\b(?:as|def|class|for|lambda)\s+$/.test(before)) return []; // a new name
  if ((found = /([\w.]+)\.$/.exec(before))) {
    const path = resolve(found[1], brought);
    if (!path) return modules("");
    return [...within(path), ...(path === "self" ? attributesIn(text) : [])];
  }
  if (/[\])"'}]\.$/.test(before)) return [];
  const call = openCall(above, brought, paths);
  const argumentsOf = (call?.takes ?? []).map((name) => (
    { short: `${name}=`, path: `${call.short}(${name}=…)`, kind: "argument", help: "", score: 9 }));
  return [...argumentsOf, ...inScope(brought, paths, within), ...wordsIn(text)];
}

// What Keras knows by a text, where the line ends in activation=" or in another such argument.
function valuesFor(own, line) {
  const argument = /(\w+)\s*=\s*["']$/.exec(line)?.[1] ?? "";
  const [, module, written] = VALUES.find(([ending]) => ending.test(argument)) ?? [];
  const all = vocabularyOf(own).inside.get(module) ?? [];
  return all.filter(({ short, kind }) => kind !== "function" && (written || /^[a-z]/.test(short)))
    .map((entry) => ({ ...entry, short: written ? written(entry.short) : entry.short }));
}

// What an import has brought, what stands everywhere, and the rest by the nearest way to it.
function inScope(brought, paths, within) {
  const scope = [...brought].map(([short, path]) => (
    { ...(paths.get(path) ?? { kind: "import", help: "" }), path, short, score: 7 }));
  const everywhere = within("").filter(({ kind }) => kind !== "module")
    .map((entry) => ({ ...entry, score: 5 }));
  const reach = [...brought].filter(([, path]) => paths.get(path)?.kind === "module");
  const known = new Set(brought.values());
  const further = reach.flatMap(([short, path]) => [...paths.values()]
    .filter((entry) => entry.path.startsWith(`${path}.`) && entry.kind !== "module"
      && !known.has(entry.path))
    .map((entry) => ({ ...entry, value: short + entry.path.slice(path.length), score: 3 })));
  const shortest = new Map();
  for (const each of further) {
    const other = shortest.get(each.path);
    if (!other || each.value.length < other.value.length) shortest.set(each.path, each);
  }
  return [...scope, ...everywhere, ...shortest.values()];
}

function wordsIn(text) {
  const words = new Set(text.replaceAll(NO_CODE, " ").match(/\b[A-Za-z_]\w{2,}\b(?!=[^=])/g));
  return [...words].map((short) => ({ short, path: short, kind: "", help: "", score: 1 }));
}

function attributesIn(text) {
  const names = new Set([...text.matchAll(/\bself\.([A-Za-z]\w*)/g)].map(([, name]) => name));
  return [...names].map((short) => ({ short, path: `self.${short}`, kind: "own", help: "" }));
}

// The call whose bracket is open at the end of a text, if it is one of ours.
function openCall(text, brought, paths) {
  let depth = 0;
  for (let at = text.length - 1; at >= Math.max(0, text.length - KEPT); at--) {
    if (")]}".includes(text[at])) depth += 1;
    if (!"([{".includes(text[at])) continue;
    depth -= 1;
    if (depth >= 0) continue;
    const called = text[at] === "(" && /([\w.]+)\s*$/.exec(text.slice(0, at));
    return called ? paths.get(resolve(called[1], brought)) : undefined;
  }
  return undefined;
}

function nameAt(own, row, column) {
  const line = own.session.getLine(row);
  for (const match of line.matchAll(/[A-Za-z_][\w.]*/g)) {
    const end = match.index + match[0].length;
    if (column < match.index || column >= end) continue;
    const stop = line.slice(column, end).search(/\.|$/) + column;
    const path = resolve(line.slice(match.index, stop), importsIn(own.session.getValue()));
    const entry = vocabularyOf(own).paths.get(path);
    const start = line.lastIndexOf(".", column) + 1;
    const range = new own.Range(row, Math.max(start, match.index), row, stop);
    return entry?.help ? { ...entry, range } : null;
  }
  return null;
}

// -- in Ace -------------------------------------------------------------------------------------

function completerFor(own) {
  return {
    triggerCharacters: [".", '"', "'"],
    getCompletions(_editor, session, { row, column }, prefix, answer) {
      const token = session.getTokenAt(row, column)?.type ?? "";
      const line = session.getLine(row).slice(0, column - prefix.length);
      if (/string/.test(token)) {
        return answer(null, valuesFor(own, line).map((each) => asAceHasIt(each)));
      }
      if (/comment/.test(token) || /\d$/.test(line) || /^\d/.test(prefix)) return answer(null, []);
      const text = textWithout(session, row, column, prefix);
      const above = session.getLines(0, row - 1).concat(line).join("\n");
      const found = candidates(own, line, row ? above : line, text);
      own.whole = new Set([...KEYWORDS, ...found.map(({ short }) => short)]);
      const fits = found.filter(({ short }) => small(short).includes(small(prefix)));
      const first = new Map(fits.toReversed().map((each) => [each.short, each])); // of each name
      return answer(null, [...first.values()].map((each) => asAceHasIt(each, prefix)));
    },
  };
}

function asAceHasIt({ short, value = short, path, kind, help, score = 5 }, typed = "") {
  const better = typed && short.startsWith(typed) ? 2 : 0; // Dropout before dropout for Dr
  const docText = help ? `${path}\n${help}` : "";
  return { caption: short, value, meta: kind, score: score + better, docText };
}

// All the text but the word that is being typed, which is no word of the text yet.
function textWithout(session, row, column, prefix) {
  const lines = session.getLines(0, session.getLength() - 1).slice();
  const rest = lines[row].slice(column).replace(/^\w+/, "");
  lines[row] = lines[row].slice(0, column - prefix.length) + rest;
  return lines.join("\n");
}

function completeWith(own) {
  const { editor, ace, root } = own;
  const completer = ace.require("ace/autocomplete").Autocomplete.for(editor);
  completer.parentNode = root; // where the page's colours are
  // Tab completes what is chosen. Enter only what was sought, with arrow keys or Ctrl+Space, or a
  // name of ours that goes on from what is typed, if that is no word yet: else it begins a line.
  let isSought = false;
  const seek = (where) => () => {
    isSought = true;
    completer.goTo(where);
  };
  const chosen = () => {
    completer.changeTimer.cancel(); // quick fingers: the list is of the letters before
    completer.updateCompletions(true);
    return completer.activated ? completer.popup.getData(completer.popup.getRow()) : null;
  };
  completer.keyboardHandler.bindKeys({
    Up: seek("up"),
    Down: seek("down"),
    Tab: () => (chosen() ? completer.insertMatch() : false),
    Return() {
      const match = chosen();
      const typed = completer.completions?.filterText;
      const goesOn = match?.meta && match.caption.startsWith(typed) && !own.whole.has(typed);
      if (match && (goesOn || isSought)) return completer.insertMatch();
      completer.detach();
      return false;
    },
  });
  // After a dot other names can follow: the list begins anew.
  editor.commands.on("exec", ({ command, args }) => {
    if (!completer.activated) isSought = command.name === "startAutocomplete";
    if (command.name === "insertstring" && args === "." && completer.activated) completer.detach();
  });
}
