// From generation to score: what became of everything that came in.

import { each, element, part, setAttribute, setText } from "./dom.js";
import { beginning, visible } from "./text.js";
import { count, counted, lasting, meaning, share, spoken } from "./words.js";

const CHOSEN = ["judged", "requested", "candidate"];
const sum = (counts) => Object.values(counts).reduce((total, value) => total + value, 0);

/** The four numbers at the head: what Gavel does, by example. */
export function showFlow({ funnel }) {
  if (!funnel) {
    return;
  }
  const all = sum(funnel.generations);
  const chosen = CHOSEN.reduce((total, code) => total + (funnel.generations[code] ?? 0), 0);
  const steps = [
    ["in", all, "generations came in", "what the models answered in production, from Kafka"],
    ["chosen", chosen, "chosen to be judged", all > 0 ? `${share(chosen / all)} of them, by the policies` : "by the policies"],
    ["scored", funnel.feedback, "scores given", `of ${counted(funnel.judge_requests, "judge request")}, one for each rubric`],
    ["not", sum(funnel.dead_letters), "could not be scored", funnel.waiting > 0 ? `kept with a reason; ${count(funnel.waiting)} more wait` : "kept with a reason, to be sent again"],
  ];
  each(part("flow"), steps, ([id]) => id, step, (node, it) => node.fill(it));
}

function step([id]) {
  const number = element("strong");
  const words = element("span", { class: "label" });
  const more = element("span", { class: "muted" });
  const node = element("li", { "data-step": id }, number, words, more);
  node.fill = ([, value, label, hint]) => {
    setText(number, count(value));
    setText(words, label);
    setText(more, hint);
  };
  return node;
}

/** Every reason why something was not scored. */
export function showFunnel({ funnel }) {
  if (!funnel) {
    return;
  }
  const all = sum(funnel.generations);
  const out = Object.entries(funnel.generations).filter(([code, value]) => !CHOSEN.includes(code) && value > 0);
  const dead = Object.entries(funnel.dead_letters).filter(([, value]) => value > 0);
  const groups = [
    { id: "out", title: "Generations that were not to be judged", none: all === 0 ? "None has come in yet." : "None: every generation was chosen.", rows: out, of: all },
    { id: "dead", title: "Requests that could not be scored", none: "None.", rows: dead, of: Math.max(funnel.judge_requests, sum(funnel.dead_letters)) },
  ];
  each(part("funnel"), groups, (group) => group.id, groupOf, (node, group) => node.fill(group));
}

function groupOf(first) {
  const list = element("ul");
  const none = element("p", { class: "muted" });
  const node = element("div", { "data-group": first.id }, element("h3", {}, first.title), list, none);
  node.fill = (group) => {
    const rows = [...group.rows].sort((a, b) => b[1] - a[1]).map(([code, value]) => ({ code, value, of: group.of }));
    each(list, rows, (row) => row.code, reason, (it, row) => it.fill(row));
    setText(none, rows.length === 0 ? group.none : "");
    none.hidden = rows.length > 0;
  };
  return node;
}

function reason({ code }) {
  const value = element("strong");
  const bar = element("span", { class: "fill" });
  const node = element(
    "li",
    {},
    element("p", { class: "reason" }, element("span", {}, visible(beginning(spoken(code), 60))), value),
    element("span", { class: "track", "aria-hidden": "true" }, bar),
    meaning(code) ? element("p", { class: "muted" }, meaning(code)) : null,
  );
  node.fill = (row) => {
    setText(value, `${count(row.value)} (${share(row.of > 0 ? row.value / row.of : 0)})`);
    bar.style.width = `${row.of > 0 ? Math.min(100, (100 * row.value) / row.of) : 0}%`;
  };
  return node;
}

/** How far each role is behind. */
export function showLag({ funnel, worker }) {
  const lag = funnel?.lag ?? [];
  each(part("lag"), lag, (it) => it.role, (it) => behind(it), (node, it) => node.fill(it));
  setAttribute(part("lag").closest("section"), "hidden", lag.length === 0 && worker !== null);
}

function behind({ role }) {
  const words = element("span");
  const node = element("li", {}, element("strong", {}, spoken(role)), words);
  node.fill = (it) => {
    const records = it.records > 0 ? `${counted(it.records, "record")} to go` : "up to date";
    const long = it.records > 0 && typeof it.seconds === "number" ? `, the oldest ${lasting(it.seconds)} old` : "";
    setText(words, records + long);
    setAttribute(node, "data-behind", it.seconds >= 60);
  };
  return node;
}
