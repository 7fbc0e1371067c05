// The latest feedback: the judge's words, newest first.

import { each, element, keepReachable, part, roving, setAttribute, setShown, setText } from "./dom.js";
import { beginning, name, visible } from "./text.js";
import { counted, grade, score, spoken, time, wholeTime } from "./words.js";

const OPENERS = "button.opener";
const BEGINNING = 400;
const AT_FIRST = 12;

/** The list. While somebody reads in it (a mouse over it, the focus in it, text selected), newer ones wait. */
export class Feedback {
  #open;
  #shown = null;
  #hovered = false;
  #flags = new Set();
  #again = () => {};
  #rest = false;

  constructor({ change, open }) {
    this.#open = open;
    const list = part("feedback-list");
    roving(list, OPENERS);
    list.addEventListener("click", (event) => this.#clicked(event));
    list.addEventListener("pointerenter", (event) => (this.#hovered = event.pointerType === "mouse"));
    list.addEventListener("pointerleave", () => {
      this.#hovered = false;
      this.#again();
    });
    list.addEventListener("focusout", () => setTimeout(() => this.#again()));
    part("feedback-show").addEventListener("click", () => {
      this.renew();
      this.#again();
    });
    part("feedback-rest").addEventListener("click", () => {
      this.#rest = true;
      this.#again();
    });
    part("feedback-all").addEventListener("click", () => change({ series: "" }, true));
    part("flag").addEventListener("change", (event) => change({ flag: event.target.value }));
  }

  /** Shows what is newest at the next occasion, whoever reads. */
  renew() {
    this.#shown = null;
  }

  show(data, view, chosen) {
    this.#again = () => this.show(data, view, chosen);
    setShown(part("feedback-chosen"), chosen !== null);
    if (chosen) {
      setText(part("feedback-series"), visible(beginning([chosen.application, chosen.model, chosen.rubric_id].join(" · "), 200)));
    }
    if (!data.feedback) {
      return;
    }
    const all = data.feedback.feedback.filter((it) => !chosen || sameSeries(it, chosen));
    this.#showFlags(all, view.flag);
    const waiting = this.#held() ? this.#waiting(all) : 0;
    if (waiting === 0) {
      this.#shown = all;
    }
    setShown(part("feedback-newer"), waiting > 0);
    setText(part("feedback-show"), `Show ${counted(waiting, "newer one")}`);
    const listed = this.#rest ? this.#shown : this.#shown.slice(0, AT_FIRST);
    setShown(part("feedback-more"), listed.length < this.#shown.length);
    setText(part("feedback-rest"), `Show ${this.#shown.length - listed.length} more`);
    each(part("feedback-list"), listed, (it) => it.request_id, itemOf, (node, it) => node.fill(it));
    keepReachable(part("feedback-list"), OPENERS);
    this.#showEmpty(view, chosen);
  }

  #held() {
    const list = part("feedback-list");
    const selection = getSelection();
    const selects = !selection.isCollapsed && list.contains(selection.anchorNode);
    return this.#shown !== null && this.#shown.length > 0 && (this.#hovered || selects || list.contains(document.activeElement));
  }

  #waiting(all) {
    const known = new Set(this.#shown.map((it) => it.request_id));
    return all.filter((it) => !known.has(it.request_id)).length;
  }

  #showFlags(all, chosen) {
    all.forEach((it) => it.flags.forEach((flag) => this.#flags.add(flag)));
    if (chosen) {
      this.#flags.add(chosen);
    }
    const select = part("flag");
    const options = ["", ...[...this.#flags].sort()];
    if (select.options.length !== options.length) {
      select.replaceChildren(...options.map((flag) => element("option", { value: flag }, flag ? visible(beginning(spoken(flag), 60)) : "any or none")));
    }
    if (select.value !== chosen) {
      select.value = chosen;
    }
    setShown(select.closest("label"), this.#flags.size > 0);
  }

  #showEmpty(view, chosen) {
    const empty = part("feedback-empty");
    setShown(empty, this.#shown.length === 0);
    const words = chosen || view.flag ? "None of the latest feedback is of this series or has this flag." : "No feedback yet. What the judges write appears here, the newest first.";
    setText(empty, words);
  }

  #clicked(event) {
    const item = event.target.closest("li");
    if (item && (event.target.closest(OPENERS) || getSelection().isCollapsed)) {
      item.querySelector(OPENERS).focus({ preventScroll: true });
      this.#open(item.id.slice("feedback-of-".length));
    }
  }
}

function sameSeries(feedback, series) {
  return feedback.application === series.application && feedback.model === series.model && feedback.rubric_id === series.rubric_id;
}

/** A score, or which of two was preferred, as a chip. */
export function chip() {
  const node = element("span", { class: "chip" });
  node.fill = (it) => {
    const { scale } = it;
    const scored = it.score ?? it.mean_score ?? null;
    const words = scored != null ? `${grade(scored)}${scale ? `/${grade(scale.maximum)}` : ""}` : preference(it.preferred);
    setText(node, words);
    const part = scored != null && scale && scale.maximum > scale.minimum ? (scored - scale.minimum) / (scale.maximum - scale.minimum) : null;
    setAttribute(node, "data-part", part == null ? "none" : part < 0.375 ? "low" : part < 0.7 ? "middle" : "high");
  };
  return node;
}

function preference(preferred) {
  const words = { first: "better", second: "worse", tie: "tie" };
  return words[String(preferred).toLowerCase()] ?? "–";
}

function itemOf(it) {
  const grade = chip();
  const opener = element("button", { type: "button", class: "opener" }, name(it.application), " · ", name(it.model), " · ", name(it.rubric_id));
  const when = element("time", { class: "muted" });
  const words = element("p", { class: "words", dir: "auto" });
  const notes = element("p", { class: "notes" });
  const node = element("li", { id: `feedback-of-${it.request_id}` }, grade, element("div", { class: "item" }, element("p", { class: "item-head" }, opener, when), words, notes));
  node.fill = (now) => {
    grade.fill(now);
    setText(when, time(now.judged_at));
    setAttribute(when, "datetime", now.judged_at);
    setAttribute(when, "title", `Judged ${wholeTime(now.judged_at)}`);
    setText(words, visible(beginning(now.feedback ?? "", BEGINNING)).replace(/\s*\n\s*/gu, " "));
    const key = JSON.stringify([now.flags, now.judge_model, now.expected_score, now.stand_in]);
    if (notes.shows !== key) {
      notes.shows = key;
      notes.replaceChildren(...notesOf(now));
    }
  };
  return node;
}

/** Who judged, the expected score, flags. */
export function notesOf(it) {
  const notes = [element("span", { class: "muted" }, "by ", name(it.judge_model))];
  if (it.stand_in) {
    notes.push(element("span", { class: "stand-in" }, "stand-in"));
  }
  if (typeof it.expected_score === "number") {
    notes.push(element("span", { class: "muted", title: "The mean of the levels, by the judge's own probabilities" }, `expected ${score(it.expected_score)}`));
  }
  notes.push(...it.flags.slice(0, 8).map((flag) => element("span", { class: "tag flag" }, name(spoken(flag)))));
  return notes;
}
