// Events for Python that must not be lost. Two quick ones can become one rerun, and then Streamlit
// keeps the later only. So each is sent again for some seconds, with a number by which Python knows
// what it has done already.

const RESEND_MS = 3000;

function makeEvents() {
  return { recent: [], sent: 0, from: String(Math.random()) };
}

function sendEvent(events, trigger, name, what) {
  const now = performance.now();
  events.recent = events.recent.filter(({ time }) => now - time < RESEND_MS);
  events.recent.push({ time: now, edit: { value: null, ...what, number: (events.sent += 1) } });
  trigger(name, { from: events.from, edits: events.recent.map(({ edit }) => edit) });
}
