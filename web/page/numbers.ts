// The numbers behind a label: what weighs, and what it sums to. In logits.

import { el, printable } from "./dom";
import { messageOf } from "./engine/engine";
import type { View } from "./engine/types";

/** Asks what would change the label, a sentence each: to tell it, the paragraph is read many times over. */
export type Changes = () => Promise<string[]>;

/** Closed at first; what would change the label is asked when they are opened. */
export function numbers(view: View, changes: Changes): HTMLElement {
  const list = el("ul", {}, ...items([view.unknown, view.context].filter((sentence) => sentence !== null)));
  const details = el("details", { class: "numbers" }, el("summary", {}, "The numbers"), weights(view), list);
  const tell = async () => list.prepend(...items(await changes().catch((error: unknown) => [messageOf(error)])));
  details.addEventListener("toggle", () => void tell(), { once: true });
  return details;
}

const items = (sentences: string[]) => sentences.map((sentence) => el("li", {}, printable(sentence)));

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
