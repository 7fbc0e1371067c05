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
import { showConnection, showWorker, themeButton } from "./top.js";

const POINTS = 60;
/** What a proxy says when the worker behind it does not answer. A worker that cannot even say what it is, is being stopped. */
const THROUGH = [502, 504];

/** The newest answer of each part of the API. */
const data = { worker: null, series: null, alerts: null, feedback: null, pool: null, funnel: null };
/** Which request of each part is the newest: an answer that was overtaken is not shown. */
const turns = {};
let view = address.read();

const scores = new Scores({ change });
const feedback = new Feedback({ change, open });
const details = new Details({ closed: () => change({ feedback: "" }) });

const size = () => (data.worker?.window_sizes.includes(view.window) ? view.window : ordinary(data.worker?.window_sizes));

/** The window size to begin with: a minute where there is one. */
function ordinary(sizes) {
  return !sizes || sizes.includes("1m") ? "1m" : sizes[0];
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
      problem(name, "");
    }
    return "answered";
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || THROUGH.includes(thrown.status) || (name === "worker" && thrown.status >= 500)) {
      return "silent";
    }
    if (turn === turns[name]) {
      problem(name, thrown.message);
    }
    return "refused";
  }
}

function problem(name, said) {
  const shown = part(`${name}-problem`);
  if (shown) {
    setText(shown, said && `This could not be read: ${said}`);
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

address.onChange((changed) => {
  const before = view;
  view = changed;
  reload(before);
});
themeButton();
scores.show(data, view, size());
follow(refresh, showConnection);
