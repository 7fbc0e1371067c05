// The scoreboard: one row per series, sorted and filtered, one of them opened.

import { drawHistogram, drawTrend, histogram, trend } from "./charts.js";
import { each, element, keepReachable, part, roving, setAttribute, setShown, setText } from "./dom.js";
import { Series } from "./series.js";
import { name, visible } from "./text.js";
import { count, counted, difference, grade, moved, score, share, spoken, windowSeconds, windowWords } from "./words.js";

const STANDINGS = { alert: 0, steady: 1, gathering: 2 };
const AT_FIRST = 100;
const OPENERS = "button.opener";

const title = (series) => [series.application, series.model, series.rubric_id].join(" · ");
const against = (series) => (series.baseline && series.mean != null ? series.mean - series.baseline.mean : null);

const COLUMNS = [
  { id: "series", words: "Series", of: title },
  { id: "mean", words: "Score", hint: "The mean of the judge's scores over the time shown", of: (series) => series.mean, number: true },
  { id: "against", words: "Against baseline", hint: "How far the mean is from what it was in the baseline", of: against, number: true },
  { id: "trend", words: "Trend", hint: "The mean of each window; dashed: the baseline" },
  { id: "levels", words: "Levels", hint: "How often each level was given, the lowest at the left" },
  { id: "count", words: "Scored", hint: "How many were scored in the time shown", of: (series) => series.count, number: true },
  { id: "unscored", words: "Unscored", hint: "The share that could not be scored in the time shown", of: (series) => series.dead_letter_share, number: true },
  { id: "standing", words: "Standing", hint: "Whether the series has moved", of: (series) => STANDINGS[series.standing] ?? 3 },
];

/** The scoreboard. It asks for changes of what is looked at and is shown anew. */
export class Scores {
  #change;
  #opened = new Series();
  #all = false;
  #reveal = null;
  #view = null;

  constructor({ change }) {
    this.#change = change;
    this.#heads();
    roving(part("scores-rows"), OPENERS);
    part("filter").addEventListener("input", (event) => change({ filter: event.target.value }));
    part("windows").addEventListener("change", (event) => change({ window: event.target.value }));
    part("scores-rows").addEventListener("click", (event) => this.#clicked(event));
  }

  /** Opens a series and goes to it, whatever the filter hides. */
  reveal(key) {
    this.#reveal = key;
    this.#all = true;
    this.#change({ series: key, filter: "" }, true);
  }

  #heads() {
    for (const column of COLUMNS) {
      const head = element("th", { role: "columnheader", scope: "col", class: `${column.id}${column.number ? " number" : ""}`, title: column.hint });
      if (column.of) {
        const button = element("button", { type: "button", class: "sort" }, column.words, element("span", { class: "direction", "aria-hidden": "true" }));
        button.addEventListener("click", () => this.#sort(column));
        head.append(button);
      } else {
        head.append(column.words);
      }
      column.head = head;
      part("scores-head").append(head);
    }
  }

  /** Numbers begin with the largest, words with A; then the other way round, then the order of before. */
  #sort(column) {
    const [up, down] = [column.id, `-${column.id}`];
    const order = column.number ? [down, up, ""] : [up, down, ""];
    this.#change({ sort: order[(order.indexOf(this.#view.sort) + 1) % order.length] });
  }

  #clicked(event) {
    const row = event.target.closest("tr.series");
    if (!row || (getSelection().toString() !== "" && !event.target.closest(OPENERS))) {
      return;
    }
    this.#change({ series: this.#view.series === row.key ? "" : row.key }, true);
  }

  show(data, view, size) {
    this.#view = view;
    this.#showTools(data.worker, view, size);
    if (!data.series) {
      return;
    }
    const open = openAlerts(data.alerts);
    const all = data.series.series.filter((series) => !series.judge).map((series) => (open.has(series.key) ? { ...series, standing: "alert" } : series));
    const found = sorted(all.filter((series) => matches(series, view.filter)), view.sort);
    const shown = this.#all ? found : found.slice(0, AT_FIRST);
    const times = timesOf(all);
    const rows = shown.flatMap((series) => (series.key === view.series ? [{ series }, { series, opened: true }] : [{ series }]));
    each(
      part("scores-rows"),
      rows,
      (row) => (row.opened ? `opened ${row.series.key}` : row.series.key),
      (row) => (row.opened ? this.#opened.node : rowOf(row.series)),
      (node, row) => (row.opened ? this.#opened.show(row.series, windowSeconds(size)) : node.fill(row.series, times, view.series, open.get(row.series.key))),
    );
    keepReachable(part("scores-rows"), OPENERS);
    this.#showRest(all, found, shown, view);
    this.#showSpan(all, size);
    this.#goTo();
  }

  #goTo() {
    const row = [...part("scores-rows").querySelectorAll("tr.series")].find((it) => it.key === this.#reveal);
    if (row) {
      this.#reveal = null;
      row.querySelector(OPENERS).focus({ preventScroll: true });
      row.scrollIntoView({ block: "start" });
    }
  }

  #showTools(worker, view, size) {
    const filter = part("filter");
    if (filter.value !== view.filter) {
      filter.value = view.filter;
    }
    each(part("windows"), worker?.window_sizes ?? [], (it) => it, segment, (node, it) => {
      node.querySelector("input").checked = it === size;
    });
    for (const column of COLUMNS) {
      const direction = view.sort === column.id ? "ascending" : view.sort === `-${column.id}` ? "descending" : null;
      setAttribute(column.head, "aria-sort", direction);
    }
  }

  #showSpan(all, size) {
    const windows = Math.max(0, ...all.map((series) => series.points.length));
    const words = windows > 0 ? `The last ${counted(windows, "window")} of ${windowWords(size)}, by when the answer was made.` : "";
    setText(part("scores-words"), words);
  }

  #showRest(all, found, shown, view) {
    const empty = part("scores-empty");
    setShown(empty, found.length === 0);
    if (found.length === 0) {
      const key = all.length === 0 ? "none" : `filter ${view.filter}`;
      if (empty.shows !== key) {
        empty.shows = key;
        empty.replaceChildren(...(all.length === 0 ? nothing() : this.#noMatch(view.filter)));
      }
    }
    const more = part("scores-more");
    setShown(more, shown.length < found.length);
    if (more.childNodes.length === 0) {
      const button = element("button", { type: "button", class: "quiet" });
      button.addEventListener("click", () => {
        this.#all = true;
        this.#change({});
      });
      more.append(button);
    }
    setText(more.firstChild, `Show ${count(found.length - shown.length)} more series`);
  }

  #noMatch(filter) {
    const button = element("button", { type: "button" }, "Clear the filter");
    button.addEventListener("click", () => {
      this.#change({ filter: "" });
      part("filter").focus();
    });
    return [element("p", {}, "No series matches ", element("q", {}, name(filter)), "."), button];
  }
}

