// The engine as the page uses it: started in a worker, so that the page never waits, or on the page's own thread where
// workers are refused.
//
// `Engine.start()` returns at once; calls that come before it is ready wait. If the engine crashes over a text, that
// call fails and a new engine is started for those behind it.

import { type Answer, type Call, type Source, answer } from "./calls";
import { type Packed, start } from "./start";
import type { Overview, Reading } from "./types";
import type { Message, Reply } from "./worker";
import worker from "./worker.ts?text";

export { type Source, messageOf } from "./calls";

/** Where the engine runs. */
interface Room {
  ask(call: Call): Promise<Answer>;
  close(): void;
}

const CRASHED = "this text brought the engine down, which is our fault; everything else goes on. Try it in smaller parts";

/** Answers in the order of the calls. Errors are `Error`s with a message for people. */
export class Engine {
  private room: Promise<Room>;

  private constructor(private readonly packed: Packed) {
    this.room = open(packed);
    this.room.catch(() => {});
  }

  /** Starts what the page carries in `#engine` and `#model`. */
  static start(): Engine {
    const carried = (id: string) => document.getElementById(id)?.textContent?.trim() ?? "";
    return new Engine({ engine: carried("engine"), model: carried("model") });
  }

  /** Why this browser cannot run the engine; null if it can. */
  static obstacle(): string | null {
    if (typeof WebAssembly === "undefined")
      return "WebAssembly is missing or switched off in this browser, and the page needs it; switch it on, or use a current Chrome, Edge, Firefox or Safari";
    if (typeof DecompressionStream === "undefined")
      return "this browser is too old for the page; use a current Chrome, Edge, Firefox or Safari (16.4 or later)";
    return null;
  }

  /** Rejects with the reason if the engine does not start. */
  async ready(): Promise<void> {
    await this.room;
  }

  /** The articles of a text or file: one, but of a feed or a table as many as it has, unless one is asked for. */
  async read(source: Source): Promise<Reading[]> {
    return JSON.parse(await this.ask({ verb: "read", source }));
  }

  /** The same without their paragraphs. */
  async overview(source: Source): Promise<Overview[]> {
    return JSON.parse(await this.ask({ verb: "overview", source }));
  }

  /** The paragraphs of one article, already apart, such as the rows of a table. */
  async rows(texts: string[]): Promise<Reading> {
    return JSON.parse(await this.ask({ verb: "rows", texts }));
  }

  /** What would change the label of a paragraph of a text or file, a sentence each. */
  async changes(source: Source, paragraph: number): Promise<string[]> {
    return JSON.parse(await this.ask({ verb: "changes", source, paragraph }));
  }

  /** The same of an article whose paragraphs are already apart. */
  async changesInRows(texts: string[], paragraph: number): Promise<string[]> {
    return JSON.parse(await this.ask({ verb: "changesInRows", texts, paragraph }));
  }

  /** What `oped score --format …` writes. */
  lines(source: Source, out: "jsonl" | "csv"): Promise<string> {
    return this.ask({ verb: "lines", source, out });
  }

  private async ask(call: Call): Promise<string> {
    const room = await this.room;
    const answer = await room.ask(call);
    if ("text" in answer) return answer.text;
    if (answer.crashed) this.restart(room);
    throw new Error(answer.crashed ? CRASHED : answer.error);
  }

  private restart(room: Room): void {
    room.close();
    this.room = open(this.packed);
    this.room.catch(() => {});
  }
}

async function open(packed: Packed): Promise<Room> {
  const started = startWorker();
  if (started) {
    const opened = await inWorker(started, packed);
    if (opened) return opened;
  }
  const engine = await start(packed);
  return { ask: async (call) => answer(engine, call), close: () => {} };
}

/** Not yet in TypeScript's library. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
}

/** The page's rules let a worker start from an address of this policy only. Older browsers have no policies. */
const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("worker", {
  createScriptURL: (address) => address,
});

/** Null where workers are refused. */
function startWorker(): Worker | null {
  const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  try {
    return new Worker(trusted?.createScriptURL(address) ?? address);
  } catch {
    return null;
  }
}

/** Null if the worker's script was refused; fails if the engine does not start. */
function inWorker(worker: Worker, packed: Packed): Promise<Room | null> {
  return new Promise((resolve, reject) => {
    const room = new WorkerRoom(worker);
    worker.onerror = () => resolve(null);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if ("ready" in data) resolve(room);
      else if ("failed" in data) reject(new Error(data.failed));
      else room.receive(data.id, data.answer);
    };
    room.post({ start: packed });
  });
}

class WorkerRoom implements Room {
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private calls = 0;

  constructor(private readonly worker: Worker) {}

  post(message: Message): void {
    this.worker.postMessage(message);
  }

  ask(call: Call): Promise<Answer> {
    const id = this.calls++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.post({ id, call });
    });
  }

  receive(id: number, answer: Answer): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }

  /** Calls that still wait fail as the one that brought the engine down. */
  close(): void {
    this.worker.terminate();
    for (const resolve of this.waiting.values()) resolve({ error: CRASHED, crashed: false });
    this.waiting.clear();
  }
}
