// Before the first paint, so that a chosen theme does not flash; hence a plain script.
(() => {
  const NAME = "gavel-theme";
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null; // Storage is switched off: the theme lasts as long as the page.
    }
  };
  const set = (theme) => {
    if (theme === "light" || theme === "dark") {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }
  };
  set(stored());
  window.addEventListener("gavel-theme", (event) => {
    set(event.detail);
    try {
      localStorage.setItem(NAME, event.detail);
    } catch {
      // As above.
    }
  });
})();
