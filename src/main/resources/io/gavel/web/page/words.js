// How numbers, times and codes are said.

const NUMBER = new Intl.NumberFormat("en");
const SCORE = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const RATE = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

export const NONE = "–";

const known = (value) => typeof value === "number" && Number.isFinite(value);

export const count = (value) => (known(value) ? NUMBER.format(Math.round(value)) : NONE);
export const compact = (value) => (known(value) ? COMPACT.format(value) : NONE);
export const score = (value) => (known(value) ? SCORE.format(value).replace("-", "−") : NONE);
export const rate = (value) => (known(value) ? RATE.format(value) : NONE);

const hundredths = (value) => Math.round(100 * value) / 100;

/** The difference of two scores as they are written beside it, with its sign. */
export function difference(now, before) {
  if (!known(now) || !known(before)) {
    return NONE;
  }
  const value = hundredths(now) - hundredths(before);
  const written = SCORE.format(Math.abs(value));
  return written === "0.00" ? "±0.00" : (value > 0 ? "+" : "−") + written;
}

/** A share from 0 to 1 in percent. */
export function share(value) {
  if (!known(value)) {
    return NONE;
  }
  const percent = 100 * value;
  if (percent > 0 && percent < 0.1) {
    return "< 0.1%";
  }
  return `${percent < 10 && percent > 0 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** A score as its rubric's scale writes it: whole where it is whole. */
export const grade = (value) => (Number.isInteger(value) ? String(value) : SCORE.format(value));

/** "1 series", "2 series"; "1 record", "2 records". */
export const counted = (value, one, many = one + "s") => `${count(value)} ${value === 1 ? one : many}`;

/** Local time of day alone. */
export const clockTime = (millis, withSeconds) => CLOCK.format(millis).slice(0, withSeconds ? 8 : 5);

/** Local time; with the day where that is not today. */
export function time(written) {
  const date = new Date(written);
  if (Number.isNaN(date.getTime())) {
    return NONE;
  }
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

/** The same with everything, for a tooltip. */
export function wholeTime(written) {
  const date = new Date(written);
  return Number.isNaN(date.getTime()) ? "" : WHOLE.format(date);
}

/** How long ago, roughly. */
export function ago(written, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(written)) / 1000));
  if (Number.isNaN(seconds)) {
    return "";
  }
  return seconds < 3 ? "just now" : `${lasting(seconds)} ago`;
}

/** A length of time in its largest unit. */
export function lasting(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["min", 60]]) {
    if (seconds >= length) {
      return `${Math.floor(seconds / length)} ${unit}`;
    }
  }
  return seconds < 10 && seconds !== Math.round(seconds) ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

const UNITS = { s: "second", m: "minute", h: "hour", d: "day" };

/** A window size in words: "10 seconds", "1 minute". */
export function windowWords(size) {
  const read = /^(\d+)([smhd])$/.exec(size);
  return read ? counted(Number(read[1]), UNITS[read[2]]) : size;
}

/** A code such as `no_policy` in words. */
export const spoken = (code) => code.replaceAll("_", " ");

const MEANINGS = {
  judged: "became judge requests",
  requested: "became judge requests",
  candidate: "wait for others of their group, to be compared",
  no_policy: "no policy selects their application and model",
  filtered: "a policy's filter leaves them out",
  not_sampled: "a policy takes a sample, and these are not in it",
  no_longer_selected: "sent again, and no policy selects them now",
  duplicate: "came before",
  rubric_missing: "the policy names a rubric that is not there",
  reference_missing: "the rubric requires a reference answer, and there is none",
  lone_candidate: "no other response to compare with",
  no_candidate_group: "a comparing rubric, and no candidate group",
  group_closed: "came after the group was compared",
  instruction_differs: "its instruction is not that of its group",
  unreadable_record: "the record could not be read",
  invalid_record: "the record breaks a rule",
  unsupported_rubric: "no judge here can apply the rubric",
  unknown_profile: "the rubric names a judge profile that is not configured",
  unreadable_answer: "the judge's answer held no score",
  answer_cut_off: "the judge's answer ended before its score",
  context_too_long: "longer than the judge can read",
  refused_by_judge: "the judge's server refused it",
  retries_exhausted: "the judge failed each time it was asked",
  internal_error: "a fault of Gavel's; the log tells",
};

/** What a reason means, in a line; empty where its code says enough. */
export const meaning = (code) => MEANINGS[code] ?? "";

const MOVED = {
  mean: ["Scores fell", "Scores rose", "Mean score", score],
  distribution: ["The mix of scores changed", "The mix of scores changed", "Distance from the baseline's mix", (it) => `${score(it)} bits`],
  unreadable_share: ["Fewer judge answers are unreadable", "More judge answers are unreadable", "Unreadable answers", share],
  dead_letter_share: ["Fewer requests go unscored", "More requests go unscored", "Unscored", share],
  judge_health: ["The judge itself changed", "The judge itself changed", "The judge's own measure", score],
};

/** What an alert says moved: a headline, the measure's name, and how its values are written. */
export function moved(alert) {
  const [fell, rose, measure, write] = MOVED[alert.moved] ?? [`${spoken(alert.moved)} fell`, `${spoken(alert.moved)} rose`, spoken(alert.moved), score];
  return { headline: alert.current < alert.baseline ? fell : rose, measure, write };
}

/** What an alert's evidence means. */
export function certainty(alert) {
  if (!known(alert.evidence) || alert.evidence <= 1) {
    return "";
  }
  const odds = alert.evidence >= 1e6 ? "less than once in a million" : `at most once in ${count(alert.evidence)}`;
  return `Without a change, this much evidence comes up by chance ${odds}.`;
}
