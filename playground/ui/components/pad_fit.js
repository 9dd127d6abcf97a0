// A drawing as a picture of the data set. The makers of MNIST (Y. LeCun, C. Cortes, C. Burges: "The
// MNIST database of handwritten digits", the page that it is published on) say how theirs were
// made: the ink was scaled into 20 × 20 pixels with its aspect kept, which made black and white
// into greys, and then moved in 28 × 28 pixels until its centre of mass was in the middle. What is
// drawn here goes the same way, so that a model meets what it has learned from.

const FINE = 8; // each pixel is the mean of 8 × 8 finer ones
const INSIDE = 0.75; // how bright what a stroke goes round is, beside the stroke
const LEAST_SIZE = 0.22; // of the pad: a smaller drawing is not blown up further, a dot stays one

// `strokes`: lists of [x, y], 0 to 1 across the pad; gives height × width bytes, 0 to 255.
function fitDrawing(strokes, height, width, fit) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * FINE, height: height * FINE });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.scale(FINE, FINE);
  const place = fit ? placing(strokes, height, width, fit)
    : ([x, y]) => [x * width, y * height];
  drawStrokes(context, strokes, place, fit?.pen ?? PEN * Math.max(height, width), fit?.solid);
  const fine = context.getImageData(0, 0, canvas.width, canvas.height).data;
  const grey = coarse(fine, height, width);
  return fit?.centre === "mass" ? centred(grey, height, width) : Uint8Array.from(grey, Math.round);
}

// Where each point of the drawing comes to lie: its box in the middle, as large as it may be.
function placing(strokes, height, width, { across, down, fill, pen }) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const most = Math.max(across, down) / LEAST_SIZE;
  let vertical = Math.min((down - pen) / high, most);
  let horizontal = Math.min((across - pen) / wide, most);
  if (!fill) vertical = horizontal = Math.min(vertical, horizontal);
  else horizontal = Math.min(vertical, horizontal);
  const x0 = (width - wide * horizontal) / 2 - left * horizontal;
  const y0 = (height - high * vertical) / 2 - top * vertical;
  return ([x, y]) => [x0 + x * horizontal, y0 + y * vertical];
}

function drawStrokes(context, strokes, place, pen, solid) {
  Object.assign(context, { lineWidth: pen, lineCap: "round", lineJoin: "round" });
  context.strokeStyle = context.fillStyle = "#fff";
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(place);
    context.beginPath();
    context.moveTo(...first);
    if (!rest.length) context.lineTo(first[0] + 0.01, first[1]); // a dot
    rest.forEach((point) => context.lineTo(...point));
    if (solid) {
      context.globalAlpha = INSIDE;
      context.fill();
      context.globalAlpha = 1;
    }
    context.stroke();
  }
}

function coarse(fine, height, width) {
  const grey = new Float32Array(height * width);
  for (let y = 0; y < height * FINE; y += 1) {
    for (let x = 0; x < width * FINE; x += 1) {
      const to = Math.floor(y / FINE) * width + Math.floor(x / FINE);
      grey[to] += fine[4 * (y * width * FINE + x) + 3] / (FINE * FINE); // ink is what is opaque
    }
  }
  return grey;
}

// Moved by whole pixels until the centre of mass is nearest to the middle.
function centred(grey, height, width) {
  let [mass, across, down] = [0, 0, 0];
  grey.forEach((value, k) => {
    mass += value;
    across += value * (k % width);
    down += value * Math.floor(k / width);
  });
  if (!mass) return new Uint8Array(grey.length);
  const [dx, dy] = [Math.round(width / 2 - across / mass), Math.round(height / 2 - down / mass)];
  const moved = new Uint8Array(grey.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = [x - dx, y - dy];
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      moved[y * width + x] = Math.round(grey[fromY * width + fromX]);
    }
  }
  return moved;
}
