// Drift: what is open, or that nothing is, and what is over.

import { each, element, part, setAttribute, setShown, setText } from "./dom.js";
import { beginning, name, visible } from "./text.js";
import { ago, certainty, count, counted, difference, moved, share, time, wholeTime } from "./words.js";

const AT_FIRST = 3;

let spoken = new Set();
let all = false;
let first = true;

/** Shows them. `actions.choose` goes to a series, `actions.open` to an evaluation. */
export function showAlerts({ alerts, series }, actions) {
  if (!alerts) {
    return;
  }
  const open = alerts.alerts.filter((alert) => alert.state !== "cleared");
  const cleared = alerts.alerts.filter((alert) => alert.state === "cleared");
  document.title = open.length > 0 ? `(${open.length}) drift – Gavel` : "Gavel";
  const shown = all ? open : open.slice(0, AT_FIRST);
  setShown(part("alerts-more"), shown.length < open.length);
  setText(part("alerts-rest"), `Show ${counted(open.length - shown.length, "more alert")}`);
  part("alerts-rest").onclick = () => {
    all = true;
    showAlerts({ alerts, series }, actions);
  };
  each(part("alerts-open"), shown, (alert) => alert.alert_id, () => card(actions), (node, alert) => node.fill(alert));
  calm(open, series);
  setShown(part("alerts-cleared"), cleared.length > 0);
  setText(part("alerts-cleared-words"), `${counted(cleared.length, "alert")} cleared`);
  each(part("alerts-cleared-list"), cleared, (alert) => alert.alert_id, () => element("li"), fillCleared);
  say(open);
}

/** Speaks new ones, once each; those that were there when the page came are read with it. */
function say(open) {
  const fresh = open.filter((alert) => !spoken.has(alert.alert_id));
  spoken = new Set(open.map((alert) => alert.alert_id));
  if (fresh.length > 0 && !first) {
    setText(part("alerts-spoken"), fresh.map((alert) => `Drift alert: ${visible(beginning(alert.summary, 300))}`).join(" "));
  }
  first = false;
}

function calm(open, series) {
  const watched = series?.series.filter((it) => !it.overflow) ?? [];
  const gathering = watched.filter((it) => it.standing === "gathering").length;
  setShown(part("alerts-calm"), open.length === 0 && series !== null);
  if (watched.length === 0) {
    setText(part("alerts-calm-head"), "Nothing is watched yet");
    setText(part("alerts-calm-words"), "A series is watched for drift as soon as its first scores are in.");
  } else if (gathering === watched.length) {
    setText(part("alerts-calm-head"), "Not enough evidence yet");
    setText(part("alerts-calm-words"), `${counted(gathering, "series", "series")} gather scores to tell drift from chance.`);
  } else {
    setText(part("alerts-calm-head"), "No drift found");
    const rest = gathering > 0 ? `; ${count(gathering)} of them ${gathering === 1 ? "has" : "have"} not enough evidence yet` : "";
    setText(part("alerts-calm-words"), `${counted(watched.length, "series is", "series are")} watched${rest}.`);
  }
  setAttribute(part("alerts-calm"), "data-sure", watched.length > gathering);
}

function fillCleared(node, alert) {
  const { headline, write } = moved(alert);
  const key = JSON.stringify([alert.alert_id, alert.changed_at]);
  if (node.shows === key) {
    return;
  }
  node.shows = key;
  node.replaceChildren(
    `${headline}: `, name(alert.application), " · ", name(alert.model), " · ", name(alert.rubric_id),
    element("span", { class: "muted" }, `, ${write(alert.baseline)} → ${write(alert.current)}, since ${time(alert.since)}, cleared ${time(alert.changed_at)}`),
  );
}

/** The card of an open alert. */
function card(actions) {
  const headline = element("span");
  const where = element("p", { class: "where" });
  const summary = element("p", { class: "summary", dir: "auto" });
  const measure = element("span", { class: "label" });
  const before = element("span", { class: "before" });
  const now = element("strong", { class: "now" });
  const change = element("span", { class: "change" });
  const since = element("time");
  const sinceAgo = element("span", { class: "muted" });
  const sure = element("span");
  const numbers = element("span", { class: "muted" });
  const standIn = element("span", { class: "stand-in" }, "stand-in");
  const links = element("p", { class: "links" });
  const node = element(
    "article",
    { class: "alert" },
    element("div", { class: "alert-head" }, sign(), element("div", {}, element("h3", {}, headline, standIn), where)),
    element("p", { class: "from-to" }, measure, element("span", { class: "values" }, before, element("span", { class: "arrow", "aria-label": "to" }, "→"), now, change)),
    summary,
    element("dl", {}, element("div", {}, element("dt", {}, "Since"), element("dd", {}, since, " ", sinceAgo)), element("div", {}, element("dt", {}, "How sure"), element("dd", {}, sure, " ", numbers))),
    links,
  );
  node.fill = (alert) => {
    const says = moved(alert);
    setText(headline, says.headline);
    if (where.shows !== alert.series_key) {
      where.shows = alert.series_key;
      const tags = Object.entries(alert.tags ?? {}).map(([key, value]) => element("span", { class: "tag" }, name(`${key}=${value}`)));
      where.replaceChildren(name(alert.application), " · ", name(alert.model), " · ", name(alert.rubric_id), ...tags);
    }
    setText(summary, visible(beginning(alert.summary, 600)));
    setText(measure, `${says.measure}, before and since`);
    setText(before, says.write(alert.baseline));
    setText(now, says.write(alert.current));
    setText(change, changed(alert));
    setText(since, time(alert.since));
    setAttribute(since, "datetime", alert.since);
    setAttribute(since, "title", wholeTime(alert.since));
    setText(sinceAgo, `(${ago(alert.since)}; raised ${time(alert.raised_at)})`);
    setText(sure, certainty(alert));
    setText(numbers, `Evidence ${count(alert.evidence)}; an alert is raised at ${count(alert.threshold)}.`);
    setShown(standIn, alert.stand_in);
    fillLinks(links, alert, actions);
  };
  return node;
}

function changed(alert) {
  const by = alert.current - alert.baseline;
  if (alert.moved === "mean") {
    return difference(alert.current, alert.baseline);
  }
  return alert.moved.endsWith("_share") ? `${by < 0 ? "−" : "+"}${share(Math.abs(by))}` : "";
}

function fillLinks(links, alert, actions) {
  const key = JSON.stringify([alert.series_key, alert.examples]);
  if (links.shows === key) {
    return;
  }
  links.shows = key;
  const button = (words, act) => {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", act);
    return made;
  };
  const examples = alert.examples.slice(0, 5).map((id, index) => button(`Read example ${index + 1}`, () => actions.open(id)));
  links.replaceChildren(button("Show its trend and feedback", () => actions.choose(alert.series_key)), ...examples);
}

function sign() {
  return element("span", { class: "sign", "aria-hidden": "true" }, "!");
}
