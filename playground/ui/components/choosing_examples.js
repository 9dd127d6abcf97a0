// Which example is chosen, and what the model says of it, in words.

// What the model says against what is true: null where nobody knows.
function verdictOf(said, truth, classes) {
  if (truth === null || truth === undefined) return null;
  return classes.length ? said === truth : Math.abs(said - truth);
}

function className(classes, number) {
  return classes[number] ?? String(number + 1);
}

const ANSWERED_BY = 10_000; // ms: what no frame has shown by then was not heard

// Steps that are quicker than the frames add up: each counts from what was last asked for.
function stepExample(owner, step) {
  const { index = 0, count = 0 } = owner.example ?? {};
  if (!count) return;
  const { asked } = owner;
  const isComing = asked && performance.now() - asked.time < ANSWERED_BY;
  chooseExample(owner, ((isComing ? asked.index : index) + step + count) % count);
}

// A frame shows an example: it may be the one that was asked for.
function noteExample(owner, example) {
  owner.example = example;
  if (example.index === owner.asked?.index) owner.asked = null;
}

function chooseExample(owner, index) {
  owner.asked = { index, time: performance.now() };
  hub.send({ do: "example", index });
}
