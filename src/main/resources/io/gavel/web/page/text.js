// Text that others wrote: prompts, responses, a judge's words, names. It may hold anything.

import { element } from "./dom.js";

const NAMES = new Map([
  [0x061c, "ALM"], [0x200b, "ZWSP"], [0x200e, "LRM"], [0x200f, "RLM"], [0x2028, "LS"], [0x2029, "PS"],
  [0x202a, "LRE"], [0x202b, "RLE"], [0x202c, "PDF"], [0x202d, "LRO"], [0x202e, "RLO"], [0x2060, "WJ"],
  [0x2066, "LRI"], [0x2067, "RLI"], [0x2068, "FSI"], [0x2069, "PDI"], [0xfeff, "BOM"],
]);
// Control characters but tab and line feed; what changes the direction of writing; what has no width (but the joiners that
// scripts and emoji need); tag characters, which say something to a model and nothing to an eye.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** The text with a visible sign in place of each character that would not be seen, or would change how others are. */
export function visible(text) {
  return text
    .replaceAll("\r\n", "\n")
    .toWellFormed()
    .replace(UNSEEN, (character) => {
      const point = character.codePointAt(0);
      if (point < 0x20) {
        return String.fromCodePoint(0x2400 + point);
      }
      if (point === 0x7f) {
        return "\u2421";
      }
      return `⟨${NAMES.get(point) ?? "U+" + point.toString(16).toUpperCase().padStart(4, "0")}⟩`;
    });
}

/** The first characters of a text, with an ellipsis where it is longer; never half of a surrogate pair. */
export function beginning(text, limit) {
  return text.length <= limit ? text : text.slice(0, limit).toWellFormed().replace(/\ufffd$/u, "") + "…";
}

/** A name on one line, which does not change the direction of what is around it. */
export function name(text) {
  return element("bdi", {}, visible(beginning(String(text), 120)));
}

const FIRST = 2000;
const PIECE = 10000;

/** A text to read: its beginning, and on demand the rest, in pieces that the browser can lay out one by one. */
export function reading(text) {
  const body = element("div", { class: "text", dir: "auto" });
  const block = element("div", { class: "reading" }, body);
  if (text.length <= FIRST + 500) {
    body.textContent = visible(text);
    return block;
  }
  body.textContent = visible(beginning(text, FIRST));
  const count = text.length.toLocaleString("en");
  const button = element("button", { type: "button", class: "quiet" }, `Show all ${count} characters`);
  button.addEventListener("click", () => {
    const pieces = [];
    for (let from = 0; from < text.length; ) {
      let to = Math.min(from + PIECE, text.length);
      if (to < text.length && text.codePointAt(to - 1) > 0xffff) {
        to--;
      }
      pieces.push(element("span", {}, visible(text.slice(from, to))));
      from = to;
    }
    body.replaceChildren(...pieces);
    button.remove();
  });
  block.append(button);
  return block;
}
