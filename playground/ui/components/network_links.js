// The links: weights out of a frame, drawn smoothly; and which link lies under the pointer.

const EASE_MS = 70; // how fast a drawn weight follows the true one
const MANY_LINKS = 150;
const FLOW_SPEED = 17; // pixels a second
const DASH_PERIOD = 12; // both patterns in network.css repeat after it

// Writes each link's true weight into link.target; unknown ones stay undefined.
function readWeights(net, frame) {
  for (const link of net.links) {
    if (link.kind === "pass") continue;
    const kernel = frame.get(`weights/${link.layer}/kernel`);
    link.target = kernel ? weightOf(kernel, link) : undefined;
  }
}

function weightOf({ data, shape }, { kind, rows, columns }) {
  const units = shape[1];
  if (rows[1] > shape[0] || columns[1] > units) return undefined;
  if (kind === "weight") return data[rows[0] * units + columns[0]];
  let sum = 0; // a tile that stands for several units: their average size, which has no sign
  for (let row = rows[0]; row < rows[1]; row += 1) {
    for (let c = columns[0]; c < columns[1]; c += 1) sum += Math.abs(data[row * units + c]);
  }
  return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}

// The one loop of the diagram: it runs while links flow or change, and writes attributes only.
function animate(net) {
  if (net.animation) return;
  let last = performance.now();
  const step = (now) => {
    net.animation = requestAnimationFrame(step);
    // Drawing dashes costs more than all else here (half a core at 350 links and 30 times a
    // second). They move a pixel in 60 ms: many links are painted no more often than that.
    if (now - last < (net.links.length > MANY_LINKS ? 58 : 30)) return;
    const moving = easeLinks(net, now - last);
    if (net.playing && !net.still.matches) {
      net.flow = ((net.flow ?? 0) + (FLOW_SPEED * (now - last)) / 1000) % DASH_PERIOD;
      net.keeper.get("links").setAttribute("stroke-dashoffset", -net.flow.toFixed(1));
    } else if (!moving) {
      cancelAnimationFrame(net.animation);
      net.animation = 0;
    }
    last = now;
  };
  net.animation = requestAnimationFrame(step);
}

// One step from the drawn weights toward the true ones; says whether there is more to go.
function easeLinks(net, milliseconds) {
  const share = net.still.matches ? 1 : 1 - Math.exp(-milliseconds / EASE_MS);
  let moving = false;
  for (const link of net.links) {
    if (link.target === undefined || link.shown === link.target) continue;
    const gap = link.target - (link.shown ?? link.target);
    if (link.shown === undefined || !(Math.abs(gap) > 0.002 * (0.05 + Math.abs(link.target)))) {
      link.shown = link.target;
    } else {
      link.shown += gap * share;
      moving = true;
    }
    paintLink(link);
  }
  return moving;
}

// Only attributes that change by what an eye can see are written: most links are slow.
function paintLink(link) {
  const { element, shown } = link;
  const known = shown !== undefined && Number.isFinite(shown);
  const sign = link.kind === "pass" ? "pass" : !known ? "unknown"
    : link.kind === "mean" ? "mean" : shown < 0 ? "negative" : "positive";
  const width = known ? (Math.round(linkWidth(shown) * link.thin * 5) / 5) || 0.2 : 1;
  const opacity = known ? Math.round(linkOpacity(shown) * 20) / 20 : 1;
  if (link.sign !== sign) {
    link.sign = sign;
    element.setAttribute("class", `link ${sign}${link.near ? " near" : ""}`);
  }
  if (link.width !== width) element.setAttribute("stroke-width", (link.width = width));
  if (link.opacity !== opacity) element.setAttribute("stroke-opacity", (link.opacity = opacity));
}

// After a build: links that were there before keep what they show, the others start unknown.
function adoptLinks(net, before) {
  const old = new Map(before.map((link) => [link.key, link]));
  const crowd = new Map(); // how many links share a gap: many are drawn thinner
  for (const { gap } of net.links) crowd.set(gap, (crowd.get(gap) ?? 0) + 1);
  for (const link of net.links) {
    const same = old.get(link.key);
    if (same?.element === link.element && same?.kind === link.kind) {
      const { shown, target, sign, width, opacity, near } = same;
      Object.assign(link, { shown, target, sign, width, opacity, near });
    }
    link.thin = clamp(Math.sqrt(30 / crowd.get(link.gap)), 0.5, 1);
    paintLink(link);
  }
}

// All links of a gap share x(t), so one bisection serves them all: no layout, no hit-test paths.
function linkAt(net, x, y, reach = 6) {
  let best = null;
  let nearest = reach;
  let solved = null;
  for (const link of net.links) {
    if (link.kind === "pass" || x < link.x1 || x > link.x2) continue;
    if (!solved || solved.x1 !== link.x1 || solved.x2 !== link.x2) solved = solve(link, x);
    const { share, slope } = solved;
    const rise = link.to.y - link.from.y;
    const distance = Math.abs(y - link.from.y - rise * share) / Math.hypot(1, rise * slope);
    const edge = distance - (link.width ?? 1) / 2;
    if (edge < nearest) [nearest, best] = [edge, link];
  }
  return best;
}

// Where along the curve x is: the share of the rise done there, and its slope by x.
function solve({ x1, x2 }, x) {
  const span = x2 - x1;
  const at = (t) => 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3;
  let [low, high] = [0, 1];
  for (let k = 0; k < 20; k += 1) {
    const middle = (low + high) / 2;
    if (at(middle) * span < x - x1) low = middle;
    else high = middle;
  }
  const share = (t) => 3 * t * t - 2 * t ** 3;
  const slope = (share(high) - share(low)) / ((at(high) - at(low)) * span || 1e-9);
  return { x1, x2, share: share(low), slope: Number.isFinite(slope) ? slope : 0 };
}

// Grows fast where weights usually are and slowly after: 0.1 → 1, 1 → 3, 5 → 8 pixels.
function linkWidth(weight) {
  return Math.min(8, 0.5 + 2.5 * Math.abs(weight) ** 0.7);
}

function linkOpacity(weight) {
  return 0.22 + 0.78 * Math.min(1, Math.abs(weight) / 0.9);
}
