// A text of book length: a browser cannot draw a hundred thousand marked words at once.

import type { Reading } from "./engine/types";

const MOST = 1000;

/** The reading with as many of its paragraphs as can be drawn, and a note if these are not all. */
export function cut(reading: Reading): Reading {
  const all = reading.views.length;
  if (all <= MOST) return reading;
  const first = reading.blocks.findIndex((block) => "paragraph" in block && block.paragraph >= MOST);
  const number = (count: number) => count.toLocaleString("en");
  const note = `only the first ${number(MOST)} of ${number(all)} paragraphs are shown; JSON lines and CSV have all of them`;
  return {
    ...reading,
    notes: [...reading.notes, note],
    blocks: reading.blocks.slice(0, first),
    cells: reading.cells.slice(0, MOST),
    views: reading.views.slice(0, MOST),
    turns: reading.turns.filter(({ paragraph }) => paragraph < MOST),
  };
}
