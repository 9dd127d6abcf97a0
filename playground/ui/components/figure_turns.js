// Plotly, loaded once a window, and the turns that the figures on the page take to draw.

const gallery = (globalThis.playgroundFigures ??= {
  script: null, waiting: new Set(), asked: false, rested: 0, pause: 1.5, before: 0, between: 16,
});

// A figure that needs longer than HEAVY milliseconds rests REST times as long, and all such figures
// together PAUSE times as long as each: lines move some ten times a second, the page stays smooth.
// Where animation frames come late all the same, the pause grows until they do not.
const HEAVY = 4;
const REST = 4;
const PAUSE = 1.5;
const LATE = 20; // milliseconds between two animation frames
const LONGEST_PAUSE = 12;

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
  watchTheFrames(now);
  const due = [...gallery.waiting].filter((chart) => chart.due <= now);
  for (const chart of due.sort((one, other) => one.due - other.due)) {
    if (chart.cost > HEAVY && performance.now() < gallery.rested) continue;
    gallery.waiting.delete(chart);
    const begin = performance.now();
    try {
      chart.paint();
    } catch (error) {
      console.error("A figure could not draw a frame.", error);
    }
    const took = performance.now() - begin;
    chart.cost = chart.cost ? 0.7 * chart.cost + 0.3 * took : took;
    if (took <= HEAVY) continue;
    chart.due = begin + took + REST * took;
    gallery.rested = begin + took + gallery.pause * took;
  }
  if (!gallery.waiting.size) return;
  gallery.asked = true;
  requestAnimationFrame(takeTurns);
}

function watchTheFrames(now) {
  const passed = now - gallery.before;
  gallery.before = now;
  if (passed < 8 || passed > 500) return; // the same frame again, or the page was at rest
  gallery.between += 0.05 * (passed - gallery.between);
  const change = gallery.between > LATE ? 1.02 : 0.99;
  gallery.pause = Math.min(LONGEST_PAUSE, Math.max(PAUSE, gallery.pause * change));
}
