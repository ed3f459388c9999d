// What the program that serves the page is asked, and its answers.

/** What is reviewed. `queue`: rows to label; `issues`: labels that are probably wrong. */
export interface Review {
  table: string;
  sheet: string;
  kind: "issues" | "queue";
  blind: boolean;
  annotator: string | null;
  applied: boolean;
  apply_command: string;
  undo_command: string;
}

export interface Decision {
  verdict: string;
  by: string | null;
  when: string | null;
  note: string | null;
}

/** A row of the sheet. A blind review has neither source, labels, score nor reason. */
export interface Item {
  row: number;
  source?: string;
  given?: string;
  suggested?: string;
  score?: string;
  reason?: string;
  test: boolean;
  decision: Decision | null;
}

export interface Neighbour {
  row: number;
  text: string;
  label?: string;
}

/** A row in its article: `paragraphs[at]` is the row. */
export interface ItemInArticle extends Item {
  id?: string;
  article?: string;
  at: number;
  paragraphs: Neighbour[];
}

export interface Items {
  version: number;
  decided: number;
  total: number;
  items: Item[];
}

export interface Changed {
  version: number;
  decided: number;
  total: number;
  item: Item;
}

export interface Preview {
  sheet: string;
  table: string;
  journal: string;
  flipped: number;
  dropped: number;
  labelled: number;
  kept: number;
  unsure: number;
  undecided: number;
  contradicted: number;
  changes: { row: number; from: string | null; to: string | null; text: string }[];
}

/** The program refuses, and says why and what to do. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    what: string,
    remedy: string | null,
    readonly by: string | null,
  ) {
    super(remedy ? `${what}; ${remedy}` : what);
  }
}

/** Nothing answers: the program was stopped, or the network is gone. */
export class Unanswered extends Error {
  constructor() {
    super("oped does not answer; start it again with the same command, and this page goes on");
  }
}

export class Api {
  constructor(public by: string) {}

  review = () => ask<Review>("/v1/review");
  items = () => ask<Items>(`/v1/review/items?${this.query()}`);
  since = (version: number) => ask<Items>(`/v1/review/items?${this.query({ since: version })}`);
  item = (row: number) => ask<ItemInArticle>(`/v1/review/item?${this.query({ row })}`);
  claim = (row: number) => ask<ItemInArticle>("/v1/review/claim", { row, by: this.by });
  decide = (asked: { id: string; row: number; verdict: string; note: string; replace: boolean }) =>
    ask<Changed>("/v1/review/verdict", { ...asked, by: this.by });
  undo = (id: string) => ask<Changed>("/v1/review/undo", { id, by: this.by });
  preview = () => ask<Preview>("/v1/review/apply");
  apply = (sheet: string) => ask<Preview>("/v1/review/apply", { sheet });

  private query(more: Record<string, number> = {}): string {
    const pairs = Object.entries(more).map(([name, value]) => [name, String(value)]);
    return new URLSearchParams([["by", this.by], ...pairs]).toString();
  }
}

/** An id that no other request has. */
export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const request =
    body === undefined
      ? {}
      : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, { cache: "no-store", ...request }).catch(() => {
    throw new Unanswered();
  });
  const text = await response.text().catch(() => {
    throw new Unanswered();
  });
  if (response.ok) return JSON.parse(text) as T;
  throw refused(response.status, text);
}

function refused(status: number, text: string): Refused {
  try {
    const { what, remedy, by } = (JSON.parse(text) as { error: { what: string; remedy: string | null; by?: string } })
      .error;
    return new Refused(status, what, remedy, by ?? null);
  } catch {
    return new Refused(status, `oped answered with status ${status}`, "load the page again", null);
  }
}
