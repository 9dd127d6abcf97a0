// The hub: one socket for the whole page, and every component's subscription to what comes over it.
// Each component's script begins with this text; the first one to run makes the hub, the others
// find it. The frame's format and the commands are described in playground/live/frames.py.

const hub = (globalThis.layerPlayground ??= makeHub());

function makeHub() {
  const RETRY_SECONDS = [0.3, 0.6, 1.2, 2.5, 5, 8];
  const OPEN_SECONDS = 8; // a socket that is not accepted by then has no route behind it
  const SILENT_SECONDS = 10; // nor has one that was accepted and says nothing
  const RUN_IS_GONE = 4404; // the route's word for it
  const LOST_AFTER = 60_000; // ms: in fallback, a command not heard by then is not sent again
  const FRAME_EVERY = 150; // milliseconds, in fallback

  const subscribers = new Set();
  const listeners = new Set();
  const waiting = []; // commands given while the socket was not open
  const outbox = []; // fallback: commands, sent again and again until Python has heard them
  let settings = {};
  let socket = null;
  let retries = 0;
  let retryTimer = 0;
  let giveUpTimer = 0;
  let everReceived = false;
  let askedForFallback = false;
  let wanted = ""; // what the server was last told
  let wantTimer = 0;
  let outboxTimer = 0;
  let frameTimer = 0;
  let sent = 0;
  let newest = null; // the frame to draw, or the last drawn
  let drawRequest = 0;
  let problemTimer = 0;

  const seen = new IntersectionObserver(noteVisibility, { rootMargin: "120px" });
  document.addEventListener("visibilitychange", () => tellWant());

  const self = {
    status: "connecting", problem: "", frame: null, received: 0, painted: 0, ...makeSpeaking(),
  };

  self.connect = (next) => {
    const isNew = next.token !== settings.token || next.url !== settings.url
      || next.transport !== settings.transport;
    const otherRun = next.run !== settings.run;
    settings = next;
    while (outbox.length && outbox[0].number <= next.heard) outbox.shift();
    if (otherRun) newest = self.frame = null; // never show a late part the run before
    if (!isNew) return;
    wanted = "";
    closeSocket();
    if (next.transport === "rerun") {
      setStatus("rerun");
      askForFrames();
    } else {
      retries = 0;
      everReceived = askedForFallback = false;
      open();
    }
  };

  self.disconnect = () => {
    settings = {};
    newest = self.frame = null;
    closeSocket();
    setStatus("connecting");
  };

  // A component's part of the page, the fields it draws, and how it draws them.
  self.subscribe = (element, fields, draw) => {
    const subscriber = { element, fields, draw, visible: isOnScreen(element), stale: true };
    subscribers.add(subscriber);
    seen.observe(element);
    tellWant();
    if (newest) requestDraw();
    return () => {
      subscribers.delete(subscriber);
      if (![...subscribers].some((each) => each.element === element)) seen.unobserve(element);
      tellWant();
    };
  };

  self.onStatus = (listener) => {
    listeners.add(listener);
    listener(self.status);
    return () => listeners.delete(listener);
  };

  self.send = (command) => {
    if (settings.transport === "rerun") {
      if (command.own !== undefined) dropOwn(); // only the newest counts, and each may be large
      outbox.push({ ...command, number: ++sent, time: performance.now() });
      outboxTimer ||= setTimeout(flushOutbox, 30);
    } else if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(command));
    } else if (command.do !== "look") {
      waiting.push(command);
      if (waiting.length > 50) waiting.shift();
    }
  };

  function dropOwn() {
    const others = outbox.filter((each) => each.own === undefined);
    outbox.splice(0, outbox.length, ...others);
  }

  // A frame from the socket, or from the pipe when it travels with a rerun.
  self.receive = (buffer) => {
    const frame = readFrame(buffer);
    if (settings.transport === "rerun" && newest && frame.header.run === newest.header.run
        && frame.header.version < newest.header.version) return;
    everReceived = true;
    retries = 0;
    clearTimeout(giveUpTimer);
    self.received += 1;
    newest = self.frame = frame;
    for (const subscriber of subscribers) subscriber.stale = true;
    requestDraw();
  };

  function requestDraw() {
    drawRequest ||= requestAnimationFrame(drawAll);
  }

  function drawAll() {
    drawRequest = 0;
    const frame = newest;
    if (!frame) return;
    for (const subscriber of subscribers) {
      if (!subscriber.visible || !subscriber.stale) continue;
      subscriber.stale = false;
      try {
        subscriber.draw(frame);
      } catch (error) {
        console.error("A component could not draw a frame.", error); // the others still draw
      }
    }
    self.painted += 1;
    if (frame.acknowledged) return;
    frame.acknowledged = true;
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ ack: frame.header.version }));
    }
  }

  function noteVisibility(entries) {
    for (const entry of entries) {
      for (const subscriber of subscribers) {
        if (subscriber.element === entry.target) subscriber.visible = entry.isIntersecting;
      }
    }
    tellWant();
    if (newest) requestDraw(); // what came into view shows the newest frame at once
  }

  function want() {
    const fields = new Set();
    for (const { visible, fields: own } of subscribers) {
      if (visible) own.forEach((field) => fields.add(field));
    }
    return { want: [...fields].sort(), hidden: document.hidden };
  }

  // Components come and go together: one message for all of them.
  function tellWant() {
    clearTimeout(wantTimer);
    wantTimer = setTimeout(() => {
      const text = JSON.stringify(want());
      if (text === wanted) return;
      if (settings.transport === "rerun") {
        wanted = text;
        flushOutbox();
      } else if (socket?.readyState === WebSocket.OPEN) {
        wanted = text;
        socket.send(text);
      }
    }, 30);
  }

  function open() {
    clearTimeout(retryTimer);
    const address = new URL(settings.url, document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address);
    socket = mine;
    mine.binaryType = "arraybuffer";
    giveUpAfter(OPEN_SECONDS);
    mine.onopen = () => {
      giveUpAfter(SILENT_SECONDS);
      const first = want();
      wanted = JSON.stringify(first);
      mine.send(JSON.stringify({ token: settings.token, ...first }));
      waiting.splice(0).forEach((command) => mine.send(JSON.stringify(command)));
    };
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      if (typeof data === "string") return showProblem(JSON.parse(data).problem);
      setStatus("live");
      self.receive(data);
      return undefined;
    };
    mine.onclose = ({ code }) => {
      if (mine !== socket) return;
      socket = null;
      clearTimeout(giveUpTimer);
      if (code === RUN_IS_GONE) {
        settings.trigger?.("message", { lost: true }); // Python's rerun connects to another run
      } else if (!everReceived && retries >= 1) {
        fallBack();
        return;
      }
      setStatus(everReceived ? "reconnecting" : "connecting");
      const seconds = RETRY_SECONDS[Math.min(retries, RETRY_SECONDS.length - 1)];
      retries += 1;
      retryTimer = setTimeout(open, seconds * 1000);
    };
  }

  function giveUpAfter(seconds) {
    clearTimeout(giveUpTimer);
    if (!everReceived) giveUpTimer = setTimeout(fallBack, seconds * 1000);
  }

  // The route is missing (another host of the script): ask Python to send frames with its reruns.
  function fallBack() {
    closeSocket();
    if (askedForFallback) return;
    askedForFallback = true;
    wanted = JSON.stringify(want());
    settings.trigger?.("message", { transport: "rerun", ...want(), commands: [] });
  }

  // Python sends a frame with each message, so it is asked again and again, while it rests.
  function askForFrames() {
    clearTimeout(frameTimer);
    frameTimer = setTimeout(() => {
      if (settings.transport !== "rerun") return;
      if (!document.hidden && self.isQuiet()) flushOutbox();
      askForFrames();
    }, FRAME_EVERY);
  }

  function flushOutbox() {
    clearTimeout(outboxTimer);
    outboxTimer = 0;
    const oldest = performance.now() - LOST_AFTER;
    while (outbox.length && outbox[0].time < oldest) outbox.shift();
    const commands = outbox.map(({ time, ...command }) => command);
    settings.trigger?.("message", { transport: "rerun", ...want(), commands });
  }

  function closeSocket() {
    clearTimeout(retryTimer);
    clearTimeout(giveUpTimer);
    const old = socket;
    socket = null; // first, so that its onclose knows that it was meant
    old?.close();
  }

  function setStatus(status) {
    if (status === self.status) return;
    self.status = status;
    tellListeners();
  }

  // The engine refused a command: a sentence to show for a while.
  function showProblem(text) {
    clearTimeout(problemTimer);
    self.problem = String(text ?? "");
    if (text) problemTimer = setTimeout(() => showProblem(""), 6000);
    tellListeners();
  }

  function tellListeners() {
    listeners.forEach((listener) => listener(self.status));
  }

  return self;
}

function isOnScreen(element) {
  const { top, bottom, width } = element.getBoundingClientRect();
  return width > 0 && bottom > -120 && top < innerHeight + 120;
}

// A binary frame as {header, get(name)}; the arrays are views, nothing is copied.
function readFrame(buffer) {
  const types = {
    f4: Float32Array, i4: Int32Array, u4: Uint32Array,
    i1: Int8Array, u1: Uint8Array, b1: Uint8Array,
  };
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const places = new Map(header.arrays.map((each) => [each.name, each]));
  const get = (name) => {
    const place = places.get(name);
    if (!place) return undefined;
    const count = place.shape.reduce((product, size) => product * size, 1);
    const data = new types[place.dtype](buffer, 4 + length + place.offset, count);
    return { data, shape: place.shape };
  };
  return { header, get };
}
