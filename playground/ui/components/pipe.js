// The pipe: the one invisible component that tells the hub where the frames come from. Where the
// live route is missing, it carries the frames itself, one with each rerun.

const QUIET = 200; // milliseconds
const AFTER_CLICK = 2000;
const ends = new WeakMap();

export default function pipe({ data, parentElement, setTriggerValue }) {
  const { settings, frame } = unpack(data);
  hub.connect({ ...settings, trigger: setTriggerValue });
  if (frame) hub.receive(frame);
  keepAddress(settings.address);
  comeBack(settings.run, setTriggerValue);

  // Streamlit unmounts the old page after it mounted the new one: only the last pipe hangs up.
  const mine = Symbol("pipe");
  hub.pipe = mine;
  ends.set(parentElement, mine);
  return () => {
    if (hub.pipe !== ends.get(parentElement)) return;
    clearTimeout(hub.returnTimer);
    hub.disconnect();
  };
}

// The address bar follows the page without a reload, and as it is written: readable. What Streamlit
// itself reads from the address stays.
function keepAddress(text) {
  const own = new URLSearchParams(location.search);
  const kept = ["embed", "embed_options"].flatMap((name) => own.getAll(name).map(
    (value) => `${name}=${encodeURIComponent(value)}`));
  const search = [text, ...kept].filter(Boolean).join("&");
  const address = location.pathname + (search ? `?${search}` : "") + location.hash;
  if (address !== location.pathname + location.search + location.hash) {
    history.replaceState(history.state, "", address);
  }
}

// A tab that is loaded again remembers its run, and Python takes it up if it is still held. Python is
// asked when all is quiet: while another page is on its way, Streamlit would run this one again
// instead. What asks is gone by then, and the new page's pipe asks.
function comeBack(run, setTriggerValue) {
  const KEY = "layerPlayground.run";
  try {
    const before = sessionStorage.getItem(KEY);
    sessionStorage.setItem(KEY, run);
    if (before !== run && !hub.cameBack) hub.returning = before;
  } catch {
    // no storage here: then a reload starts a new run
  }
  hub.cameBack = true;
  clearTimeout(hub.returnTimer);
  if (hub.returning) {
    hub.returnTimer = setTimeout(ask, QUIET);
    if (!hub.askLater) document.addEventListener("click", () => hub.askLater(), true);
    hub.askLater = () => { // a click may lead to another page: then this pipe goes, and never asks
      clearTimeout(hub.returnTimer);
      if (hub.returning) hub.returnTimer = setTimeout(ask, AFTER_CLICK);
    };
  }

  function ask() {
    const app = document.querySelector("[data-test-script-state]");
    if (app && app.dataset.testScriptState !== "notRunning") {
      hub.returnTimer = setTimeout(ask, QUIET);
      return;
    }
    setTriggerValue("returning", hub.returning);
    hub.returning = null;
  }
}

// Streamlit passes either plain data or bytes: with a frame, the settings lie in front of it.
function unpack(data) {
  if (!(data instanceof Uint8Array)) return { settings: data, frame: null };
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(data.subarray(4, 4 + length));
  const rest = data.slice(4 + length); // a copy of its own: the arrays in it must be aligned
  return { settings: JSON.parse(text), frame: rest.length ? rest.buffer : null };
}
