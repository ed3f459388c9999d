// The rows of the sheet in their order, which of them are shown, and where the reader is.

import type { Changed, Item, Items } from "./api";

/** Which rows are shown. */
export interface Filter {
  status: "open" | "all" | "mine" | "decided";
  source: string;
  reason: string;
}

export class Course {
  /** Up to which change of the sheet everything is known. */
  version = 0;
  decided = 0;
  total = 0;
  /** The row on screen. */
  row: number | null = null;
  filter: Filter = { status: "open", source: "", reason: "" };
  private rows: Item[] = [];
  private readonly of = new Map<number, Item>();

  constructor(public by: string) {}

  /** All rows. */
  begin(items: Items): void {
    this.rows = items.items;
    this.of.clear();
    for (const item of this.rows) this.of.set(item.row, item);
    this.version = items.version;
    this.count(items);
  }

  /** Rows that others have decided or taken back meanwhile. */
  catchUp(items: Items): void {
    for (const item of items.items) this.note(item);
    this.version = items.version;
    this.count(items);
  }

  /** The outcome of an own verdict or undo. What others did before it is not told here, so the version stays. */
  change(changed: Changed): void {
    this.note(changed.item);
    this.count(changed);
  }

  /** What is known of a row is replaced. */
  note(item: Item): void {
    const known = this.of.get(item.row);
    if (known) known.decision = item.decision;
  }

  item(row: number): Item | undefined {
    return this.of.get(row);
  }

  sources(): string[] {
    return [...new Set(this.rows.map(({ source }) => source ?? ""))].filter((source) => source !== "").sort();
  }

  /** The rows that are shown; the one on screen stays among them, so that there is a way on from it. */
  shown(): Item[] {
    return this.rows.filter((item) => item.row === this.row || this.isShown(item));
  }

  /** Its place among those shown, from 0; −1 if nothing is on screen. */
  place(): number {
    return this.shown().findIndex(({ row }) => row === this.row);
  }

  /** The row so many places further among those shown; null beyond the ends. */
  beside(step: number): number | null {
    return this.shown()[this.place() + step]?.row ?? null;
  }

  /** Undecided rows that are shown, those behind the one on screen first. */
  next(): number[] {
    const at = this.rows.findIndex(({ row }) => row === this.row);
    const ahead = [...this.rows.slice(at + 1), ...this.rows.slice(0, Math.max(at, 0))];
    return ahead.filter((item) => item.decision === null && this.isMatch(item)).map(({ row }) => row);
  }

  private isShown(item: Item): boolean {
    const { status } = this.filter;
    const isOfStatus =
      status === "all" ||
      (status === "open"
        ? item.decision === null
        : item.decision !== null && (status === "decided" || item.decision.by === this.by));
    return isOfStatus && this.isMatch(item);
  }

  private isMatch({ source, reason }: Item): boolean {
    const { filter } = this;
    if (filter.source !== "" && source !== filter.source) return false;
    return filter.reason === "" || (reason ?? "").toLowerCase().includes(filter.reason.toLowerCase());
  }

  private count({ decided, total }: { decided: number; total: number }): void {
    Object.assign(this, { decided, total });
  }
}
