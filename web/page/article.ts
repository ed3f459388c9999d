// An article as it was read: what it is called, its verdict, its ribbon and its paragraphs.
//
// `article()` draws it once, without behaviour; the same drawing is saved as a page of its own. `choice.ts` makes it
// answer to clicks and keys.

import { el, printable, sentence } from "./dom";
import type { Reading } from "./engine/types";
import { paragraphs } from "./paragraphs";
import { key, ribbon } from "./ribbon";

/** The headline, or the name of the file. */
export function title(reading: { headline: string | null; name: string }): string {
  return printable(reading.headline ?? reading.name);
}

/** The article's element. Its paragraphs are `#p0`, `#p1`… */
export function article(reading: Reading): HTMLElement {
  return el(
    "article",
    { class: "article", "aria-labelledby": "headline" },
    head(reading),
    glance(reading),
    paragraphs(reading),
  );
}

function head(reading: Reading): HTMLElement {
  const known = [reading.headline === null ? null : reading.name, ...reading.known].filter((part) => part !== null);
  return el(
    "header",
    {},
    el("h2", { id: "headline", tabindex: -1, dir: "auto" }, title(reading)),
    reading.deck && el("p", { class: "deck", dir: "auto" }, printable(reading.deck)),
    known.length > 0 && el("p", { class: "known" }, known.map(printable).join(" · ")),
    verdict(reading),
    declared(reading),
    ...reading.notes.map((note) => el("p", { class: "warning" }, printable(sentence(note)))),
  );
}

function verdict(reading: Reading): HTMLElement {
  if (reading.views.length === 0) return el("p", { class: "verdict" }, el("strong", {}, "No paragraph found"));
  const turns = reading.turns.map(({ paragraph, sure }) => (sure ? `${paragraph}` : `${paragraph}?`)).join(" and ");
  const told = `: ${reading.summary}${turns && `; turns at ${turns}`}`;
  return el("p", { class: "verdict" }, el("strong", {}, reading.verdict), told);
}

function declared({ declared, mismatch }: Reading): HTMLElement | null {
  if (declared === null) return null;
  return el("p", { class: mismatch ? "declared mismatch" : "declared" }, `Declared ${printable(declared)}`);
}

function glance(reading: Reading): HTMLElement | null {
  if (reading.views.length < 2) return null;
  const sticky = reading.views.length <= 60 ? " sticky" : "";
  return el("div", {}, el("div", { class: `glance${sticky}` }, ribbon(reading)), key(reading));
}
