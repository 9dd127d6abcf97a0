// Elements, written as if anew each time: one with the same key is kept, so nothing flickers, the
// focus stays, and a second quick click meets the button of the first.

const SVG = "http://www.w3.org/2000/svg";

function makeKeeper() {
  const kept = new Map();
  let used = new Set();
  let cursors = new Map();

  function begin() {
    used = new Set();
    cursors = new Map();
  }

  // The element `key`, in the next place within `parent`, with exactly these attributes.
  function put(parent, key, tag, attributes = {}, text = null) {
    let element = kept.get(key);
    if (!element) {
      element = parent.namespaceURI === SVG || tag === "svg"
        ? document.createElementNS(SVG, tag) : document.createElement(tag);
      kept.set(key, element);
      element.keeperKey = key;
    }
    used.add(key);
    for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
    if (text !== null && element.textContent !== text) element.textContent = text;
    const next = cursors.has(parent) ? cursors.get(parent) : parent.firstChild;
    if (next === element) {
      cursors.set(parent, element.nextSibling);
    } else {
      parent.insertBefore(element, next);
      cursors.set(parent, next);
    }
    return element;
  }

  function end() {
    for (const [key, element] of kept) {
      if (used.has(key)) continue;
      element.remove();
      kept.delete(key);
    }
  }

  return { begin, put, end, get: (key) => kept.get(key) };
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

function make(parent, tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function isFocused(element) {
  return element.getRootNode().activeElement === element;
}

// A removed control hands the focus to a neighbour, so that the keyboard does not start over.
function restoreFocus(net, id) {
  if (!id || net.root.getRootNode().activeElement?.dataset?.id === id) return;
  const same = net.root.querySelector(`[data-id="${CSS.escape(id)}"]`);
  const target = same && !same.disabled ? same : net.keeper.get(net.roving);
  target?.focus({ preventScroll: true });
}

// A sentence begins large and ends with a stop; a heading without one.
function sentence(text, stop = ".") {
  const trimmed = String(text).trim();
  const ends = stop === "" || /[.!?]$/.test(trimmed);
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (ends ? "" : stop);
}
