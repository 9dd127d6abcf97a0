// Plotly, loaded once a window, and the turns that the figures on the page take to draw.

const gallery = (globalThis.playgroundFigures ??= { script: null, waiting: new Set(), asked: false });

const HEAVY = 4; // milliseconds: of figures that need longer, one an animation frame draws
const REST = 5; // and then rests five times as long: ten lines a second, and the page stays smooth

function plotly(url) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  if (!url) return somebodyElsesPlotly();
  return (gallery.script ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(url, document.baseURI);
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      gallery.script = null; // the next figure may try again
      script.remove();
      reject(new Error("The charts could not be loaded. Reload the page to try again."));
    };
    document.head.append(script);
  }));
}

async function somebodyElsesPlotly() {
  while (!globalThis.Plotly) await new Promise((resolve) => setTimeout(resolve, 50));
  return globalThis.Plotly;
}

// The chart's paint() is called soon, in this animation frame if there is time, and only once
// however often it asked meanwhile: it then draws the newest.
function askForTurn(chart) {
  gallery.waiting.add(chart);
  if (gallery.asked) return;
  gallery.asked = true;
  queueMicrotask(takeTurns);
}

function takeTurns() {
  gallery.asked = false;
  const now = performance.now();
  const due = [...gallery.waiting].filter((chart) => chart.due <= now);
  let heavy = 0;
  for (const chart of due.sort((one, other) => one.due - other.due)) {
    if (chart.cost > HEAVY && heavy++) continue;
    gallery.waiting.delete(chart);
    const begin = performance.now();
    try {
      chart.paint();
    } catch (error) {
      console.error("A figure could not draw a frame.", error);
    }
    const took = performance.now() - begin;
    chart.cost = chart.cost ? 0.7 * chart.cost + 0.3 * took : took;
    chart.due = begin + (took > HEAVY ? REST * took : 0);
  }
  if (!gallery.waiting.size) return;
  gallery.asked = true;
  requestAnimationFrame(takeTurns);
}
