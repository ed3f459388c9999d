// An article at a glance: a cell a paragraph, as high as opinion is probable; the line is a turn.

import { el, svg } from "./dom";
import type { Cell, Reading } from "./engine/types";

/** Every so many paragraphs have their number below. */
const STEP = 5;

/** How a paragraph is drawn: `n` or `o` by its label, `u` if it is unsure. */
export function classOf({ label, unsure }: { label: string | null; unsure: boolean }): string {
  if (!label) return "none";
  return `${label.charAt(0)}${unsure ? " u" : ""}`;
}

/** What a screen reader says of a paragraph. */
export function spoken(reading: Reading, at: number): string {
  const view = reading.views[at];
  if (!view?.probability) return `Paragraph ${at}: no label`;
  return `Paragraph ${at}: ${view.label.replace("?", ", unsure")}, ${view.probability} opinion`;
}

/** Cells link to their paragraphs. */
export function ribbon(reading: Reading): HTMLElement {
  const size = reading.views.length <= 30 ? "wide" : reading.views.length <= 60 ? "middle" : "long";
  const list = el("ol", { class: `ribbon ${size}`, role: "list", "aria-label": "Paragraphs at a glance" });
  list.style.setProperty("--cells", String(reading.views.length));
  list.append(...reading.views.map((_, at) => cell(reading, at)));
  return list;
}

function cell(reading: Reading, at: number): HTMLElement {
  const turns = reading.turns.some((turn) => turn.paragraph === at);
  const beside = (distance: number) => reading.turns.some((turn) => turn.paragraph === at + distance);
  const numbered = turns || (at % STEP === 0 && !beside(1) && !beside(-1));
  const { label, unsure, probability } = reading.cells[at] ?? { label: null, unsure: false, probability: null };
  const bar = el("span", { class: `bar ${classOf({ label, unsure })}` });
  bar.style.setProperty("--share", `${(probability ?? 0) * 100}%`);
  const link = el("a", { href: `#p${at}`, "aria-label": spoken(reading, at), title: spoken(reading, at) }, bar);
  return el("li", { class: turns && "turn", "data-number": numbered && String(at) }, link);
}

/** What the shapes and marks mean. */
export function key(reading: Reading): HTMLElement {
  const bar = (kind: string, word: string) => el("span", {}, el("span", { class: `bar ${kind}` }), word);
  const isUnsure = reading.cells.some(({ unsure }) => unsure);
  return el(
    "div",
    { class: "key" },
    bar("n", "news"),
    bar("o", "opinion"),
    isUnsure && bar("u", "unsure"),
    reading.turns.length > 0 && el("span", {}, el("span", { class: "line" }), "turn"),
    el("span", {}, "The taller, the more probably opinion; the line is 50 %."),
    el(
      "span",
      {},
      "Words that speak for ",
      el("mark", { class: "o2" }, "opinion"),
      " or ",
      el("mark", { class: "n2" }, "news"),
    ),
    el("span", { class: "source" }, "a source’s words"),
  );
}

/** A ribbon for a list, without words: what it shows stands beside it. Unsure paragraphs are paler. */
export function miniature(cells: Cell[]): SVGElement {
  const bars = new Map<string, string>();
  cells.forEach((cell, at) => {
    const bar = `M${at}.5 20V${(19 - 19 * (cell.probability ?? 0)).toFixed(1)}`;
    if (cell.label) bars.set(classOf(cell), (bars.get(classOf(cell)) ?? "") + bar);
  });
  const box = {
    class: "mini",
    viewBox: `0 0 ${Math.max(cells.length, 1)} 20`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  };
  return svg("svg", box, ...[...bars].map(([kind, d]) => svg("path", { class: kind, d })));
}
