// The judges: the endpoints that are asked, and how the judges themselves do.

import { each, element, part, setAttribute, setShown, setText } from "./dom.js";
import { name, visible, beginning } from "./text.js";
import { compact, count, counted, rate, score, share } from "./words.js";

const BREAKERS = { closed: "answering", open: "left alone, its breaker is open", half_open: "being tried again" };

/** Shows the pool. */
export function showPool({ pool }) {
  if (!pool) {
    return;
  }
  const { endpoints } = pool;
  const answering = endpoints.filter((it) => it.state === "closed").length;
  const waiting = pool.waiting > 0 ? `; ${count(pool.waiting)} wait for a free one` : "";
  const refused = pool.refused_per_second > 0 ? `; ${rate(pool.refused_per_second)} refused a second` : "";
  const words = answering === 0 && endpoints.length > 0 ? "No judge answers: requests wait in Kafka, none is lost." : `${count(answering)} of ${counted(endpoints.length, "endpoint")} answering, ${count(pool.in_flight)} of ${counted(pool.limit, "call")} under way${waiting}${refused}.`;
  setText(part("pool-words"), endpoints.length > 0 ? words : "");
  each(part("pool"), endpoints, (it) => JSON.stringify([it.worker_id, it.profile, it.address]), endpoint, (node, it) => node.fill(it));
  setShown(part("pool-empty"), endpoints.length === 0);
  setText(part("pool-empty"), "No judge has been asked by this worker. Workers with the role judge have a pool; its endpoints are set at judge.profiles in gavel.yaml.");
}

function endpoint(it) {
  const state = element("span", { class: "state" });
  const used = element("span", { class: "fill" });
  const meter = element("span", { class: "track", role: "meter", "aria-valuemin": 0, "aria-label": "Calls under way" }, used);
  const flight = element("span");
  const speed = element("span", { class: "muted" });
  const standIn = element("span", { class: "stand-in" }, "stand-in");
  const node = element(
    "li",
    {},
    element("p", { class: "endpoint" }, element("strong", { class: "address" }, name(it.address)), element("span", { class: "muted" }, name(it.profile)), standIn),
    state,
    element("p", { class: "load" }, meter, flight),
    speed,
  );
  node.fill = (now) => {
    setAttribute(node, "data-state", now.state);
    setText(state, BREAKERS[now.state] ?? visible(now.state));
    const part = now.limit > 0 ? Math.min(1, now.in_flight / now.limit) : 0;
    used.style.width = `${100 * part}%`;
    setAttribute(meter, "aria-valuenow", now.in_flight);
    setAttribute(meter, "aria-valuemax", Math.max(now.limit, now.in_flight));
    setText(flight, `${count(now.in_flight)} of ${count(now.limit)}`);
    setText(speed, `${rate(now.calls_per_second)} calls/s, ${compact(now.tokens_per_second)} tokens/s`);
    setShown(standIn, now.stand_in);
  };
  return node;
}

/** Shows the series of the judges' own health. */
export function showJudges({ series }) {
  const judges = series?.series.filter((it) => it.judge) ?? [];
  setShown(part("judges"), judges.length > 0);
  each(part("judges-list"), judges, (it) => it.key, judge, (node, it) => node.fill(it));
}

function judge(it) {
  const title = [it.application, it.model, it.rubric_id, ...Object.values(it.tags ?? {})].filter(Boolean).map((word) => beginning(word, 80)).join(" · ");
  const standing = element("span", { class: "verdict" });
  const words = element("span", { class: "muted" });
  const node = element("li", {}, element("p", {}, element("bdi", {}, visible(title))), standing, words);
  node.fill = (now) => {
    setAttribute(node, "data-standing", now.standing);
    setText(standing, { alert: "Drift", steady: "No drift", gathering: "Not enough evidence" }[now.standing] ?? now.standing);
    const mean = now.mean == null ? "" : `mean ${score(now.mean)}, `;
    setText(words, `${mean}${share(now.unreadable_share)} unreadable, ${count(now.count)} answers`);
  };
  return node;
}
