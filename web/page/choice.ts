// Choosing a paragraph of a drawn article: its words are lit, and its numbers can be opened. By mouse, or by keys
// while the focus is in the article: ↓ ↑ or j k from paragraph to paragraph, ← → in the ribbon, Esc to choose none.

import { el } from "./dom";
import type { Reading } from "./engine/types";
import { numbers } from "./numbers";
import { spoken } from "./ribbon";

const STEPS: Record<string, number> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** Makes an article of `article()` answer. */
export class Choice {
  /** The chosen paragraph. */
  at: number | null = null;
  private readonly items: HTMLElement[];
  private readonly cells: HTMLElement[];

  constructor(
    article: HTMLElement,
    private readonly reading: Reading,
    private readonly changes: (at: number) => Promise<string[]>,
  ) {
    this.items = [...article.querySelectorAll<HTMLElement>(".paragraph")];
    this.cells = [...article.querySelectorAll<HTMLElement>(".ribbon li")];
    this.items.forEach((item, at) => this.makeButton(item.querySelector(".number"), at));
    this.cells.forEach((cell, at) => this.makeButton(cell.querySelector("a"), at));
    this.stop(0);
    article.addEventListener("click", (event) => this.clicked(event));
    article.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Null for none. With `focus` the focus follows, and the paragraph comes into view. */
  choose(at: number | null, { focus = false } = {}): void {
    if (this.at !== null && this.at !== at) this.mark(this.at, false);
    this.at = at;
    if (at === null || !this.items[at]) return;
    this.mark(at, true);
    this.stop(at);
    if (focus) this.reveal(at);
  }

  /** A link becomes a button that can be pressed. */
  private makeButton(link: Element | null, at: number): void {
    if (!link) return;
    const button = el(
      "button",
      { type: "button", class: link.className || null, "aria-pressed": "false" },
      ...link.childNodes,
    );
    button.setAttribute("aria-label", spoken(this.reading, at));
    button.title = link.getAttribute("title") ?? "";
    button.dataset["paragraph"] = String(at);
    link.replaceWith(button);
  }

  private mark(at: number, chosen: boolean): void {
    const [item, cell, view] = [this.items[at], this.cells[at], this.reading.views[at]];
    for (const element of [item, cell]) {
      element?.classList.toggle("chosen", chosen);
      element?.querySelector("button")?.setAttribute("aria-pressed", String(chosen));
    }
    const why = item?.querySelector(".why");
    if (!chosen) why?.querySelector(".numbers")?.remove();
    else if (view?.probability && !why?.querySelector(".numbers")) why?.append(numbers(view, () => this.changes(at)));
  }

  /** One cell of the ribbon is a stop for the tab key; the arrows go on from there. */
  private stop(at: number): void {
    this.cells.forEach((cell, other) =>
      cell.querySelector("button")?.setAttribute("tabindex", other === at ? "0" : "-1"),
    );
  }

  private reveal(at: number): void {
    const item = this.items[at];
    item?.querySelector<HTMLElement>(".number")?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: "nearest" });
  }

  private clicked({ target }: Event): void {
    if (!(target instanceof Element) || target.closest(".numbers")) return;
    const button = target.closest<HTMLElement>("button[data-paragraph]");
    const item = target.closest<HTMLElement>(".paragraph");
    if (button) {
      const at = Number(button.dataset["paragraph"]);
      const again = this.at === at && item !== null;
      this.choose(again ? null : at, { focus: item === null });
    } else if (item && getSelection()?.isCollapsed !== false) {
      const at = this.items.indexOf(item);
      this.choose(at);
      // From here the keys go on.
      this.items[at]?.querySelector<HTMLElement>(".number")?.focus({ preventScroll: true });
    }
  }

  private pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    if (target.closest("input, select") || (target.matches("summary") && key !== "Escape")) return;
    const cell = target.closest<HTMLElement>(".ribbon button");
    if (cell && (key === "ArrowLeft" || key === "ArrowRight"))
      this.along(Number(cell.dataset["paragraph"]), key === "ArrowRight" ? 1 : -1);
    else if (key === "Escape") this.choose(null);
    else if (key in STEPS && (target.matches("[data-paragraph]") || "jk".includes(key)))
      this.step(target, STEPS[key] ?? 0);
    else return;
    event.preventDefault();
  }

  private along(at: number, step: number): void {
    const next = Math.min(Math.max(at + step, 0), this.cells.length - 1);
    this.stop(next);
    this.cells[next]?.querySelector("button")?.focus();
  }

  private step(from: HTMLElement, step: number): void {
    const at = from.dataset["paragraph"] ?? this.at;
    const next = at === null || at === undefined ? 0 : Number(at) + step;
    this.choose(Math.min(Math.max(next, 0), this.items.length - 1), { focus: true });
  }

  /** The same paragraph stays chosen when a text is read anew while it is typed. */
  resume(before: Choice | null): this {
    const at = before?.at ?? null;
    this.choose(at !== null && at < this.reading.views.length ? at : null);
    return this;
  }
}
