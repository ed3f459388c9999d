// The paragraphs in reading order, with the turns between them and, faint, what is not scored.

import { el, printable } from "./dom";
import type { Block, Piece, Reading } from "./engine/types";
import { classOf, spoken } from "./ribbon";

/** A list: paragraphs, turns, and parts of the page that are not scored. */
export function paragraphs(reading: Reading): HTMLElement {
  const list = el("ol", { class: "paragraphs", role: "list", "aria-label": "Paragraphs" });
  for (const run of runs(reading.blocks.filter((block) => !isTitle(reading, block)))) {
    if ("paragraph" in run)
      list.append(...turnsBefore(reading, run.paragraph), paragraph(reading, run.paragraph, run.set_as_quote));
    else list.append(el("li", { class: "block" }, el("span", {}, run.kind), el("p", {}, printable(run.text))));
  }
  return list;
}

/** The headline and the summary under it stand above the article already. */
function isTitle({ headline, deck }: Reading, block: Block): boolean {
  if (!("kind" in block)) return false;
  return block.text === (block.kind === "headline" ? headline : block.kind === "deck" ? deck : null);
}

/** The article's language, if it is declared as browsers know it: how a screen reader reads its words aloud. */
function language({ article: { language } }: Reading): string | null {
  return language !== null && /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(language) ? language : null;
}

/** Neighbours of a kind in one: a menu of thirty entries is one menu. */
function runs(blocks: Block[]): Block[] {
  const runs: Block[] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    if (last && "kind" in last && "kind" in block && last.kind === block.kind) last.text += ` · ${block.text}`;
    else runs.push({ ...block });
  }
  return runs;
}

function turnsBefore({ turns }: Reading, paragraph: number): HTMLElement[] {
  return turns.filter((turn) => turn.paragraph === paragraph).map(({ text }) => el("li", { class: "turn-line" }, text));
}

/** A paragraph with its label, its text and why. */
export function paragraph(reading: Reading, at: number, isQuote = false): HTMLElement {
  const [view, cell] = [reading.views[at], reading.cells[at]];
  if (!view || !cell) return el("li");
  return el(
    "li",
    { class: `paragraph ${classOf(cell)}`, id: `p${at}` },
    el("a", { class: "number", href: `#p${at}`, "aria-label": spoken(reading, at) }, String(at)),
    el(
      "p",
      { class: "about" },
      el("strong", {}, view.label),
      view.probability && el("span", {}, `${view.probability} opinion`),
      view.quoted && el("span", {}, view.quoted),
    ),
    el(isQuote ? "blockquote" : "p", { class: "text", lang: language(reading) }, ...marked(view.pieces)),
    el(
      "div",
      { class: "why" },
      view.why && el("p", {}, printable(view.why)),
      view.doubt && el("p", { class: "doubt" }, printable(view.doubt)),
    ),
  );
}

/** The text with its words marked by what they add, and a source's words told from the author's. */
export function marked(pieces: Piece[]): Node[] {
  return voices(pieces).map((run) => {
    const words = run.map(({ text, mark }) => {
      const shown = document.createTextNode(printable(text));
      return mark === 0 ? shown : el("mark", { class: `${mark > 0 ? "o" : "n"}${Math.abs(mark)}` }, shown);
    });
    if (run[0]?.voice === "source") return el("span", { class: "source" }, ...words);
    const author = document.createDocumentFragment();
    author.append(...words);
    return author;
  });
}

/** Pieces of one voice together, so that a screen reader names a source once. */
function voices(pieces: Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.[0]?.voice === piece.voice) last.push(piece);
    else runs.push([piece]);
  }
  return runs;
}
