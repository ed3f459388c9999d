// An article as rich text for a letter or a document: these keep styles on elements and drop style sheets.

import { title } from "./article";
import { el, printable } from "./dom";
import type { Piece, Reading } from "./engine/types";

const WARM = "#a8480f";
const COLD = "#0b5cad";

/** Title, verdict, and each paragraph with its label and why. */
export function richText(reading: Reading): string {
  const parts = reading.views.flatMap((view, at) => {
    const turns = reading.turns
      .filter((turn) => turn.paragraph === at)
      .map(({ text }) => styled("p", "font-weight: bold", `— ${text} —`));
    const color = view.label.startsWith("o") ? WARM : COLD;
    const label = styled("b", `color: ${color}`, `${at} ${view.label}`);
    const head = el("p", {}, label, ` ${view.probability}. ${printable(view.why)}`);
    return [
      ...turns,
      head,
      styled("blockquote", `border-left: 3px solid ${color}; padding-left: 1em`, ...view.pieces.map(piece)),
    ];
  });
  const text = el("div", {}, el("h2", {}, title(reading)), el("p", {}, verdict(reading)), ...parts);
  return text.outerHTML;
}

/** The same without layout. */
export function plainText(reading: Reading): string {
  const paragraphs = reading.views.map((view, at) => {
    const turns = reading.turns.filter((turn) => turn.paragraph === at).map(({ text }) => `— ${text} —\n\n`);
    const text = printable(view.pieces.map((piece) => piece.text).join(""));
    return `${turns.join("")}${at} ${view.label} ${view.probability}. ${printable(view.why)}\n${text}\n`;
  });
  return [`${title(reading)}\n${verdict(reading)}\n`, ...paragraphs].join("\n");
}

function verdict({ verdict, summary, declared }: Reading): string {
  return `${verdict}: ${summary}${declared === null ? "" : `; declared ${printable(declared)}`}`;
}

function piece({ text, mark, voice }: Piece): Node {
  const color = mark > 0 ? WARM : COLD;
  const italics = voice === "source" ? "font-style: italic; " : "";
  const line = Math.abs(mark) >= 2 ? `text-decoration: underline; color: ${color}` : "";
  return italics || line
    ? styled("span", `${italics}${line}`, printable(text))
    : document.createTextNode(printable(text));
}

function styled<Tag extends "p" | "b" | "span" | "blockquote">(
  tag: Tag,
  style: string,
  ...content: (Node | string)[]
): HTMLElement {
  const element = el(tag, {}, ...content);
  element.style.cssText = style;
  return element;
}
