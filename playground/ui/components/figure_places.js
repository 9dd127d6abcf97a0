// Places of a map that are clicked, where the page asks for them: each is an event for Python.

const STILL = 5; // pixels that a finger may move in a click

// The button comes up over Plotly's own cover, so it is listened for everywhere.
function watchPlaces(chart) {
  chart.node.addEventListener("pointerdown", (down) => {
    if (!chart.data?.placing || down.button) return;
    addEventListener("pointerup", (up) => {
      const moved = Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY);
      const place = moved <= STILL && placeAt(chart, up);
      if (place) {
        sendEvent(chart.events, chart.trigger, "place", { do: "place", layer: null, value: place });
      }
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
