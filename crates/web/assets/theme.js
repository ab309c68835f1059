// Sets light or dark before the first paint, so that no page flashes. A choice stands in localStorage (and in the
// cookie that the server reads); without one the system's own setting is followed, also while it changes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let choice = null;
    try { choice = localStorage.getItem("theme"); } catch { /* storage may be forbidden: the server's word stands */ }
    if (choice === "light" || choice === "dark") root.dataset.bsTheme = choice;
    else if (!root.dataset.bsTheme || root.dataset.followsSystem) {
      root.dataset.followsSystem = "1";
      root.dataset.bsTheme = system.matches ? "dark" : "light";
    }
  };
  apply();
  system.addEventListener("change", apply);
})();
