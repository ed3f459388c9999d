// The page: a text on the desk, the article that was read, and the list of many.

import { title } from "./article";
import { Articles, type Item, source } from "./articles";
import { Desk, clip } from "./desk";
import { byId, el } from "./dom";
import { onDrop } from "./drop";
import { Engine, type Source, messageOf } from "./engine/engine";
import { example, exampleText } from "./example";
import { type Named, chosen, dropped } from "./files";
import { Latest } from "./latest";
import { List } from "./list";
import { attempt, fail, say, speak } from "./notices";
import { overviewOf } from "./order";
import { rehearse } from "./rehearsal";
import { Result, type Shown } from "./result";
import { save } from "./save";
import { csv, jsonLines } from "./table";
import { type Name, type View, Views } from "./views";

const TITLE = document.title;
/** After so many readings the engine is as fast as it gets. */
const WARM_UP = 16;

/** An article that was shown, to come back to it. */
interface Opened {
  source: () => Promise<Source>;
  index: number;
  item: Item | null;
}

class Page {
  private readonly engine = Engine.start();
  private readonly result = new Result(this.engine);
  private readonly desk = new Desk({
    edited: (source) => this.typed.put(source),
    pasted: (source) => void this.open({ source: async () => source, index: 0, item: null }),
  });
  private readonly articles = new Articles(this.engine, () => this.filesRead());
  private readonly list = new List(
    this.articles,
    (item) => this.openItem(item),
    () => this.clearList(),
    this.listSaves(),
  );
  private readonly views = new Views((view) => void this.returnTo(view));
  private readonly opened: Opened[] = [];
  /** The article on show. */
  private at: number | null = null;
  private readonly typed = new Latest<Source | null>((source) => this.readTyped(source));
  /** Raised whenever the reader goes somewhere else: what was still being read for the place before is not shown. */
  private place = 0;
  /** Files that were just opened; if they are one article, it is shown. */
  private opening = false;

  constructor() {
    this.startEngine();
    this.listenToButtons();
    addEventListener("paste", (event) => this.pastedAnywhere(event));
    onDrop(byId("drop"), (data) => this.dropped(data));
  }

  private startEngine(): void {
    const obstacle = Engine.obstacle();
    if (obstacle !== null) return fail(`This page cannot run: ${obstacle}.`);
    say("Getting ready…");
    const first = this.engine.ready().then(() => this.engine.read(example()));
    first.then(() => this.warmUp()).catch(() => {});
    first.then(
      () => {
        document.documentElement.dataset["ready"] = String(Math.round(performance.now()));
        say("Ready.");
      },
      (error: unknown) =>
        fail(`The page cannot start: ${messageOf(error)}. Save its file anew, or use a current browser.`),
    );
  }

  /** A browser compiles what runs, and compiles well what runs often: let that be readings that nobody waits for. */
  private async warmUp(): Promise<void> {
    for (let times = 0; times < WARM_UP; times++) {
      const [reading] = await this.engine.read(times % 2 === 0 ? example() : exampleText());
      if (times === 0 && reading && this.result.reading === null) rehearse(reading);
    }
  }

  private listenToButtons(): void {
    const on = (id: string, act: () => void) => byId(id).addEventListener("click", act);
    for (const id of ["files", "folder"]) {
      const input = byId<HTMLInputElement>(id);
      on(id === "files" ? "open" : "open-folder", () => input.click());
      input.addEventListener("change", () => {
        this.add(chosen(input.files));
        input.value = "";
      });
    }
    on("example", () => void this.open({ source: async () => example(), index: 0, item: null }));
    on("new", () => this.startAnew());
    on("edit", () => this.edit());
    on("all", () => this.showList());
    on("back", () => this.showList());
    on("previous", () => this.openItem(this.neighbour(-1)));
    on("next", () => this.openItem(this.neighbour(1)));
  }

  // Texts

  private startAnew(): void {
    this.place++;
    this.typed.cancel();
    this.desk.clear();
    this.result.clear();
    this.views.go({ name: "start", opened: null });
    this.entitle();
    this.desk.focus();
  }

  private readTyped(source: Source | null): Promise<void> {
    if (source !== null) return attempt(() => this.showTyped(source));
    this.emptied();
    return Promise.resolve();
  }

  private emptied(): void {
    this.result.clear();
    if (this.views.name === "typing") this.views.go({ name: "start", opened: null }, { replace: true });
  }

  private async showTyped(source: Source): Promise<void> {
    const place = this.place;
    const [reading] = await this.engine.read(source);
    if (!reading || place !== this.place || !["start", "typing"].includes(this.views.name)) return;
    say("");
    for (const id of ["back", "previous", "next"]) byId(id).hidden = true;
    this.result.show({ reading, source }, { typing: true });
    if (this.views.name === "start") this.views.go({ name: "typing", opened: null });
    speak(this.result.told);
  }

  private edit(): void {
    this.place++;
    const { reading } = this.result;
    if (reading && !(this.at !== null && this.isDesk(this.at))) this.desk.show(reading);
    this.views.go({ name: "typing", opened: null });
    this.desk.focus();
  }

  /** Whether the desk holds this article as it was pasted, without layout. */
  private isDesk(at: number): boolean {
    return this.opened[at]?.item === null && this.result.reading?.format === "text";
  }

  // Articles

