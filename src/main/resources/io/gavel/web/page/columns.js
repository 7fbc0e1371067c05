// The columns of the scoreboard, and what they are sorted and filtered by.

const STANDINGS = { alert: 0, steady: 1, gathering: 2 };

export const title = (series) => [series.application, series.model, series.rubric_id].join(" · ");
export const against = (series) => (series.baseline && series.mean != null ? series.mean - series.baseline.mean : null);

/** Whether its rubric compares responses: it has verdicts and no scores. */
export const compares = (series) => series.mean == null && series.comparisons > 0;

/** How many scores it has, or verdicts. */
export const judgements = (series) => (compares(series) ? series.comparisons : series.count);

export const COLUMNS = [
  { id: "series", words: "Series", of: title },
  { id: "mean", words: "Score", hint: "The mean of the judge's scores over the time shown", of: (series) => series.mean, number: true },
  { id: "against", words: "Against baseline", hint: "How far the mean is from what it was in the baseline", of: against, number: true },
  { id: "trend", words: "Trend", hint: "The mean of each window; dashed: the baseline" },
  { id: "levels", words: "Levels", hint: "How often each level was given, the lowest at the left" },
  { id: "count", words: "Scored", hint: "How many were scored in the time shown", of: judgements, number: true },
  { id: "unscored", words: "Unscored", hint: "The share that could not be scored in the time shown", of: (series) => series.dead_letter_share, number: true },
  { id: "standing", words: "Standing", hint: "Whether the series has moved", of: (series) => STANDINGS[series.standing] ?? 3 },
];

/** Whether a filter finds a series: each of its words is in a name or a tag. */
export function matches(series, filter) {
  const text = `${title(series)} ${Object.entries(series.tags ?? {}).map((tag) => tag.join("=")).join(" ")}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/u).every((word) => text.includes(word));
}

/** As asked; else what has moved first, and then by name. What has no value is last either way. */
export function sorted(list, sort) {
  const column = COLUMNS.find((it) => it.of && it.id === sort.replace(/^-/, ""));
  const sign = sort.startsWith("-") ? -1 : 1;
  const value = column?.of ?? ((series) => (series.standing === "alert" ? 0 : 1));
  return [...list].sort((a, b) => {
    const [left, right] = [value(a) ?? null, value(b) ?? null];
    if (left == null || right == null) {
      return (left == null) - (right == null) || title(a).localeCompare(title(b));
    }
    const by = typeof left === "string" ? left.localeCompare(right) : left - right;
    return (column ? sign : 1) * by || title(a).localeCompare(title(b));
  });
}
