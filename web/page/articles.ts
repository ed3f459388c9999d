// The articles of the files that were opened: read one after the other, so that the page stays at hand.

import { type Engine, type Source, messageOf } from "./engine/engine";
import type { Overview } from "./engine/types";
import type { Named } from "./files";

/** An article, or a file that could not be read. */
export interface Item {
  named: Named;
  /** The number of its file, in the order in which they were opened. */
  file: number;
  /** Its place among the articles of its file, and how many these are. */
  index: number;
  of: number;
  result: { overview: Overview } | { error: string };
}

/** Files above this are refused: a browser holds each several times. */
const LARGEST = 64 * 1024 * 1024;
/** While the engine reads a file, the next one is fetched. */
const AT_ONCE = 2;

/** A file that waits. */
type Waiting = Pick<Item, "named" | "file">;

/** Everything that was opened. */
export class Articles {
  /** In the order of their files. */
  items: Item[] = [];
  /** Files: all, and those that were read. */
  files = 0;
  read = 0;
  private waiting: Waiting[] = [];
  private running = 0;
  private stopped = false;
  /** Raised when the list is cleared: what is still being read then belongs to no list. */
  private round = 0;

  /** `changed` is called after every file. */
  constructor(
    private readonly engine: Engine,
    private readonly changed: () => void,
  ) {}

  get state(): "reading" | "stopped" | "done" {
    if (this.read === this.files) return "done";
    return this.stopped ? "stopped" : "reading";
  }

  add(files: Named[]): void {
    this.waiting.push(...files.map((named, at) => ({ named, file: this.files + at })));
    this.files += files.length;
    this.go();
  }

  /** Files that wait go on waiting. */
  stop(): void {
    this.stopped = true;
    this.changed();
  }

  go(): void {
    this.stopped = false;
    while (this.running < AT_ONCE && this.waiting.length > 0) void this.work();
    this.changed();
  }

  clear(): void {
    this.round++;
    [this.items, this.waiting, this.files, this.read] = [[], [], 0, 0];
    this.changed();
  }

  private async work(): Promise<void> {
    this.running++;
    for (let next = this.waiting.shift(); next; next = this.stopped ? undefined : this.waiting.shift()) {
      const round = this.round;
      const results = await this.results(next.named);
      if (round !== this.round) continue;
      this.insert(next, results);
      this.read++;
      this.changed();
    }
    this.running--;
  }

  /** A file may be read before the one that was opened before it. */
  private insert(waiting: Waiting, results: Item["result"][]): void {
    const items = results.map((result, index) => ({ ...waiting, index, of: results.length, result }));
    this.items.splice(this.items.findLastIndex(({ file }) => file < waiting.file) + 1, 0, ...items);
  }

  private async results(named: Named): Promise<Item["result"][]> {
    try {
      const found = await this.engine.overview(await source(named));
      if (found.length === 0) return [{ error: "no article in it; open a page, a text or a feed" }];
      return found.map((overview) => ({ overview }));
    } catch (error) {
      return [{ error: messageOf(error) }];
    }
  }
}

/** The file's content. */
export async function source({ name, file }: Named): Promise<Source> {
  if (file.size > LARGEST) {
    const size = `${Math.round(file.size / 1024 / 1024)} MB`;
    throw new Error(`it has ${size}, and the page reads up to 64 MB; split it, or use the program \`oped\``);
  }
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    throw new Error("the browser may not read it; it was moved, changed or locked: open it again");
  }
}
