// Matrices of numbers with a meaning each: shares as percent, and cells that can be chosen.

const HEARD_BY = 10_000; // ms: a choice that the gallery has not followed by then was not heard

Object.assign(kinds, {
  shares(binding, frame, chart) {
    const values = frame.get(binding.values);
    if (!values || !chart.fresh(binding, [values])) return;
    const rows = rowsOf(values).map((row) => [...row]);
    chart.put(binding.trace, {
      z: rows.map((row) => row.map((share) => share || 0)),
      text: rows.map((row) => row.map((share) => (
        Number.isFinite(share) ? (100 * share).toFixed(share < 1 ? 1 : 0) : "–"))),
    });
  },

  words(binding, frame, chart) {
    const values = frame.get(binding.values);
    if (!values || !chart.fresh(binding, [values])) return;
    let at = 0;
    const text = binding.text.replaceAll("{}", () => {
      const value = values.data[at++];
      if (!Number.isFinite(value)) return "–";
      return binding.names.length ? binding.names[value] ?? "–" : short(value, 4);
    });
    chart.lay({ [`annotations[${binding.annotation}].text`]: text });
  },
});

// -- the cells of a confusion matrix: a click, or arrows and Enter, shows their examples -----------

function choosable(chart) {
  return chart.bindings.find(({ kind, choose }) => kind === "cells" && choose);
}

function chooseCell(chart, point) {
  const binding = choosable(chart);
  if (!binding || point?.curveNumber !== binding.trace) return;
  const [row, column] = point.pointNumber;
  askForCell(chart, row, column);
}

function moveChoice(chart, event) {
  const binding = choosable(chart);
  if (!binding || event.target !== chart.node) return;
  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  };
  const [row, column] = chart.choice ?? [0, 0];
  const count = chart.node.data[binding.trace].y.length;
  const within = (at) => Math.min(count - 1, Math.max(0, at));
  if (event.key in steps) {
    const [down, right] = chart.choice ? steps[event.key] : [0, 0];
    showChoice(chart, within(row + down), within(column + right));
  } else if (event.key === "Enter" && chart.choice) {
    askForCell(chart, row, column);
  } else if (event.key === "Escape" && chart.choice) {
    askForCell(chart, null, null);
  } else {
    return;
  }
  event.preventDefault();
}

function askForCell(chart, row, column) {
  showChoice(chart, row, column);
  chart.asked = { row, column, time: performance.now() };
  hub.send({ do: "gallery", filter: "all", true: row, predicted: column, sort: "order", page: 0 });
}

// The gallery may have been asked for something else since, with its own buttons.
function followGallery(chart, { true: row, predicted: column } = {}) {
  const { asked } = chart;
  if (row === undefined) return;
  if (asked?.row === row && asked.column === column) {
    asked.heard = true;
    return;
  }
  if (asked && !asked.heard && performance.now() - asked.time < HEARD_BY) return; // it is coming
  chart.asked = { row, column, heard: true };
  const isCell = Number.isInteger(row) && Number.isInteger(column);
  if (isCell || asked) showChoice(chart, isCell ? row : null, isCell ? column : null);
}

// A frame around the cell, and its words for who cannot see it.
function showChoice(chart, row, column) {
  chart.choice = row === null ? undefined : [row, column];
  const { ink } = chart.palette;
  const shapes = row === null ? [] : [{
    type: "rect", xref: "x", yref: "y", x0: column - 0.5, x1: column + 0.5, y0: row - 0.5,
    y1: row + 0.5, line: { color: `rgb(${ink.join(" ")})`, width: 2 },
  }];
  chart.Plotly.relayout(chart.node, { shapes });
  const { x, y, text } = chart.node.data[choosable(chart).trace];
  chart.spoken ??= spokenBeside(chart.node);
  chart.spoken.textContent = row === null ? "All cells"
    : `true ${y[row]}, predicted ${x[column]}: ${text[row][column]} examples. Enter shows them.`;
}

function spokenBeside(node) {
  const element = document.createElement("span");
  element.className = "spoken";
  element.setAttribute("role", "status");
  node.after(element);
  return element;
}