function nothing() {
  return [
    element("p", { class: "empty-head" }, "No scores yet"),
    element("p", {}, "A row appears for each application, model and rubric as soon as a judge has scored something of it. It takes generations (", code("./gavel send generations.jsonl"), ") and a policy that selects them (", code("./gavel apply policies.yaml"), "); the list further down says why something was not scored."),
  ];
}

const code = (text) => element("code", {}, text);

function matches(series, filter) {
  const text = `${title(series)} ${Object.entries(series.tags ?? {}).map((tag) => tag.join("=")).join(" ")}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/u).every((word) => text.includes(word));
}

/** As asked; else what has moved first, and then by name. What has no value is last either way. */
function sorted(list, sort) {
  const column = COLUMNS.find((it) => it.of && it.id === sort.replace(/^-/, ""));
  const sign = sort.startsWith("-") ? -1 : 1;
  const value = column?.of ?? ((series) => (series.standing === "alert" ? 0 : 1));
  return [...list].sort((a, b) => {
    const [left, right] = [value(a) ?? null, value(b) ?? null];
    if (left == null || right == null) {
      return (left == null) - (right == null) || title(a).localeCompare(title(b));
    }
    const by = typeof left === "string" ? left.localeCompare(right) : left - right;
    return (column ? sign : 1) * by || title(a).localeCompare(title(b));
  });
}

/** From when to when all trends go, so that they can be compared with each other. */
function timesOf(all) {
  const points = all.flatMap((series) => series.points);
  const from = points.reduce((least, point) => Math.min(least, Date.parse(point.start)), Infinity);
  const to = points.reduce((most, point) => Math.max(most, Date.parse(point.end)), -Infinity);
  return { from, to };
}

function segment(size) {
  const input = element("input", { type: "radio", name: "window", value: size });
  return element("label", {}, input, element("span", {}, windowWords(size)));
}

const cell = (className, label, ...children) => element("td", { role: "cell", class: className, "data-label": label }, ...children);

/** A row, with a function that fills it. */
function rowOf(series) {
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
    setText(mean, score(it.mean));
    setText(of, it.scale && it.mean != null ? `/${grade(it.scale.maximum)}` : "");
    setAttribute(mean, "title", it.standard_error == null ? null : `standard error ${score(it.standard_error)}`);
    setShown(standIn, it.stand_in && it.mean != null);
    fillAgainst(by, from, it);
    drawTrend(line, it, times.from, times.to);
    drawHistogram(bars, it.levels);
    setText(scored, count(it.count));
    setText(unscored, share(it.dead_letter_share));
    setAttribute(unscored, "title", it.unreadable_share ? `${share(it.unreadable_share)} because the judge's answer could not be read` : null);
    setAttribute(unscored, "class", it.dead_letter_share >= 0.05 ? "many" : null);
    fillStanding(standing, it, alert);
  };
  return node;
}

function fillAgainst(by, from, series) {
  const change = against(series);
  setText(by, difference(change));
  setText(from, series.baseline ? ` from ${score(series.baseline.mean)}` : "no baseline yet");
  setAttribute(from, "title", series.baseline ? `The baseline: ${series.baseline.kind === "pinned" ? "pinned by an operator" : "the windows before these"}` : null);
  setAttribute(by, "class", `by${series.standing === "alert" && change != null ? " moved" : ""}`);
}

/** The newest open alert of each series. */
function openAlerts(alerts) {
  const open = (alerts?.alerts ?? []).filter((alert) => alert.state !== "cleared");
  return new Map(open.reverse().map((alert) => [alert.series_key, alert]));
}

function fillStanding(node, series, alert) {
  const words = { alert: alert ? moved(alert).headline : "Drift", steady: "No drift", gathering: "Not enough evidence" };
  setText(node, words[series.standing] ?? visible(spoken(series.standing)));
}
