// The pipe: the one invisible component that tells the hub where the frames come from. Where the
// live route is missing, it carries the frames itself, one with each rerun.

const QUIET = 200; // milliseconds
const ends = new WeakMap();

export default function pipe({ data, parentElement, setTriggerValue }) {
  const { settings, frame } = unpack(data);
  if (!ends.has(parentElement)) hub.arrive();
  const trigger = hub.toPython(setTriggerValue);
  hub.connect({ ...settings, trigger });
  if (frame) hub.receive(frame);
  keepAddress(settings.address);
  comeBack(settings.run, trigger);

  // Streamlit unmounts the old page after it mounted the new one: only the last pipe hangs up.
  const mine = Symbol("pipe");
  hub.pipe = mine;
  ends.set(parentElement, mine);
  return whenGone(parentElement, () => {
    if (hub.pipe !== ends.get(parentElement)) return;
    clearTimeout(hub.returnTimer);
    hub.disconnect();
  });
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
// asked when all is quiet; where another page is on its way by then, its pipe asks.
function comeBack(run, trigger) {
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
  if (hub.returning) hub.returnTimer = setTimeout(ask, QUIET);

  function ask() {
    if (hub.isQuiet()) {
      trigger("returning", hub.returning);
      hub.returning = null;
    } else {
      hub.returnTimer = setTimeout(ask, QUIET);
    }
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
