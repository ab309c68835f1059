// On a phone a row of .table-fold is a card with its head and the cells marked .fact; the others open behind a button.
// Without a script all cells are shown.
export function start() {
  for (const table of document.querySelectorAll(".table-fold:not(.is-folded)")) {
    if (!table.querySelector("td.fact")) continue;
    table.classList.add("is-folded");
    for (const row of table.tBodies[0].rows) addButton(row);
  }
}

function addButton(row) {
  const head = row.querySelector("th");
  if (!head || !row.querySelector("td:not(.fact)")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-btn fold-more";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `${document.getElementById("texts")?.dataset.more ?? ""} ${head.textContent.trim()}`);
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  icon.setAttribute("class", "icon");
  icon.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.getElementById("texts")?.dataset.icons ?? ""}#i-chevron-down`);
  icon.append(use);
  button.append(icon);
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(row.classList.toggle("is-open")));
  });
  head.append(button);
}
