// Draws <table data-chart="bar|line"> : the first column names, each further column one series. The table stays, one
// click away: it is the chart's text for those who cannot see it, and what stands there without a script.
import { text } from "gx/ui";

const drawn = new Map();

export async function start() {
  const tables = [...document.querySelectorAll("table[data-chart]:not([data-chart-ready])")];
  if (!tables.length) return;
  for (const table of tables) table.dataset.chartReady = "1";
  await import("echarts"); // a classic script: it leaves its name on globalThis
  for (const table of tables) draw(table);
}

function draw(table) {
  const box = document.createElement("div");
  box.className = "chart";
  box.setAttribute("aria-hidden", "true");
  const fold = document.createElement("details");
  const summary = Object.assign(document.createElement("summary"), { textContent: text("asTable") });
  table.before(box, fold);
  fold.append(summary, table);
  const chart = globalThis.echarts.init(box, null, { renderer: "canvas" });
  chart.setOption(options(table));
  new ResizeObserver(() => chart.resize()).observe(box);
  drawn.set(table, chart);
}

const figure = (cell) => {
  const raw = cell?.textContent.replace(/[,%\s]/g, "") ?? "";
  return raw === "" || Number.isNaN(Number(raw)) ? null : Number(raw);
};

function options(table) {
  const kind = table.dataset.chart === "line" ? "line" : "bar";
  const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const words = { color: color("--ink-2"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    textStyle: words,
    // Neutral tones and patterns: colours are kept for states, and paper has none.
    color: [color("--step-4"), color("--step-2"), color("--step-5"), color("--step-3")],
    aria: { enabled: true, decal: { show: heads.length > 1 && kind === "bar" } },
    legend: heads.length > 1 ? { top: 0, left: 0, textStyle: words, itemWidth: 14, itemHeight: 10 } : undefined,
    grid: { left: 8, right: 16, top: heads.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
    // Drawn on the canvas: the policy allows no inline style, which an HTML tooltip would need.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: color("--raised"), borderColor: color("--line"), textStyle: { ...words, color: color("--ink") }, valueFormatter: (v) => (v === null ? "–" : v.toLocaleString("en")) },
    xAxis: { type: "category", data: rows.map((row) => row.cells[0].textContent.trim()), axisLine: { lineStyle: { color: color("--edge") } }, axisTick: { show: false }, axisLabel: words },
    yAxis: { type: "value", splitLine: { lineStyle: { color: color("--line") } }, axisLabel: { ...words, formatter: (v) => v.toLocaleString("en") } },
    series: heads.map((name, i) => ({
      name, type: kind, barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][i % 3] }, symbol: ["circle", "rect", "triangle"][i % 3],
      data: rows.map((row) => figure(row.cells[i + 1])),
    })),
  };
}

new MutationObserver(() => {
  for (const [table, chart] of drawn) chart.setOption(options(table), true);
}).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
