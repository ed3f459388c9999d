// The list of articles: what each does and declares, sortable, to be filtered, with those that are not what they
// declare first.

import type { Articles, Item } from "./articles";
import { byId, el } from "./dom";
import { type Column, type Filter, KINDS, type Order, isOf, overviewOf, shown } from "./order";
import { row } from "./row";

const COLUMNS: [Column, string][] = [
  ["article", "Article"],
  ["verdict", "Verdict"],
  ["declared", "Declared"],
  ["argue", "Argue"],
  ["turns", "Turns at"],
];
/** While files are read, the list is drawn anew this often, in milliseconds. */
const PACE = 250;

/** Draws into `#list`. */
export class List {
  private readonly rows = new Map<Item, HTMLElement>();
  private readonly order: Order = { column: null, descending: false };
  private readonly filter: Filter = { words: "", kind: "" };
  private readonly title = el("h2", { id: "list-title", tabindex: -1 });
  private readonly progress = [
    el("progress", { "aria-label": "Files read" }),
    el("span"),
    el("button", { type: "button" }, "Stop"),
  ] as const;
  private readonly reading = el("div", { class: "progress screen" }, ...this.progress);
  private readonly kinds = el("select", { "aria-label": "Show" }, ...KINDS.map(([value]) => el("option", { value })));
  private readonly body = el("tbody", { role: "rowgroup" });
  private readonly heads = COLUMNS.map(([column, name]) => this.head(column, name));
  private readonly empty = el("p", { class: "note", hidden: true }, "No article is like this.");
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `open` is called with the item to show, `cleared` when all are to go. */
  constructor(
    private readonly articles: Articles,
    private readonly open: (item: Item) => void,
    private readonly cleared: () => void,
    saves: HTMLElement[],
  ) {
    this.progress[2].addEventListener("click", () => (articles.state === "stopped" ? articles.go() : articles.stop()));
    byId("list").append(this.title, this.reading, this.controls(saves), this.table(), this.empty);
  }

  /** The items in the order in which they are shown. */
  get inOrder(): Item[] {
    return shown(this.articles.items, this.order, this.filter);
  }

  focus(): void {
    this.title.focus({ preventScroll: true });
  }

  /** Puts the focus back on an article's row. */
  focusOn(item: Item): void {
    this.rows.get(item)?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }

  /** Soon: many files may be read between two drawings. */
  changed(): void {
    this.timer ??= setTimeout(() => this.draw(), this.articles.state === "reading" ? PACE : 0);
  }

  draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.articles.items.length === 0) this.rows.clear();
    this.drawTitle();
    this.drawProgress();
    this.drawKinds();
    const items = this.inOrder;
    this.body.replaceChildren(...items.map((item) => this.rowOf(item)));
    this.empty.hidden = items.length > 0 || this.articles.items.length === 0;
    for (const [at, [column]] of COLUMNS.entries()) {
      const direction = this.order.column !== column ? "none" : this.order.descending ? "descending" : "ascending";
      this.heads[at]?.setAttribute("aria-sort", direction);
    }
  }

  private rowOf(item: Item): HTMLElement {
    const known = this.rows.get(item) ?? row(item);
    this.rows.set(item, known);
    return known;
  }

  private drawTitle(): void {
    const { items } = this.articles;
    const read = items.filter((item) => overviewOf(item)).length;
    const counts: [number, string][] = [
      ...["mismatch", "opinion", "mixed", "news", "unsure"].map((kind): [number, string] => [
        items.filter((item) => isOf(kind, item)).length,
        kind === "mismatch" ? "not what they declare" : kind,
      ]),
      [items.length - read, items.length - read === 1 ? "file could not be read" : "files could not be read"],
    ];
    const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString("en")} ${what}`);
    const number = `${read.toLocaleString("en")} ${read === 1 ? "article" : "articles"}`;
    this.title.textContent = told.length > 0 ? `${number}: ${told.join(", ")}` : number;
  }

  private drawProgress(): void {
    const { read, files, state } = this.articles;
    const [bar, told, button] = this.progress;
    this.reading.hidden = state === "done";
    bar.max = files;
    bar.value = read;
    told.textContent = `${read.toLocaleString("en")} of ${files.toLocaleString("en")} files read`;
    button.textContent = state === "stopped" ? "Go on" : "Stop";
  }

  private drawKinds(): void {
    for (const [at, [kind, name]] of KINDS.entries()) {
      const count = this.articles.items.filter((item) => isOf(kind, item)).length;
      const option = this.kinds.options[at];
      if (option) [option.textContent, option.disabled] = [`${name} (${count.toLocaleString("en")})`, count === 0];
    }
  }

  private controls(saves: HTMLElement[]): HTMLElement {
    const words = el("input", {
      type: "search",
      placeholder: "Find in headlines and names",
      "aria-label": "Find in headlines and names",
    });
    words.addEventListener("input", () => this.show({ words: words.value }));
    this.kinds.addEventListener("change", () => this.show({ kind: this.kinds.value }));
    const first = el("button", { type: "button", class: "plain" }, "Mismatches first");
    first.addEventListener("click", () => this.sort(null));
    const clear = el("button", { type: "button", class: "plain" }, "Clear the list");
    clear.addEventListener("click", () => this.cleared());
    return el(
      "div",
      { class: "tools screen" },
      words,
      this.kinds,
      first,
      el("span", { class: "saves" }, ...saves, clear),
    );
  }

  private show(filter: Partial<Filter>): void {
    Object.assign(this.filter, filter);
    this.draw();
  }

  private sort(column: Column | null): void {
    // Whoever sorts by how much argues wants to see what argues.
    const first = column === "argue";
    this.order.descending = column !== null && (this.order.column === column ? !this.order.descending : first);
    this.order.column = column;
    this.draw();
  }

  private head(column: Column, name: string): HTMLElement {
    const button = el("button", { type: "button", class: "sort" }, name);
    button.addEventListener("click", () => this.sort(column));
    return el("th", { role: "columnheader", scope: "col", class: column === "article" ? "name" : column }, button);
  }

  private table(): HTMLElement {
    const glance = el("th", { role: "columnheader", scope: "col", class: "glance-cell" }, "At a glance");
    const head = el("tr", { role: "row" }, ...this.heads, glance);
    const table = el(
      "table",
      { role: "table", "aria-labelledby": "list-title" },
      el("thead", { role: "rowgroup" }, head),
      this.body,
    );
    table.addEventListener("click", ({ target }) => this.clicked(target));
    return table;
  }

  /** The whole row opens its article. */
  private clicked(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-file]") : null;
    const [file, index] = [Number(row?.dataset["file"]), Number(row?.dataset["index"])];
    const item = this.articles.items.find((item) => item.file === file && item.index === index);
    if (item && overviewOf(item)) this.open(item);
  }
}
