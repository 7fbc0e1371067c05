// What is looked at, kept in the address: it can be shared, and Back goes back.

const DEFAULTS = { window: "", filter: "", sort: "", series: "", flag: "", feedback: "" };

/** What the address says is looked at. */
export function read() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, given.get(name) ?? value]));
}

/** Writes it; `step` makes it one that Back undoes. */
export function write(view, step = false) {
  const given = new URLSearchParams(Object.keys(DEFAULTS).filter((name) => view[name]).map((name) => [name, view[name]]));
  const written = given.size > 0 ? `${location.pathname}?${given}` : location.pathname;
  if (written === location.pathname + location.search) {
    return;
  }
  if (step) {
    history.pushState({ step: true }, "", written);
  } else {
    history.replaceState(history.state, "", written);
  }
}

/** Goes back to before the last step, where the reader came by one; else writes what is looked at now. */
export function leave(view) {
  if (history.state?.step) {
    history.back();
  } else {
    write(view);
  }
}

/** Calls back when the reader goes back or forward. */
export function onChange(changed) {
  addEventListener("popstate", () => changed(read()));
}
