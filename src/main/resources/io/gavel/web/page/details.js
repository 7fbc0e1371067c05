// One evaluation with all that was read for it, in a dialog. All of it is text.

import { ApiError, get } from "./api.js";
import { element, part, setText } from "./dom.js";
import { chip, notesOf } from "./feedback.js";
import { name, reading } from "./text.js";
import { lasting, time } from "./words.js";

const PARTS = [
  ["feedback", "The judge's words"],
  ["instruction", "What the model was asked"],
  ["response", "What the model answered"],
  ["compared_response", "The answer it was compared with"],
  ["reference", "The reference answer"],
  ["criteria", "What the judge was to look at"],
];

/** The dialog. Escape, its button, a click beside it and Back close it. */
export class Details {
  #dialog = part("details");
  #id = "";

  constructor({ closed }) {
    part("details-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => {
      if (this.#id) {
        this.#id = "";
        closed();
      }
    });
  }

  /** Shows an evaluation, or none for an empty id. What is shown already stays as it is. */
  show(id) {
    if (id === this.#id) {
      return;
    }
    this.#id = id;
    if (!id) {
      this.#dialog.close();
      return;
    }
    part("details-body").replaceChildren(element("p", { class: "muted" }, "Loading…"));
    setText(part("details-words"), "");
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
    this.#load(id);
  }

  async #load(id) {
    let nodes;
    let words = "";
    try {
      const it = await get(`/api/feedback/${encodeURIComponent(id)}`);
      nodes = bodyOf(it);
      words = `Answered ${time(it.generated_at)}, judged ${time(it.judged_at)}${typeof it.latency_millis === "number" ? ` in ${lasting(it.latency_millis / 1000)}` : ""}`;
    } catch (thrown) {
      nodes = [element("p", { class: "problem" }, refusal(thrown))];
    }
    if (id === this.#id) {
      setText(part("details-words"), words);
      part("details-body").replaceChildren(...nodes);
    }
  }
}

function refusal(thrown) {
  if (thrown instanceof ApiError && thrown.status === 404) {
    return "This evaluation is no longer held here: the worker keeps the latest ones. The topic feedback has it, and gavel tail feedback shows it.";
  }
  return thrown instanceof ApiError ? `This could not be read: ${thrown.message}` : "The worker does not answer. Close this and try again when the page is live.";
}

function bodyOf(it) {
  const grade = chip();
  grade.fill(it);
  const head = element(
    "div",
    { class: "details-head" },
    grade,
    element("div", {}, element("p", { class: "where" }, name(it.application), " · ", name(it.model), " · ", name(it.rubric_id)), element("p", { class: "notes" }, ...notesOf(it))),
  );
  const before = it.conversation ?? [];
  const conversation = before.length > 0 ? [section("conversation", "What was said before", ...before.map((message) => reading(`${message.role}: ${message.content}`)))] : [];
  const parts = PARTS.filter(([key]) => it[key]).map(([key, words]) => section(key, words, reading(String(it[key]))));
  parts.splice(1, 0, ...conversation);
  const ids = element("p", { class: "muted ids" }, "Request ", name(it.request_id), ", generation ", name(it.generation_id));
  return [head, ...parts, ids];
}

function section(key, words, ...children) {
  return element("section", { class: `part ${key}` }, element("h3", {}, words), ...children);
}
