// Knowing when something has changed: server-sent events, and questions every few seconds while there are none.

const EVERYTHING = ["worker", "series", "alerts", "feedback", "pool", "funnel"];
const POLL = 5_000;
const WATCH = 15_000;
const AGAIN = 1_500;
/** After an answer that took long there is a pause, this many times as long. */
const REST = 3;

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

/**
 * Follows the worker, whatever becomes of the connection.
 *
 * @param refresh asks for the named parts; resolves to whether the worker answered, and which parts are to be asked for again
 * @param told called with "connected", "polling" (it answers, without events) or "reconnecting"
 */
export function follow(refresh, told) {
  let source = null;
  let open = false;
  let answers = true;
  let asking = false;
  let last = 0;
  let refused = [];
  const wanted = new Set();

  const tell = () => told(!answers ? "reconnecting" : open ? "connected" : "polling");

  async function ask(parts) {
    parts.forEach((part) => wanted.add(part));
    if (asking || document.hidden) {
      return;
    }
    asking = true;
    while (wanted.size > 0 && !document.hidden) {
      const now = [...wanted];
      wanted.clear();
      last = Date.now();
      const was = answers;
      const outcome = await refresh(now);
      answers = outcome.answers;
      refused = [...new Set([...refused.filter((it) => !now.includes(it)), ...outcome.refused])];
      tell();
      if (!answers) {
        wanted.clear(); // When it answers again, everything is asked for.
        break;
      }
      await pause(Math.min(WATCH, REST * (Date.now() - last)));
      if (!was) {
        EVERYTHING.forEach((part) => wanted.add(part));
      }
    }
    asking = false;
  }

  function connect() {
    source?.close();
    source = new EventSource("/api/events");
    const mine = source;
    mine.addEventListener("open", () => {
      open = true;
      ask(EVERYTHING);
    });
    mine.addEventListener("changed", (event) => {
      let what = EVERYTHING;
      try {
        what = JSON.parse(event.data).what.filter((part) => EVERYTHING.includes(part));
      } catch {
        // Something changed; which is not said.
      }
      ask(what);
    });
    mine.addEventListener("error", () => {
      const was = open;
      open = false;
      if (was) {
        ask(EVERYTHING); // Tells whether the worker is gone or only the stream.
      }
      // Where the browser gives up (an answer that is no stream) it is begun anew.
      if (mine.readyState === EventSource.CLOSED) {
        setTimeout(() => mine === source && connect(), AGAIN);
      }
    });
  }

  connect();
  ask(EVERYTHING);
  setInterval(() => {
    const due = !answers ? AGAIN : open && refused.length === 0 ? WATCH : POLL;
    if (Date.now() - last >= due) {
      ask(!answers ? ["worker"] : open ? ["worker", ...refused] : EVERYTHING);
      if (!answers && source.readyState !== EventSource.OPEN) {
        connect(); // The browser's own pause grows; a worker that is back is seen at once.
      }
    }
  }, 500);
  document.addEventListener("visibilitychange", () => ask(EVERYTHING));
}
