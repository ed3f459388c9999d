// The review itself: shows one row after the other, and sends verdicts. The next row is shown only once a verdict is on disk.

import { byId, el, printable, sentence } from "../dom";
import type { Engine } from "../engine/engine";
import type { Reading } from "../engine/types";
import { Api, type ItemInArticle, Refused, type Review, Unanswered, newId } from "./api";
import { counted } from "./apply";
import type { Course } from "./course";
import { type Acts, itemView, showEvidence } from "./item";
import { told } from "./verdicts";

/** Between two tries to reach a program that does not answer, and between two looks at what others did. */
const RETRY = 2000;
const LOOK = 5000;
/** The program keeps a row for somebody for five minutes; while it is on screen, it is asked again to. */
const RENEW = 60_000;

export class Desk implements Acts {
  private item: ItemInArticle | null = null;
  private isBusy = false;
  /** Counts what was asked for the screen: only the answer to the last counts. */
  private turn = 0;
  private isApplied: boolean;
  private readings = new Map<string, Promise<Reading>>();

  constructor(
    private readonly api: Api,
    private readonly review: Review,
    private readonly course: Course,
    private readonly engine: Engine | null,
  ) {
    this.isApplied = review.applied;
    setInterval(() => void this.look(), LOOK);
    setInterval(() => void this.renew(), RENEW);
  }

  /** Shows the next undecided row that nobody else has on screen; says so if there is none. */
  async next(): Promise<void> {
    const turn = ++this.turn;
    for (const row of this.course.next()) {
      try {
        const item = await this.api.claim(row);
        return turn === this.turn ? this.show(item) : undefined;
      } catch (error) {
        if (turn !== this.turn) return;
        if (!isConflict(error)) return this.fail(error, () => this.next());
        await this.look();
      }
    }
    if (turn === this.turn) this.showEnd();
  }

  /** Looks at the row before or after without deciding. */
  async step(by: number): Promise<void> {
    if (this.isBusy) return;
    const row = this.course.beside(by);
    if (row === null) return;
    this.problem(null);
    await this.lookAt(row);
  }

  decide(verdict: string): void {
    const item = this.item;
    if (!item || this.isBusy || this.isApplied) return;
    const note = byId<HTMLTextAreaElement>("note").value;
    const replace = item.decision !== null;
    const asked = { id: newId(), row: item.row, verdict, note, replace };
    void this.send(
      () => this.api.decide(asked),
      (changed) => {
        this.course.change(changed);
        this.say(`Row ${item.row}, ${told(this.review, item, verdict)}.`);
        return this.next();
      },
    );
  }

  undo = (): void => {
    if (this.isBusy || this.isApplied) return;
    const id = newId();
    void this.send(
      () => this.api.undo(id),
      (changed) => {
        this.course.change(changed);
        this.say(`Taken back: row ${changed.item.row}.`);
        return this.lookAt(changed.item.row);
      },
    );
  };

  /** After the sheet was applied, nothing more can be decided. */
  close(told: string): void {
    this.isApplied = true;
    this.turn++;
    byId("item").replaceChildren(el("p", { class: "lead", id: "end", tabindex: -1 }, printable(told)));
    byId("end").focus();
    this.item = null;
  }

  /** Draws the filters' effect. */
  refilter(): void {
    // What is being sent decides what comes next.
    if (this.isBusy || this.item?.decision === null) this.drawCourse();
    else void this.next();
  }

  /**
   * Sends until there is an answer, always under the same id: a verdict counts once, whenever the answer was lost. No key counts
   * until the next row is on screen.
   */
  private async send<T>(ask: () => Promise<T>, then: (answer: T) => Promise<void>): Promise<void> {
    this.busy(true);
    this.turn++;
    let answer: T;
    try {
      answer = await ask();
    } catch (error) {
      return this.unsent(error, ask, then);
    }
    this.problem(null);
    this.item = null;
    await then(answer);
    this.busy(false);
  }

  private async unsent<T>(error: unknown, ask: () => Promise<T>, then: (answer: T) => Promise<void>): Promise<void> {
    if (error instanceof Unanswered) {
      this.problem(`${error.message}. Your verdict is not counted yet; it is sent again`, null);
      setTimeout(() => void this.send(ask, then), RETRY);
      return;
    }
    if (error instanceof Refused && error.by !== null) {
      this.problem(error.message, null);
      await this.look();
      // A note stays on screen, for whoever wants to tell the other.
      if (!this.hasNote()) await this.next();
    } else {
      this.fail(error, () => this.send(ask, then));
    }
    this.busy(false);
  }

  private hasNote(): boolean {
    const note = document.getElementById("note");
    return note instanceof HTMLTextAreaElement && note.value !== (this.item?.decision?.note ?? "");
  }

