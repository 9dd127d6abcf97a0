// The page's theme in a figure: text, grid and the colours that Python gave in two forms.

// What a theme is made of here; equal keys look the same.
function themeOf(element) {
  const style = getComputedStyle(element);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const page = colourOf(read("--st-background-color", "#ffffff"));
  const text = colourOf(read("--st-text-color", "#31333f"));
  const line = read("--st-border-color", faded(text, 0.2));
  const font = read("--st-font", "system-ui, sans-serif");
  const dark = 0.3 * page[0] + 0.59 * page[1] + 0.11 * page[2] < 128;
  return { dark, text, page, line, font, key: `${dark}|${text}|${page}|${line}|${font}` };
}

// Any colour that CSS knows as [red, green, blue].
function colourOf(text) {
  const context = (gallery.colourContext ??= document.createElement("canvas").getContext("2d"));
  context.fillStyle = "#808080";
  context.fillStyle = text;
  const plain = context.fillStyle;
  if (!plain.startsWith("#")) return plain.match(/[\d.]+/g).slice(0, 3).map(Number);
  return [1, 3, 5].map((start) => parseInt(plain.slice(start, start + 2), 16));
}

function faded([red, green, blue], opacity) {
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

// The theme as changes of the layout, {"xaxis.gridcolor": …}; nothing but colours and the font.
function themedLayout(layout, theme) {
  const changes = {
    "font.color": faded(theme.text, 1),
    "font.family": theme.font,
    "hoverlabel.bgcolor": faded(theme.page, 0.94),
    "hoverlabel.bordercolor": theme.line,
    "hoverlabel.font.color": faded(theme.text, 1),
    "modebar.bgcolor": "rgba(0, 0, 0, 0)",
    "modebar.color": faded(theme.text, 0.4),
    "modebar.activecolor": faded(theme.text, 0.9),
  };
  for (const axis of Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))) {
    changes[`${axis}.gridcolor`] = faded(theme.text, 0.1);
    changes[`${axis}.zerolinecolor`] = faded(theme.text, 0.3);
    changes[`${axis}.linecolor`] = faded(theme.text, 0.3);
    changes[`${axis}.tickfont.color`] = faded(theme.text, 0.75);
  }
  return changes;
}

function themedTraces(bindings, theme, put) {
  for (const { kind, traces, attribute, light, dark } of bindings) {
    if (kind !== "themed") continue;
    for (const trace of traces) put(trace, { [attribute]: theme.dark ? dark : light });
  }
}

// Panels side by side, as many in a row as there is room for: the axes' domains and the height.
function gridLayout({ panels, width, height }, room, margin) {
  const inside = room - margin.l - margin.r;
  const BESIDE = 56, BELOW = 66; // pixels for an axis's title and a panel's heading
  const columns = Math.max(1, Math.min(panels, Math.floor((inside + BESIDE) / (width + BESIDE))));
  const rows = Math.ceil(panels / columns);
  const wide = (inside - BESIDE * (columns - 1)) / columns;
  const high = rows * height + (rows - 1) * BELOW;
  const changes = { height: high + margin.t + margin.b };
  for (let panel = 0; panel < panels; panel++) {
    const left = (panel % columns) * (wide + BESIDE);
    const top = Math.floor(panel / columns) * (height + BELOW);
    const number = panel ? panel + 1 : "";
    changes[`xaxis${number}.domain`] = [left / inside, Math.min(1, (left + wide) / inside)];
    changes[`yaxis${number}.domain`] = [Math.max(0, 1 - (top + height) / high), 1 - top / high];
  }
  return changes;
}

// {"xaxis.tickfont.color": …} written into a figure that is not yet on the page.
function write(target, changes) {
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(".");
    const last = steps.pop();
    const place = steps.reduce((inner, step) => (inner[step] ??= {}), target);
    place[last] = value;
  }
}
