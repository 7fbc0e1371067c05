// A row of the scoreboard.

import { drawHistogram, drawTrend, histogram, trend } from "./charts.js";
import { against, compares, judgements } from "./columns.js";
import { element, setAttribute, setShown, setText } from "./dom.js";
import { name, visible } from "./text.js";
import { count, difference, grade, moved, score, share, spoken } from "./words.js";

const cell = (className, label, ...children) => element("td", { role: "cell", class: className, "data-label": label }, ...children);

/** A row of a series, with a function that fills it. */
export function rowOf(series) {
  const opener = element("button", { type: "button", class: "opener" });
  const rubric = element("span", { class: "rubric" });
  const mean = element("strong", { class: "mean" });
  const of = element("span", { class: "muted" });
  const standIn = element("span", { class: "stand-in" }, "stand-in");
  const by = element("span", { class: "by" });
  const from = element("span", { class: "muted from" });
  const line = trend();
  const bars = histogram();
  const scored = element("span");
  const unscored = element("span");
  const standing = element("span", { class: "verdict" });
  const node = element(
    "tr",
    { role: "row", class: "series" },
    element("th", { role: "rowheader", scope: "row", class: "series" }, opener, rubric),
    cell("mean number", "Score", element("span", { class: "nowrap" }, mean, of), standIn),
    cell("against number", "Against baseline", by, from),
    cell("trend", "Trend", line),
    cell("levels", "Levels", bars),
    cell("count number", "Scored", scored),
    cell("unscored number", "Unscored", unscored),
    cell("standing", "Standing", standing),
  );
  node.key = series.key;
  opener.append(name(series.overflow ? "Further series, counted together" : series.application), ...(series.overflow ? [] : [element("span", { class: "dot-between", "aria-hidden": "true" }, " · "), name(series.model)]));
  rubric.append(...(series.overflow ? ["beyond the limit of series"] : [name(series.rubric_id)]));
  rubric.append(...Object.entries(series.tags ?? {}).map(([key, value]) => element("span", { class: "tag" }, name(`${key}=${value}`))));
  node.fill = (it, times, chosen, alert) => {
    const open = chosen === it.key;
    setAttribute(node, "data-standing", it.standing);
    setAttribute(node, "data-open", open);
    setAttribute(opener, "aria-expanded", String(open));
    const pairs = compares(it);
    setText(mean, pairs ? "pairs" : score(it.mean));
    setText(of, it.scale && it.mean != null ? `/${grade(it.scale.maximum)}` : "");
    setAttribute(mean, "title", meanTitle(it));
    setAttribute(mean, "class", pairs ? "mean muted" : "mean");
    setShown(standIn, it.stand_in && (it.mean != null || pairs));
    fillAgainst(by, from, it);
    drawTrend(line, it, times.from, times.to);
    drawHistogram(bars, it.levels);
    setText(scored, count(judgements(it)));
    setText(unscored, share(it.dead_letter_share));
    setAttribute(unscored, "title", it.unreadable_share ? `${share(it.unreadable_share)} because the judge's answer could not be read` : null);
    setAttribute(unscored, "class", it.dead_letter_share >= 0.05 ? "many" : null);
    fillStanding(standing, it, alert);
  };
  return node;
}

function meanTitle(series) {
  if (compares(series)) {
    return "Responses are compared in pairs: preferences, no scores";
  }
  return series.standard_error == null ? null : `standard error ${score(series.standard_error)}`;
}

function fillAgainst(by, from, series) {
  const pairs = compares(series);
  const change = against(series);
  setText(by, pairs ? "" : difference(series.mean, series.baseline?.mean));
  setText(from, pairs ? "preferences, no scores" : series.baseline ? ` from ${score(series.baseline.mean)}` : "no baseline yet");
  setAttribute(from, "title", series.baseline ? `The baseline: ${series.baseline.kind === "pinned" ? "pinned by an operator" : "the windows before these"}` : null);
  setAttribute(by, "class", `by${series.standing === "alert" && change != null ? " moved" : ""}`);
}

function fillStanding(node, series, alert) {
  const words = { alert: alert ? moved(alert).headline : "Drift", steady: "No drift", gathering: "Not enough evidence" };
  setText(node, words[series.standing] ?? visible(spoken(series.standing)));
  setAttribute(node, "title", series.standing === "gathering" ? "Too few so far to tell a change from chance" : null);
}
