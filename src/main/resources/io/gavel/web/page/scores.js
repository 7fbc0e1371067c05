// The scoreboard: one row per series, sorted and filtered, one of them opened.

import { COLUMNS, matches, sorted } from "./columns.js";
import { each, element, keepReachable, part, roving, setAttribute, setShown, setText } from "./dom.js";
import { rowOf } from "./row.js";
import { Series } from "./series.js";
import { name } from "./text.js";
import { count, counted, windowWords } from "./words.js";

const AT_FIRST = 100;
const OPENERS = "button.opener";

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
      (node, row) => (row.opened ? this.#opened.show(row.series) : node.fill(row.series, times, view.series, open.get(row.series.key))),
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
    const words = windows > 0 ? `The last ${counted(windows, "window")} of ${windowWords(size)} each, by the time of the response.` : "";
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

/** The newest open alert of each series. */
function openAlerts(alerts) {
  const open = (alerts?.alerts ?? []).filter((alert) => alert.state !== "cleared");
  return new Map(open.reverse().map((alert) => [alert.series_key, alert]));
}
