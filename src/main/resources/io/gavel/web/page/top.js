// The head of the page: whether it is live, the theme, roles that cannot work, and that judges are stand-ins.

import { each, element, part, setAttribute, setShown, setText } from "./dom.js";
import { visible } from "./text.js";
import { spoken, time, wholeTime } from "./words.js";

const FINE = ["ready", "running"];
const LIST = new Intl.ListFormat("en");
let heard = null;
let connected = false;

/** Whether the worker answers. */
export function showConnection(state) {
  const was = part("live").dataset.state;
  if (state !== "reconnecting") {
    heard = new Date();
  }
  setAttribute(part("live"), "data-state", state);
  const words = {
    connected: "Live",
    polling: "Live, asking every few seconds",
    reconnecting: heard ? `Reconnecting… last heard at ${time(heard)}` : "Reconnecting… the worker does not answer",
  }[state];
  setText(part("live-words"), words);
  setAttribute(document.body, "data-stale", state === "reconnecting" && connected);
  connected ||= state !== "reconnecting";
  return was;
}

/** Which version this is, what of it cannot work, and whether its scores are stand-ins'. */
export function showWorker({ worker, series, pool, feedback, alerts }) {
  const made = (list) => list?.some((it) => it.stand_in) ?? false;
  setShown(part("stand-in"), made(series?.series) || made(pool?.endpoints) || made(feedback?.feedback) || made(alerts?.alerts));
  if (!worker) {
    return;
  }
  const about = part("about");
  setText(about, `Gavel ${worker.version}, worker ${worker.worker_id}, ${worker.roles.map(spoken).join(", ")}; started ${time(worker.started_at)}`);
  setAttribute(about, "title", wholeTime(worker.started_at));
  each(
    part("roles"),
    unfit(worker.health),
    ({ key }) => key,
    () => element("p"),
    (node, { roles, health }) => {
      setAttribute(node, "class", health.state === "starting" ? "notice" : "notice warning");
      const which = roles.length === 1 ? `The ${roles[0]} role is` : `The roles ${LIST.format(roles)} are`;
      setText(node, `${which} ${spoken(health.state)}${health.detail ? `: ${visible(health.detail)}` : ""}`);
    },
  );
}

/** The roles that do not work; those that stand alike are told together, as when the worker stops. */
function unfit(health) {
  const alike = new Map();
  for (const [role, now] of Object.entries(health)) {
    if (!FINE.includes(now.state)) {
      const key = `${now.state} ${now.detail}`;
      alike.set(key, alike.get(key) ?? { key, roles: [], health: now });
      alike.get(key).roles.push(spoken(role));
    }
  }
  return [...alike.values()];
}

const THEMES = ["automatic", "light", "dark"];

/** The button that changes the theme. */
export function themeButton() {
  const button = part("theme");
  const current = () => document.documentElement.dataset.theme ?? "automatic";
  const say = () => setText(part("theme-words"), `Theme: ${current()}`);
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
    dispatchEvent(new CustomEvent("gavel-theme", { detail: next }));
    say();
  });
  say();
  setShown(button, true);
}
