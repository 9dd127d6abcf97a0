// Events for Python that must not be lost. Two quick ones can become one rerun, and then Streamlit
// keeps the later only; and on a busy machine one alone has been seen to go astray. So each is sent
// again, with those after it or when Python rests, until Python says that it has carried it out:
// with a number, by which it also knows what it need not do twice.

const AGAIN_AFTER = 700; // ms
const LOST_AFTER = 60_000; // ms: what is not answered by then is not sent any more
const MOST_WAITING = 40; // Python reads so many at once, and some more

function makeEvents() {
  return { waiting: [], sent: 0, timer: 0, from: String(Math.random()) };
}

// Gives the event's number.
function sendEvent(events, trigger, name, what) {
  const edit = { value: null, ...what, number: (events.sent += 1) };
  events.waiting = [...unanswered(events), { time: performance.now(), edit }].slice(-MOST_WAITING);
  const send = () => trigger(name, {
    from: events.from, edits: unanswered(events).map((each) => each.edit) });
  send();
  sendAgain(events, send);
  return edit.number;
}

function sendAgain(events, send) {
  clearTimeout(events.timer);
  events.timer = setTimeout(() => {
    if (!unanswered(events).length) return;
    if (hub.isQuiet()) send();
    sendAgain(events, send);
  }, AGAIN_AFTER);
}

function endEvents(events) {
  clearTimeout(events.timer);
}

// Python's data name the newest event that had been carried out when they were made.
function takeHeard(events, { from, seen } = {}) {
  if (from === events.from) {
    events.waiting = events.waiting.filter(({ edit }) => edit.number > seen);
  }
}

function unanswered({ waiting }) {
  return waiting.filter(({ time }) => performance.now() - time < LOST_AFTER);
}

function isUnanswered(events, number) {
  return unanswered(events).some(({ edit }) => edit.number === number);
}
