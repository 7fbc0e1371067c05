// Small pictures in rows: a trend line and a histogram, as SVG.

import { drawing, setAttribute } from "./dom.js";
import { count, grade, share } from "./words.js";

const WIDTH = 168;
const HEIGHT = 36;
const PAD = 4;
/** Sparse series would be dots. */
const BRIDGED = 5;

/** The lowest and highest value to draw: what there is, and at least a quarter of the scale so that noise looks like noise. */
function range(series) {
  const values = series.points.map((point) => point.mean).filter((mean) => mean != null);
  if (series.baseline) {
    values.push(series.baseline.mean);
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const least = series.scale ? (series.scale.maximum - series.scale.minimum) / 4 : 0.5;
  const more = Math.max(0, (least - (high - low)) / 2);
  return [low - more, high + more];
}

/** The stretches of points that follow each other without a gap of more than `bridged` windows. */
export function stretches(points, bridged = 0) {
  const found = [];
  let last = null;
  for (const point of points.filter((it) => it.mean != null)) {
    const start = Date.parse(point.start);
    const window = Date.parse(point.end) - start;
    if (last === null || start > last + bridged * window) {
      found.push([]);
    }
    found.at(-1).push(point);
    last = Date.parse(point.end);
  }
  return found;
}

/** An empty trend line. */
export function trend() {
  const made = drawing("svg", { class: "trend", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img" });
  made.base = drawing("line", { class: "base", x1: 0, x2: WIDTH });
  made.line = drawing("path", { class: "line" });
  made.end = drawing("circle", { class: "end", r: 2.5 });
  made.append(made.base, made.line, made.end);
  return made;
}

/** Draws a series in it; `from` and `to` are the times at its sides, in milliseconds. */
export function drawTrend(svg, series, from, to) {
  const parts = stretches(series.points, BRIDGED);
  svg.style.visibility = parts.length > 0 ? "" : "hidden";
  if (parts.length === 0) {
    return;
  }
  const [low, high] = range(series);
  const x = (point) => round(PAD + ((Date.parse(point.start) + Date.parse(point.end)) / 2 - from) / Math.max(1, to - from) * (WIDTH - 2 * PAD));
  const y = (mean) => round(HEIGHT - PAD - ((mean - low) / (high - low || 1)) * (HEIGHT - 2 * PAD));
  const path = parts.map((part) => "M" + part.map((point) => `${x(point)} ${y(point.mean)}`).join("L") + (part.length === 1 ? "h.01" : "")).join("");
  setAttribute(svg.line, "d", path);
  const newest = parts.at(-1).at(-1);
  setAttribute(svg.end, "cx", x(newest));
  setAttribute(svg.end, "cy", y(newest.mean));
  svg.base.style.visibility = series.baseline ? "" : "hidden";
  if (series.baseline) {
    setAttribute(svg.base, "y1", y(series.baseline.mean));
    setAttribute(svg.base, "y2", y(series.baseline.mean));
  }
  const first = parts[0][0].mean;
  setAttribute(svg, "aria-label", `Trend of ${count(series.points.length)} windows, from ${first.toFixed(2)} to ${newest.mean.toFixed(2)}`);
}

const round = (value) => Math.round(value * 10) / 10;

const BARS = 88;

/** An empty histogram. */
export function histogram() {
  return drawing("svg", { class: "histogram", viewBox: `0 0 ${BARS} ${HEIGHT}`, width: BARS, height: HEIGHT, role: "img" });
}

/** Draws the levels in it: at most 12 bars, levels beside each other put together beyond that. */
export function drawHistogram(svg, levels) {
  const bars = together(levels, 12);
  const total = bars.reduce((sum, bar) => sum + bar.weight, 0);
  svg.style.visibility = total > 0 ? "" : "hidden";
  const top = Math.max(...bars.map((bar) => bar.weight), 0);
  const step = BARS / Math.max(1, bars.length);
  while (svg.childNodes.length > bars.length) {
    svg.lastChild.remove();
  }
  bars.forEach((bar, index) => {
    const rect = svg.childNodes[index] ?? svg.appendChild(drawing("rect", { rx: 1.5 }));
    const height = top > 0 ? (bar.weight / top) * (HEIGHT - PAD) : 0;
    setAttribute(rect, "x", round(index * step + 1));
    setAttribute(rect, "width", round(step - 2));
    setAttribute(rect, "height", round(Math.max(height, 1.5)));
    setAttribute(rect, "y", round(HEIGHT - Math.max(height, 1.5)));
    setAttribute(rect, "class", bar.weight > 0 ? null : "none");
  });
  const words = levels.length <= 12 ? levels.map((level) => `${grade(level.score)}: ${share(level.weight / total)}`).join(", ") : `${levels.length} levels`;
  setAttribute(svg, "aria-label", `Share of each level: ${words}`);
}

function together(levels, most) {
  if (levels.length <= most) {
    return levels;
  }
  const per = Math.ceil(levels.length / most);
  const bars = [];
  for (let from = 0; from < levels.length; from += per) {
    const group = levels.slice(from, from + per);
    bars.push({ score: group[0].score, weight: group.reduce((sum, level) => sum + level.weight, 0) });
  }
  return bars;
}
