// Which example is chosen, and what the model says of it, in words.

// What the model says against what is true: null where nobody knows.
function verdictOf(said, truth, classes) {
  if (truth === null || truth === undefined) return null;
  return classes.length ? said === truth : Math.abs(said - truth);
}

function className(classes, number) {
  return classes[number] ?? String(number + 1);
}

// Steps that are quicker than the frames add up: each counts from what was last asked for.
function stepExample(owner, step) {
  const { index = 0, count = 0 } = owner.example ?? {};
  if (!count) return;
  const from = performance.now() - (owner.askedTime ?? -1e9) < 1500 ? owner.asked : index;
  chooseExample(owner, (from + step + count) % count);
}

function chooseExample(owner, index) {
  owner.asked = index;
  owner.askedTime = performance.now();
  hub.send({ do: "example", index });
}
