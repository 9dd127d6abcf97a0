// The output's card: the classes with their probabilities, or the number that is predicted.

const OUTPUT_CARD = 176;

function buildOutput(row, card, column) {
  const { keeper, data } = row;
  const body = keeper.put(card, `output/${data.classes.length ? "bars" : "one"}`, "div", {
    class: "body answer", style: `height:${row.high}px`, tabindex: 0, "aria-label": "The output",
  });
  row.outputBody = body;
  if (!data.classes.length) {
    keeper.put(body, "output/number", "output", { class: "number" });
    keeper.put(body, "output/truth", "span", { class: "truth" });
  }
  if (!column.spec.why) return;
  keeper.put(card, "output/why", "button", {
    class: "foot why", "data-act": "why", "data-id": "output/why",
    title: sentence(column.spec.why),
  }, "Why this output?");
}

function paintOutput(row, column, frame) {
  const output = frame.get("example/output");
  const { data, outputBody } = row;
  if (!output || !outputBody?.isConnected) return;
  const truth = frame.header.example?.true ?? null;
  if (data.classes.length) {
    const bars = barsFor(row, outputBody, data.classes);
    paintBars(bars, probabilitiesOf(output.data, data.classes), truth);
    return;
  }
  setText(row.keeper.get("output/number"), shortNumber(output.data[0]));
  setText(row.keeper.get("output/truth"),
    truth === null ? "" : `true: ${shortNumber(truth)}`);
}