  private async lookAt(row: number): Promise<void> {
    const turn = ++this.turn;
    try {
      const item = await this.take(row);
      if (turn === this.turn) this.show(item);
    } catch (error) {
      if (turn === this.turn) this.fail(error, () => this.lookAt(row));
    }
  }

  /** A row, which nobody else gets if it is undecided. If another has it, it is shown all the same, and who has it is told. */
  private async take(row: number): Promise<ItemInArticle> {
    if (this.course.item(row)?.decision !== null) return this.api.item(row);
    try {
      return await this.api.claim(row);
    } catch (error) {
      if (!isConflict(error)) throw error;
      this.problem(error.message);
      return this.api.item(row);
    }
  }

  /** Keeps the row on screen for this person. */
  private async renew(): Promise<void> {
    const item = this.item;
    if (item?.decision !== null || this.isBusy || this.review.blind || document.hidden) return;
    try {
      await this.api.claim(item.row);
    } catch (error) {
      if (isConflict(error) && this.item === item) this.problem(error.message);
    }
  }

  private show(item: ItemInArticle): void {
    this.item = item;
    this.course.row = item.row;
    this.course.note(item);
    const view = itemView(this.review, item, this);
    byId("item").replaceChildren(view);
    this.drawCourse();
    byId("row").focus({ preventScroll: true });
    view.querySelector(".paragraph.chosen")?.scrollIntoView({ block: "nearest" });
    void this.evidence(view, item);
  }

  private async evidence(view: HTMLElement, item: ItemInArticle): Promise<void> {
    if (!this.engine) return;
    try {
      const { engine } = this;
      const changes = () => engine.changesInRows(texts(item), item.at);
      showEvidence(view, item, await this.reading(engine, item), changes);
    } catch (error) {
      view
        .querySelector(".chosen .why")
        ?.replaceChildren(el("p", {}, printable(error instanceof Error ? error.message : String(error))));
    }
  }

  /** The article's reading: rows of one article follow each other, so the last few are kept. */
  private reading(engine: Engine, item: ItemInArticle): Promise<Reading> {
    const first = `${item.paragraphs[0]?.row} ${item.paragraphs.length}`;
    const known = this.readings.get(first);
    if (known) return known;
    const reading = engine.rows(texts(item));
    if (this.readings.size > 8) this.readings.clear();
    this.readings.set(first, reading);
    return reading;
  }

  private showEnd(): void {
    this.item = null;
    const { decided, total } = this.course;
    const rest = total - decided;
    const words =
      rest === 0
        ? `All ${counted(total, "row")} are decided.${this.review.blind ? "" : " Apply the sheet to the table when you like."}`
        : `Nothing is left here: ${counted(rest, "row")} without a verdict, but not among those shown, or on another’s screen.`;
    byId("item").replaceChildren(el("p", { class: "lead", id: "end", tabindex: -1 }, words));
    this.course.row = null;
    this.drawCourse();
    byId("end").focus();
  }

  private drawCourse(): void {
    const { decided, total } = this.course;
    const [place, shown] = [this.course.place(), this.course.shown().length];
    byId("position").textContent = place < 0 ? "" : `${place + 1} of ${shown} shown`;
    byId("count").textContent = `${decided} of ${counted(total, "row")} decided`;
    const bar = byId<HTMLProgressElement>("progress");
    [bar.max, bar.value] = [Math.max(total, 1), decided];
  }

  /** What others did meanwhile. */
  private async look(): Promise<void> {
    if (this.isApplied) return;
    try {
      this.course.catchUp(await this.api.since(this.course.version));
      this.drawCourse();
    } catch {
      // The next verdict tells.
    }
  }

  private busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    byId("item").toggleAttribute("aria-busy", isBusy);
  }

  private fail(error: unknown, again: () => Promise<void>): void {
    this.problem(error instanceof Error ? error.message : String(error), () => void again());
  }

  private problem(text: string | null, again: (() => void) | null = null): void {
    const box = byId("problem");
    const [words, button] = [box.querySelector("p"), box.querySelector("button")];
    if (!words || !button) return;
    box.hidden = text === null;
    words.textContent = text === null ? "" : printable(sentence(text));
    button.hidden = again === null;
    button.onclick = () => {
      this.problem(null);
      again?.();
    };
  }

  private say(text: string): void {
    byId("spoken").textContent = printable(text);
  }
}

const texts = (item: ItemInArticle) => item.paragraphs.map(({ text }) => text);

/** Whether another has the row, or has decided. */
const isConflict = (error: unknown): error is Refused => error instanceof Refused && error.status === 409;
