// One series, opened beneath its row: its trend, large, and its levels.

import uPlot from "./uPlot.esm.js";
import { stretches } from "./charts.js";
import { each, element, setText } from "./dom.js";
import { clockTime, count, grade, score, share, time } from "./words.js";

const HEIGHT = 220;
/** For a 95 % interval of a mean, from its standard error. */
const QUANTILE = 1.96;

/** The opened series; one node, which shows one series after another. */
export class Series {
  #plot = null;
  #shows = null;
  #drawn = null;
  #chart = element("div", { class: "chart", "aria-hidden": "true" });
  #under = element("p", { class: "muted read-out" });
  #levels = element("ul", { class: "level-list" });
  #facts = element("p", { class: "muted" });
  #rows = element("tbody");

  constructor() {
    const heads = ["Window", "Mean", "± 95 %", "Scored", "Unscored"].map((words) => element("th", { scope: "col" }, words));
    const table = element("table", { class: "numbers" }, element("thead", {}, element("tr", {}, ...heads)), this.#rows);
    this.node = element(
      "tr",
      { role: "row", class: "opened" },
      element(
        "td",
        { role: "cell", colspan: 8 },
        element(
          "div",
          { class: "opened-grid" },
          element("div", {}, element("h3", {}, "Mean of each window"), this.#chart, this.#under, element("details", {}, element("summary", {}, "As numbers"), element("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "The windows as numbers" }, table))),
          element("div", {}, element("h3", {}, "Levels given"), this.#levels, this.#facts),
        ),
      ),
    );
    new ResizeObserver(() => this.#fit()).observe(this.#chart);
    const anew = () => this.#draw(true);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", anew);
    addEventListener("gavel-theme", () => requestAnimationFrame(anew));
  }

  show(series) {
    const other = this.#shows?.key !== series.key;
    this.#shows = series;
    this.#showLevels(series);
    this.#showFacts(series);
    each(this.#rows, [...series.points].reverse(), (point) => point.start, numbersOf, (node, point) => node.fill(point));
    this.#draw(other);
  }

  #showLevels(series) {
    const total = series.levels.reduce((sum, level) => sum + level.weight, 0);
    each(this.#levels, [...series.levels].reverse(), (level) => level.score, levelRow, (node, level) => node.fill(level, total));
  }

  #showFacts(series) {
    const parts = [`${count(series.count)} scored`];
    if (series.standard_error != null) {
      parts.push(`mean ${score(series.mean)} ± ${score(QUANTILE * series.standard_error)} (95 %)`);
    }
    parts.push(`${share(series.dead_letter_share)} unscored`);
    parts.push(series.baseline ? `baseline ${score(series.baseline.mean)}, ${series.baseline.kind === "pinned" ? "pinned by an operator" : "from the windows before"}` : "no baseline yet");
    setText(this.#facts, parts.join("; ") + ".");
  }

  #fit() {
    const width = Math.floor(this.#chart.clientWidth);
    if (this.#plot && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height: HEIGHT });
    } else if (!this.#plot) {
      this.#draw(true);
    }
  }

  /** A new chart where the series or the theme is another, else new data in the same. */
  #draw(anew) {
    const series = this.#shows;
    if (!series || this.#chart.clientWidth === 0) {
      return;
    }
    const drawn = JSON.stringify([series.points, series.baseline]);
    if (!anew && this.#plot && drawn === this.#drawn) {
      return;
    }
    this.#drawn = drawn;
    const data = columns(series);
    if (anew || !this.#plot) {
      this.#plot?.destroy();
      this.#plot = data[0].length > 0 ? new uPlot(this.#options(series), data, this.#chart) : null;
      this.#readOut(null);
    } else {
      this.#plot.setData(data);
    }
  }

  #options(series) {
    const color = colors(this.#chart);
    const axis = { stroke: color.muted, font: "12px " + getComputedStyle(this.#chart).fontFamily, grid: { stroke: color.line, width: 1 }, ticks: { show: false } };
    const clock = (plot, values, at, space, step) => values.map((value) => clockTime(value * 1000, step < 60));
    return {
      width: Math.floor(this.#chart.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false } },
      padding: [8, 12, 0, 0],
      scales: { y: { range: (plot, low, high) => bounds(this.#shows, low, high) } },
      axes: [
        { ...axis, space: 70, size: 30, values: clock },
        { ...axis, size: 36, values: (plot, values) => values.map((value) => grade(value)), incrs: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50] },
      ],
      series: [
        {},
        { stroke: "transparent", points: { show: false } },
        { stroke: "transparent", points: { show: false } },
        { stroke: color.muted, width: 1.5, dash: [5, 4], points: { show: false } },
        { stroke: color.accent, width: 2, points: { show: true, size: 5, fill: color.accent } },
      ],
      bands: [{ series: [1, 2], fill: color.band }],
      hooks: { setCursor: [(plot) => this.#readOut(plot.cursor.idx)] },
    };
  }

  #readOut(index) {
    const point = this.#pointAt(index);
    const words = point
      ? `${time(point.start)}: ${score(point.mean)}${point.standard_error == null ? "" : ` ± ${score(QUANTILE * point.standard_error)}`}, ${count(point.count)} scored`
      : `Shaded: 95 % interval of the mean.${this.#shows.baseline ? " Dashed: the baseline." : ""}`;
    setText(this.#under, words);
  }

  #pointAt(index) {
    const at = index === null || index === undefined ? null : this.#plot?.data[0][index];
    return at ? this.#shows.points.find((point) => middle(point) === at && point.mean != null) : null;
  }
}

const middle = (point) => (Date.parse(point.start) + Date.parse(point.end)) / 2000;

/** Times, upper and lower bounds, baseline, means; with a hole where windows are missing. */
function columns(series) {
  const rows = [];
  for (const stretch of stretches(series.points)) {
    if (rows.length > 0) {
      rows.push([(rows.at(-1)[0] + middle(stretch[0])) / 2, null, null, series.baseline?.mean ?? null, null]);
    }
    for (const point of stretch) {
      const error = point.standard_error == null ? 0 : QUANTILE * point.standard_error;
      rows.push([middle(point), point.mean + error, point.mean - error, series.baseline?.mean ?? null, point.mean]);
    }
  }
  return [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column]));
}

/** The whole scale where there is one; else what there is, with some room. */
function bounds(series, low, high) {
  if (series.scale) {
    return [series.scale.minimum, series.scale.maximum];
  }
  const room = Math.max((high - low) * 0.1, 0.1);
  return [low - room, high + room];
}

/** The theme's colours as the canvas takes them. */
function colors(node) {
  const probe = node.appendChild(element("span"));
  const of = (variable) => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const found = { accent: of("--accent"), muted: of("--muted"), line: of("--line"), band: of("--band") };
  probe.remove();
  return found;
}

function levelRow(level) {
  const bar = element("span", { class: "fill" });
  const words = element("span", { class: "level-share" });
  const node = element("li", {}, element("span", { class: "level" }, grade(level.score)), element("span", { class: "track" }, bar), words);
  node.fill = (it, total) => {
    const part = total > 0 ? it.weight / total : 0;
    bar.style.width = `${100 * part}%`;
    setText(words, share(part));
  };
  return node;
}

function numbersOf(point) {
  const cells = [0, 1, 2, 3].map(() => element("td"));
  const node = element("tr", {}, element("th", { scope: "row" }, time(point.start)), ...cells);
  node.fill = (it) => {
    const values = [score(it.mean), it.standard_error == null ? "–" : score(QUANTILE * it.standard_error), count(it.count), share(it.dead_letter_share)];
    values.forEach((value, index) => setText(cells[index], value));
  };
  return node;
}
