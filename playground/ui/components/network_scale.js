// From numbers to what the eye sees: the diverging scale, the width of a link, a number's text.

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

// Grows fast where weights usually are and slowly after: 0.1 → 1, 1 → 3, 5 → 8 pixels.
function linkWidth(weight) {
  return Math.min(8, 0.5 + 2.5 * Math.abs(weight) ** 0.7);
}

function linkOpacity(weight) {
  return 0.22 + 0.78 * Math.min(1, Math.abs(weight) / 0.9);
}

function numberText(value) {
  if (value === undefined || Number.isNaN(value)) return "not known yet";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  const size = Math.abs(value);
  const text = size >= 1e5 || (size > 0 && size < 1e-3)
    ? value.toExponential(2) : value.toFixed(size >= 100 ? 1 : 3);
  return text.replace("-", "−");
}
