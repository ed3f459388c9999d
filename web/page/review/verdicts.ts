// The verdicts that a sheet takes: their keys, and what they mean for a row.

import type { Item, Review } from "./api";

export interface Choice {
  verdict: string;
  key: string;
  name: string;
  /** What becomes of the row. */
  means: (item: Item) => string;
}

const DROP: Choice = { verdict: "drop", key: "d", name: "Drop", means: () => "not in the table" };
const UNSURE: Choice = { verdict: "unsure", key: "u", name: "Unsure", means: () => "cannot be decided" };

export function choices({ kind }: Review): Choice[] {
  if (kind === "queue")
    return [
      { verdict: "news", key: "n", name: "News", means: () => "the author reports" },
      { verdict: "opinion", key: "o", name: "Opinion", means: () => "the author argues" },
      DROP,
      UNSURE,
    ];
  return [
    { verdict: "keep", key: "k", name: "Keep", means: ({ given }) => `${given} is right` },
    { verdict: "flip", key: "f", name: "Flip", means: ({ suggested }) => `${suggested} is right` },
    DROP,
    UNSURE,
  ];
}

/** The key of the note: in a queue, n is news. */
export const noteKey = ({ kind }: Review) => (kind === "queue" ? "m" : "n");

/** All keys with what they do. */
export function keys(review: Review): [string, string][] {
  return [
    ...choices(review).map(({ key, name }): [string, string] => [key, name]),
    [noteKey(review), "Write a note; Esc leaves it"],
    ["z", "Take your last verdict back; again for the one before"],
    ["← →", "Look at the row before or after without deciding"],
    ["?", "These keys"],
  ];
}

/** "Keep: news is right", as a decision is told. */
export function told(review: Review, item: Item, verdict: string): string {
  const choice = choices(review).find((choice) => choice.verdict === verdict);
  return choice ? `${choice.name}: ${choice.means(item)}` : verdict;
}
