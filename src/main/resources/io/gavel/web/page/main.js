// The page: asks the worker, and shows what it answers. Each part of the page is a module with a function that shows it.

import * as address from "./address.js";
import { showAlerts } from "./alerts.js";
import { ApiError, get } from "./api.js";
import { Details } from "./details.js";
import { part, setShown, setText } from "./dom.js";
import { Feedback } from "./feedback.js";
import { showFlow, showFunnel, showLag } from "./funnel.js";
import { follow } from "./live.js";
import { showJudges, showPool } from "./pool.js";
import { Scores } from "./scores.js";
import { visible } from "./text.js";
import { showConnection, showWorker, themeButton } from "./top.js";

const POINTS = 60;
const YOUNG = 15 * 60_000;
/** What a proxy says when the worker behind it does not answer. A worker that cannot even say what it is, is being stopped. */
const THROUGH = [502, 504];

/** The newest answer of each part of the API. */
const data = { worker: null, series: null, alerts: null, feedback: null, pool: null, funnel: null };
/** Which request of each part is the newest: an answer that was overtaken is not shown. */
const turns = {};
let view = address.read();

const scores = new Scores({ change });
const feedback = new Feedback({ change, open });
const details = new Details({ closed: close });

/** The window size to begin with; known, and the same from then on, when the worker has said what it is. */
let ordinary = null;

const size = () => (data.worker?.window_sizes.includes(view.window) ? view.window : (ordinary ?? "1m"));

/** The shortest windows while the worker is young and has few others; else minutes, where there are such. */
function ordinaryOf({ window_sizes: sizes, started_at: started }) {
  const young = Date.now() - Date.parse(started) < YOUNG;
  return !young && sizes.includes("1m") ? "1m" : sizes[0];
}

function seriesOf(key) {
  return data.series?.series.find((series) => series.key === key) ?? null;
}

function questionOf(name) {
  switch (name) {
    case "series":
      return ["/api/series", { window: size(), points: POINTS }];
    case "alerts":
      return ["/api/alerts", { limit: 50 }];
    case "feedback": {
      const chosen = seriesOf(view.series);
      const of = chosen ? { application: chosen.application, model: chosen.model, rubric: chosen.rubric_id } : {};
      return ["/api/feedback", { ...of, flag: view.flag, limit: 50 }];
    }
    default:
      return [`/api/${name}`, {}];
  }
}

/** Asks for one part: "answered", "refused" (an error, which is shown) or "silent". */
async function load(name) {
  const turn = (turns[name] = (turns[name] ?? 0) + 1);
  try {
    const answer = await get(...questionOf(name));
    if (turn === turns[name]) {
      data[name] = answer;
      ordinary ??= data.worker && ordinaryOf(data.worker);
      problem(name, missing(answer));
    }
    return "answered";
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || THROUGH.includes(thrown.status) || (name === "worker" && thrown.status >= 500)) {
      return "silent";
    }
    if (turn === turns[name]) {
      problem(name, `This could not be read: ${thrown.message}`);
    }
    return "refused";
  }
}

/** What to say of an answer to which not all workers added theirs. */
function missing(answer) {
  return answer.missing?.length > 0 ? `Not all of it is here: ${answer.missing.join(", ")} did not answer.` : "";
}

function problem(name, said) {
  const shown = part(`${name}-problem`);
  if (shown) {
    setText(shown, visible(said));
    setShown(shown, said !== "");
  }
}

/** Asks for parts and shows them. Which series is chosen, and which windows there are, is known first. */
async function refresh(names) {
  const rest = new Set(names);
  const outcomes = new Map();
  for (const first of ["worker", "series"]) {
    if (rest.delete(first) || data[first] === null) {
      outcomes.set(first, await load(first));
    }
  }
  await Promise.all([...rest].map(async (name) => outcomes.set(name, await load(name))));
  show();
  const which = (outcome) => [...outcomes.keys()].filter((name) => outcomes.get(name) === outcome);
  return { answers: which("silent").length === 0, refused: which("refused") };
}

function show() {
  const known = data.worker !== null;
  setShown(part("main"), known);
  setShown(part("waiting"), !known);
  showWorker(data);
  showAlerts(data, { choose: (key) => scores.reveal(key), open });
  showFlow(data);
  scores.show(data, view, size());
  feedback.show(data, view, seriesOf(view.series));
  showPool(data);
  showJudges(data);
  showFunnel(data);
  showLag(data);
  details.show(view.feedback);
}

/** Looks at something else. */
function change(what, step = false) {
  const before = view;
  view = { ...view, ...what };
  address.write(view, step);
  reload(before);
}

function reload(before) {
  show();
  if (before.window !== view.window) {
    refresh(["series"]);
  }
  if (before.series !== view.series || before.flag !== view.flag) {
    feedback.renew();
    refresh(["feedback"]);
  }
}

function open(id) {
  change({ feedback: id }, true);
}

function close() {
  view = { ...view, feedback: "" };
  address.leave(view);
}

address.onChange((changed) => {
  const before = view;
  view = changed;
  reload(before);
});
part("skip").addEventListener("click", (event) => {
  event.preventDefault(); // A fragment in the address would take the focus with each step back.
  part("scores").focus();
});
themeButton();
scores.show(data, view, size());
follow(refresh, showConnection);
