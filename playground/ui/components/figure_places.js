// Places of a map that are clicked, where the page asks for them: each is an event for Python.

const STILL = 5; // pixels that a finger may move in a click
const RESENT = 3000; // milliseconds

// The button comes up over Plotly's own cover, so it is listened for everywhere.
function watchPlaces(chart) {
  chart.places = { sent: 0, from: String(Math.random()), recent: [] };
  chart.node.addEventListener("pointerdown", (down) => {
    if (!chart.data?.placing || down.button) return;
    addEventListener("pointerup", (up) => {
      const moved = Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY);
      const place = moved <= STILL && placeAt(chart, up);
      if (place) sendPlace(chart, place);
    }, { capture: true, once: true });
  }, true);
}

function placeAt({ node }, { clientX, clientY }) {
  const { xaxis, yaxis } = node._fullLayout;
  const { left, top } = node.getBoundingClientRect();
  const across = clientX - left - xaxis._offset;
  const down = clientY - top - yaxis._offset;
  if (across < 0 || down < 0 || across > xaxis._length || down > yaxis._length) return null;
  return [xaxis.p2d(across), yaxis.p2d(down)];
}

// Two quick clicks can become one rerun that keeps the later event only: each is sent again for
// some seconds, with a number by which Python knows what it has done already.
function sendPlace(chart, value) {
  const { places } = chart;
  const now = performance.now();
  places.recent = places.recent.filter(({ time }) => now - time < RESENT);
  places.recent.push({
    time: now, edit: { do: "place", layer: null, value, number: (places.sent += 1) },
  });
  chart.trigger("place", { from: places.from, edits: places.recent.map(({ edit }) => edit) });
}