  private openItem(item: Item | null): void {
    if (item) void this.open({ source: () => source(item.named), index: item.index, item });
  }

  private async open(opened: Opened): Promise<void> {
    const replace = this.views.name === "article" && opened.item !== null;
    const place = ++this.place;
    await attempt(async () => {
      const shown = await this.read(opened);
      if (place !== this.place) return;
      this.at = this.opened.push(opened) - 1;
      this.views.go({ name: "article", opened: this.at }, { replace });
      this.present(shown, opened);
    });
  }

  private async read({ source, index }: Opened): Promise<Shown> {
    const from = { ...(await source()), index };
    const [reading] = await this.engine.read(from);
    if (!reading) throw new Error("there is no article in it; paste or open a text");
    return { reading, source: from };
  }

  private present(shown: Shown, { item }: Opened): void {
    say("");
    this.result.show(shown);
    const isAlone = item === null || this.articles.items.length < 2;
    for (const id of ["back", "previous", "next"]) byId(id).hidden = isAlone;
    byId<HTMLButtonElement>("previous").disabled = this.neighbour(-1) === null;
    byId<HTMLButtonElement>("next").disabled = this.neighbour(1) === null;
    this.result.focus();
    this.entitle();
    speak(this.result.told);
  }

  /** The readable article before or behind this one, as the list is sorted and filtered. */
  private neighbour(step: number): Item | null {
    const current = this.at === null ? null : this.opened[this.at]?.item;
    if (!current) return null;
    const readable = this.list.inOrder.filter((item) => overviewOf(item));
    return readable[readable.indexOf(current) + step] ?? null;
  }

  private async returnTo({ name, opened }: View): Promise<void> {
    const before = opened === null ? undefined : this.opened[opened];
    const place = ++this.place;
    if (name === "article" && before) {
      await attempt(async () => {
        const shown = await this.read(before);
        if (place !== this.place) return;
        this.at = opened;
        this.views.turnTo(name);
        this.present(shown, before);
      });
    } else if (name === "list" && this.articles.files > 0) this.turnToList();
    else this.turnToDesk(name === "list" ? "start" : name);
  }

  /** What is on show may be another text than the one on the desk. */
  private turnToDesk(name: Name): void {
    this.views.turnTo(name);
    if (name === "typing") this.typed.put(this.desk.source());
    else this.result.clear();
  }

  // Files

  private async dropped(data: DataTransfer): Promise<void> {
    const text = clip(data);
    if ([...data.items].some(({ kind }) => kind === "file")) await attempt(async () => this.add(await dropped(data)));
    else this.desk.paste(text);
  }

  /** Outside the desk, and files inside it, too. */
  private pastedAnywhere(event: ClipboardEvent): void {
    const data = event.clipboardData;
    if (!data || event.defaultPrevented) return;
    const isField = event.target instanceof HTMLElement && event.target.matches("input, textarea");
    const text = clip(data);
    if (!text.html && !text.text && data.files.length > 0) void this.dropped(data);
    else if (!isField) this.desk.paste(text);
    else return;
    event.preventDefault();
  }

  private add(files: Named[]): void {
    if (files.length === 0) return fail("There is no file in it; open texts, pages, mails, documents or feeds.");
    say("");
    fail("");
    this.opening = files.length === 1;
    this.articles.add(files);
    if (!this.opening && this.views.name !== "list") this.showList();
  }

  private filesRead(): void {
    this.list.changed();
    const { items, files, state } = this.articles;
    const all = byId("all");
    all.hidden = files < 2;
    all.textContent = `All ${files.toLocaleString("en")} files`;
    if (state !== "done" || files === 0) return;
    const last = items.at(-1);
    if (this.opening && last && this.views.name !== "list") this.showOnly(last);
    this.opening = false;
  }

  /** A single file: its article, why it cannot be read, or, of a feed, the list. */
  private showOnly(item: Item): void {
    if ("error" in item.result) fail(`${item.named.name}: ${item.result.error}`);
    else if (item.of > 1) this.showList();
    else this.openItem(item);
  }

  private showList(): void {
    if (this.articles.files === 0) return this.startAnew();
    this.place++;
    this.views.go({ name: "list", opened: null });
    this.turnToList();
  }

  private clearList(): void {
    this.articles.clear();
    say("");
    this.startAnew();
  }

  private turnToList(): void {
    const item = this.at === null ? null : this.opened[this.at]?.item;
    this.list.draw();
    this.views.turnTo("list");
    if (item) this.list.focusOn(item);
    else this.list.focus();
  }

  private listSaves(): HTMLElement[] {
    const button = (name: string, kind: "jsonl" | "csv", write: typeof csv) => {
      const button = el("button", { type: "button", class: "plain" }, name);
      button.addEventListener("click", () => {
        const articles = this.list.inOrder.map(overviewOf).filter((overview) => overview !== null);
        save("oped-articles", kind, write(articles.map(({ article }) => article)));
        say(`Saved oped-articles.${kind}: ${articles.length.toLocaleString("en")} articles, as listed.`);
      });
      return button;
    };
    return [button("Save as CSV", "csv", csv), button("JSON lines", "jsonl", jsonLines)];
  }

  /** The tab, and the name under which a print is saved. */
  private entitle(): void {
    const { reading } = this.result;
    document.title = reading ? `${title(reading)} · oped` : TITLE;
  }
}

new Page();
