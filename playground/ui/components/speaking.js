// Whose turn it is to speak to Python: it hears through Streamlit, which runs the page that a message
// comes from. While another page is on its way, a message would call this one back, or leave nothing
// on the page at all: so it waits until the other page is there. Part of the hub.

function makeSpeaking() {
  const TICK = 100; // milliseconds of a browser that is not busy
  const START_TICKS = 50; // the longest until Python has heard of a click
  const REST_TICKS = 5; // and is done with it
  const TOUCHED = 50; // milliseconds in which Streamlit makes a message of what a person did

  let departing = 0; // a timer, from a click on a link until the page that it leads to is there
  let departures = 0;
  let isThere = null;
  let saying = 0; // messages that Streamlit has not sent yet
  let touched = -Infinity; // when somebody did something
  let speaker = null; // whose they are
  const held = new Map(); // messages that wait

  // A component's way to say something.
  const toPython = (trigger) => {
    const from = departures;
    const last = new Map();
    return function speak(name, value) {
      if (departing) {
        last.set(name, value);
        held.set(last, { from, tell: () => last.forEach((each, its) => speak(its, each)) });
      } else if (saying && speaker !== trigger) {
        setTimeout(speak, 0, name, value);
      } else {
        say(trigger, name, value);
      }
    };
  };

  // Streamlit sends it in a moment, together with all that is said until then. Where part of that
  // comes from a fragment, only the fragment runs: so each speaks in a moment of its own.
  function say(trigger, name, value) {
    trigger(name, value);
    speaker = trigger;
    saying += 1;
    setTimeout(() => { saying -= 1; });
  }

  // A page is there. What the one before still had to say is of no use to anybody.
  const arrive = () => {
    if (departing && isThere()) quiet((each) => each.from === departures);
  };

  const isQuiet = () => !departing && !isRunning() && performance.now() - touched > TOUCHED;

  function quiet(counts) {
    clearTimeout(departing);
    departing = 0;
    const waited = [...held.values()].filter(counts);
    held.clear();
    waited.forEach(({ tell }) => tell());
  }

  ["pointerdown", "click", "keydown", "change"].forEach((each) => {
    document.addEventListener(each, () => { touched = performance.now(); }, true);
  });

  document.addEventListener("click", (event) => {
    const path = event.composedPath();
    const link = path.find(({ href, localName }) => href || localName === "button");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab opens
    const within = (name) => path.some(({ className }) => String(className).includes(name));
    const from = location.pathname;
    const isCard = within("st-key-train-");
    const leads = isCard
      || (link.origin === location.origin && !link.target && !link.download);
    if (saying && (leads || within("stButton"))) { // two messages at once would become one
      event.preventDefault();
      event.stopImmediatePropagation();
      clickLater(link);
    } else if (leads) {
      depart(() => (isCard ? location.pathname !== from : location.pathname === link.pathname));
    }
  }, true);

  function clickLater(link) {
    setTimeout(() => (saying ? clickLater(link) : link.click()), 5);
  }

  window.addEventListener("popstate", () => depart(() => true));

  function depart(thereWhen) {
    departures += 1;
    isThere = thereWhen;
    watch(START_TICKS);
  }

  // A link may lead to where one is: then no page arrives, but Python runs, and comes to rest.
  function watch(ticks) {
    clearTimeout(departing);
    departing = setTimeout(() => {
      if (isRunning()) watch(REST_TICKS);
      else if (ticks > 0) watch(ticks - 1);
      else quiet(() => true);
    }, TICK);
  }

  return { toPython, arrive, isQuiet };
}

// Whether Python runs the page at the moment, as Streamlit knows it.
function isRunning() {
  const app = document.querySelector("[data-test-script-state]");
  return app !== null && app.dataset.testScriptState !== "notRunning";
}
