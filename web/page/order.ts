// Which articles of a list are shown, and in which order.

import type { Item } from "./articles";
import type { Overview } from "./engine/types";

export type Column = "article" | "verdict" | "declared" | "argue" | "turns";

/** By a column, or, with null, what is not what it declares first. */
export interface Order {
  column: Column | null;
  descending: boolean;
}

/** What to show. */
export interface Filter {
  words: string;
  kind: string;
}

/** The kinds of articles that can be picked, with how they are called. */
export const KINDS: [string, string][] = [
  ["", "all articles"],
  ["mismatch", "not what they declare"],
  ["turns", "with a turn"],
  ["opinion", "opinion"],
  ["mixed", "mixed"],
  ["news", "news"],
  ["unsure", "unsure"],
  ["error", "could not be read"],
];

/** Its overview; null if the file could not be read. */
export function overviewOf({ result }: Item): Overview | null {
  return "overview" in result ? result.overview : null;
}

/** Whether the item is of the kind. */
export function isOf(kind: string, item: Item): boolean {
  const overview = overviewOf(item);
  if (kind === "" || kind === "error") return kind === "" || overview === null;
  if (kind === "mismatch") return overview?.mismatch === true;
  if (kind === "turns") return (overview?.article.shifts.length ?? 0) > 0;
  return overview?.article.label === kind;
}

/** The items to show, in order. */
export function shown(items: Item[], order: Order, { words, kind }: Filter): Item[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => isOf(kind, item) && wanted.every((word) => textOf(item).includes(word)));
  const key = order.column === null ? mismatchFirst : KEYS[order.column];
  return ordered(found, key, order.descending ? -1 : 1);
}

function textOf(item: Item): string {
  const overview = overviewOf(item);
  return [overview?.name ?? item.named.name, overview?.headline, overview?.article.byline, overview?.declared]
    .join(" ")
    .toLocaleLowerCase();
}

type Key = (item: Item) => string | number | null;

const mismatchFirst: Key = (item) => (overviewOf(item)?.mismatch ? 0 : 1);

const KEYS: Record<Column, Key> = {
  article: (item) => overviewOf(item)?.headline ?? item.named.name,
  verdict: (item) => overviewOf(item)?.verdict ?? null,
  declared: (item) => overviewOf(item)?.declared ?? null,
  argue: (item) => overviewOf(item)?.article.opinion_share ?? null,
  turns: (item) => overviewOf(item)?.article.shifts[0]?.paragraph ?? null,
};

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Equals stay in the order in which they were opened; what has no key comes last either way. */
function ordered(items: Item[], key: Key, sign: number): Item[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (typeof a.key === "number" && typeof b.key === "number") return sign * (a.key - b.key);
    return sign * COLLATOR.compare(String(a.key), String(b.key));
  });
  return keyed.map(({ item }) => item);
}
