// A reading as Markdown, so that a text pasted with its layout can be edited and keeps headings and quotations.

import type { Block, Reading } from "./engine/types";

/** What is scored, with its headings; not menus and captions. */
export function markdown(reading: Reading): string {
  return reading.blocks
    .map((block) => part(reading, block))
    .filter((part) => part !== null)
    .join("\n\n");
}

function part(reading: Reading, block: Block): string | null {
  if ("paragraph" in block) {
    const paragraph = reading.paragraphs[block.paragraph];
    if (!paragraph) return null;
    const text = plain(paragraph.text);
    return block.set_as_quote ? `> ${text}` : text;
  }
  if (block.kind === "headline") return `# ${oneLine(block.text)}`;
  if (block.kind === "heading") return `## ${oneLine(block.text)}`;
  return block.kind === "deck" || block.kind === "byline" ? plain(block.text) : null;
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Without what Markdown would take for a heading, a quotation or an item of a list. */
const plain = (text: string) => oneLine(text).replace(/^([#>*+-]|\d+(?=[.)]))/, "\\$1");
