// The pipe: the one invisible component that tells the hub where the frames come from. Where the
// live route is missing, it carries the frames itself, one with each rerun.

const ends = new WeakMap();

export default function pipe({ data, parentElement, setTriggerValue }) {
  const { settings, frame } = unpack(data);
  hub.connect({ ...settings, trigger: setTriggerValue });
  if (frame) hub.receive(frame);

  // Streamlit unmounts the old page after it mounted the new one: only the last pipe hangs up.
  const mine = Symbol("pipe");
  hub.pipe = mine;
  ends.set(parentElement, mine);
  return () => {
    if (hub.pipe === ends.get(parentElement)) hub.disconnect();
  };
}

// Streamlit passes either plain data or bytes: with a frame, the settings lie in front of it.
function unpack(data) {
  if (!(data instanceof Uint8Array)) return { settings: data, frame: null };
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(data.subarray(4, 4 + length));
  const rest = data.slice(4 + length); // a copy of its own: the arrays in it must be aligned
  return { settings: JSON.parse(text), frame: rest.length ? rest.buffer : null };
}
