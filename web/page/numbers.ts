// The numbers behind a label: what weighs, and what it sums to. In logits.

import { el, printable } from "./dom";
import type { View } from "./engine/types";

/** Closed at first. */
export function numbers(view: View): HTMLElement {
  const sentences = [...view.changes, view.unknown, view.context].filter((sentence) => sentence !== null);
  return el(
    "details",
    { class: "numbers" },
    el("summary", {}, "The numbers"),
    weights(view),
    sentences.length > 0 && el("ul", {}, ...sentences.map((sentence) => el("li", {}, printable(sentence)))),
  );
}

function weights(view: View): HTMLElement {
  const row = (name: string, weight: number, words = "", kind = "") =>
    el(
      "tr",
      { class: kind || null },
      el("th", { scope: "row" }, printable(name)),
      el("td", {}, signed(weight)),
      el("td", {}, printable(words)),
    );
  const heads = ["what", "weight", "words"].map((head) => el("th", { scope: "col" }, head));
  return el(
    "table",
    {},
    el("caption", {}, "In logits: above 0 speaks for opinion, below 0 for news"),
    el("thead", {}, el("tr", {}, ...heads)),
    el(
      "tbody",
      {},
      ...view.groups.map(({ name, weight, words }) => row(name, weight, words)),
      row("all other words", view.rest),
      row("baseline", view.baseline, "what the model says before it reads a word"),
      row("sum", view.logit, `${view.alone} alone, ${view.probability} in context`, "sum"),
    ),
  );
}

/** With a true minus: "−0.50". */
function signed(weight: number): string {
  const digits = Math.abs(weight).toFixed(2);
  return digits === "0.00" ? digits : `${weight < 0 ? "−" : "+"}${digits}`;
}
