// The classes with their probabilities, as bars with numbers.

function makeBars(parent, names) {
  const root = make(parent, "div", "bars");
  root.setAttribute("role", "list");
  const rows = names.map((name) => {
    const row = make(root, "div", "bar");
    row.setAttribute("role", "listitem");
    make(row, "span", "name", name).title = name;
    const track = make(row, "span", "track");
    const fill = make(track, "i", "");
    const number = make(row, "span", "number", "");
    const mark = make(row, "span", "mark", "");
    return { row, fill, number, mark };
  });
  return { root, rows, names: names.join("\n") };
}

// The bars of other classes are other bars.
function barsFor(owner, parent, names) {
  if (owner.bars?.names !== names.join("\n") || owner.bars.root.parentNode !== parent) {
    owner.bars?.root.remove();
    owner.bars = makeBars(parent, names);
  }
  return owner.bars;
}

// `truth` is the number of the true class, or null where nobody knows it.
function paintBars({ rows }, probabilities, truth) {
  const said = saidClass(probabilities);
  rows.forEach(({ row, fill, number, mark }, k) => {
    const share = probabilities[k];
    fill.style.transform = `scaleX(${Number.isFinite(share) ? clamp(share, 0, 1) : 0})`;
    const look = `bar${k === said ? " said" : ""}${k === truth ? " true" : ""}`;
    if (row.className !== look) row.className = look;
    setText(number, percentText(share));
    setText(mark, k === truth ? "true" : "");
  });
}

// The probability of every class: of two, the output may say only that of the second.
function probabilitiesOf(output, classes) {
  if (output.length === 1 && classes.length === 2) return [1 - output[0], output[0]];
  return output;
}

// The class that the model says: the most probable; −1 before it says anything.
function saidClass(probabilities) {
  let said = -1;
  probabilities.forEach((share, k) => {
    if (Number.isFinite(share) && (said < 0 || share > probabilities[said])) said = k;
  });
  return said;
}

function percentText(share) {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "";
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
