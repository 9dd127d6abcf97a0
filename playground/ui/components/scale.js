// From numbers to what the eye sees: the diverging scale, a number's text.

// The diverging scale as 255 packed colours for -127 … 127, ready for an ImageData's 32-bit view.
function paletteFor(dark) {
  const { diverging } = dark ? SCALES.dark : SCALES;
  return Uint32Array.from(diverging, ([red, green, blue]) => (
    (255 << 24) | (blue << 16) | (green << 8) | red));
}

function isDark(element) {
  const probe = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const [red, green, blue] = probe.startsWith("rgb")
    ? probe.match(/[\d.]+/g).map(Number)
    : [1, 3, 5].map((start) => parseInt(probe.slice(start, start + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128; // without a theme NaN: light
}

function numberText(value) {
  if (value === undefined || Number.isNaN(value)) return "not known yet";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  const size = Math.abs(value);
  const text = size >= 1e5 || (size > 0 && size < 1e-3)
    ? value.toExponential(2) : value.toFixed(size >= 100 ? 1 : 3);
  return text.replace("-", "−");
}

// From a quantised value to its colour's place: 0 is the middle of the scale, except for what
// lies between 0 and 1, where the undecided half is.
function colourSteps(low, high) {
  if (low === 0 && high === 1) return [1, 127];
  const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const slope = (high - low) / 2 / largest;
  return [slope, 127 + 127 * (low / largest + slope)];
}

// The theme's colours for one component, as pixels and as CSS; says whether they are others now.
function takeColours(owner) {
  const dark = isDark(owner.root);
  if (owner.colours && dark === owner.dark) return false;
  owner.dark = dark;
  owner.palette = paletteFor(dark);
  const css = (k) => {
    const colour = owner.palette[k];
    return `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
  };
  owner.colours = {
    negative: css(0), neutral: css(127), positive: css(254),
    grid: dark ? "rgb(255 255 255 / 0.25)" : "rgb(0 0 0 / 0.18)",
  };
  const { style } = owner.root;
  style.setProperty("--negative", owner.colours.negative);
  style.setProperty("--neutral", owner.colours.neutral);
  style.setProperty("--positive", owner.colours.positive);
  return true;
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
