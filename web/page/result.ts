// The article on show, with what can be done with it: copied, saved, printed.

import { article } from "./article";
import { Choice } from "./choice";
import { cut } from "./cut";
import { byId } from "./dom";
import { type Engine, type Source, messageOf } from "./engine/engine";
import type { Reading } from "./engine/types";
import { say } from "./notices";
import { plainText, richText } from "./rich";
import { told } from "./row";
import { copy, nameFor, save } from "./save";
import { savedPage } from "./saved";

/** A reading, and what it was read from. */
export interface Shown {
  reading: Reading;
  source: Source;
}

export class Result {
  private shown: Shown | null = null;
  private choice: Choice | null = null;
  private readonly place = byId("article");
  private readonly options = byId("options");

  constructor(private readonly engine: Engine) {
    const options: [string, string, boolean][] = [
      ["mark-all", "marked", true],
      ["show-blocks", "bare", false],
    ];
    for (const [id, name, when] of options) {
      byId<HTMLInputElement>(id).addEventListener("change", () => this.decorate(id, name, when));
    }
    byId("copy").addEventListener("click", () => this.copy());
    byId("print").addEventListener("click", () => print());
    byId("save-html").addEventListener("click", () => this.saveHtml());
    byId("save-jsonl").addEventListener("click", () => void this.saveLines("jsonl"));
    byId("save-csv").addEventListener("click", () => void this.saveLines("csv"));
  }

  /** Draws an article; with `typing` the chosen paragraph stays chosen. */
  show({ reading: whole, source }: Shown, { typing = false } = {}): void {
    const reading = cut(whole);
    const drawn = article(reading);
    this.shown = { reading: whole, source };
    const changes = (at: number) => this.engine.changes(source, at);
    this.choice = new Choice(drawn, reading, changes).resume(typing ? this.choice : null);
    this.place.replaceChildren(drawn);
    this.options.hidden = reading.views.length === 0;
    this.place.querySelector(".key")?.after(this.options);
    this.decorate("mark-all", "marked", true);
    this.decorate("show-blocks", "bare", false);
    byId("result").hidden = false;
  }

  clear(): void {
    this.shown = null;
    this.choice = null;
    byId("result").append(this.options);
    this.place.replaceChildren();
    byId("result").hidden = true;
  }

  /** Moves the focus to the headline, from which a screen reader goes on. */
  focus(): void {
    byId("headline").focus({ preventScroll: true });
  }

  get reading(): Reading | null {
    return this.shown?.reading ?? null;
  }

  /** A line for a screen reader. */
  get told(): string {
    return this.shown ? told(this.shown.reading) : "";
  }

  private decorate(id: string, name: string, when: boolean): void {
    this.place.firstElementChild?.classList.toggle(
      name,
      this.options.querySelector<HTMLInputElement>(`#${id}`)?.checked === when,
    );
  }

  private copy(): void {
    if (!this.shown) return;
    const { reading } = this.shown;
    const done = copy(richText(reading), plainText(reading));
    say(
      done
        ? "Copied: paste it into a letter or a document."
        : "The browser did not let the page copy; save it as HTML instead.",
    );
  }

  private saveHtml(): void {
    if (!this.shown) return;
    const style = document.querySelector("style")?.textContent ?? "";
    const name = nameFor(this.shown.reading.name);
    save(name, "html", savedPage(cut(this.shown.reading), style));
    say(`Saved ${name}.html: a page without scripts, which any browser shows.`);
  }

  private async saveLines(kind: "jsonl" | "csv"): Promise<void> {
    if (!this.shown) return;
    const { source, reading } = this.shown;
    const name = nameFor(reading.name);
    try {
      save(name, kind, await this.engine.lines(source, kind));
      say(`Saved ${name}.${kind}.`);
    } catch (error) {
      say(`Not saved: ${messageOf(error)}.`);
    }
  }
}
