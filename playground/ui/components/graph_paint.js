// What every layer makes of the example, or of the plane, in its box.

function paintBox(view, box, frame) {
  const canvas = view.keeper.get(`tiles/${box.name}/canvas`);
  const field = fieldOf(view);
  const values = canvas && frame.get(`${field}/${box.call}`);
  canvas?.classList.toggle("none", field === "gradient" && !values);
  showNorms(view, box, frame);
  if (!values) return;
  const [form, laid] = shownAs(view, values, box);
  const [count, height, width] = laid;
  const tiles = layTiles(form, laid, TILES_WIDE, TILES_HIGH);
  const range = frame.get(`${field}/${box.call}/range`);
  paintTiles(canvas, tiles, { data: values.data, shape: [count, height, width] }, range,
    view.palette);
}

// A frame carries an example's values as [tiles, height, width]; a unit's map over the plane is a
// tile, and its curve along the one input a row.
function shownAs(view, { shape }, box) {
  if (view.data.field === "maps") {
    return shape.length === 3 ? ["maps", shape] : ["rows", [1, ...shape]];
  }
  return [formOf(box.shape ?? shape), shape];
}
