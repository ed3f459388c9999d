// What is asked of the engine, and its answers: the same in a worker and on the page's own thread.

import type { Engine } from "oped-engine";

/** A text or a file. Without a format the engine tells it from the name and the content. */
export interface Source {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  format?: string;
  /** Which of its articles, from 0, if it has several; all if it is left out. */
  index?: number;
}

export type Call =
  | { verb: "read" | "overview"; source: Source }
  | { verb: "lines"; source: Source; out: "jsonl" | "csv" }
  | { verb: "changes"; source: Source; paragraph: number }
  | { verb: "rows"; texts: string[] }
  | { verb: "changesInRows"; texts: string[]; paragraph: number };

/** `crashed`: the engine fell over and has to be started anew. */
export type Answer = { text: string } | { error: string; crashed: boolean };

/** Never throws. */
export function answer(engine: Engine, call: Call): Answer {
  try {
    return { text: run(engine, call) };
  } catch (error) {
    return { error: messageOf(error), crashed: isCrash(error) };
  }
}

/** For people: what the engine throws has its own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function run(engine: Engine, call: Call): string {
  if (call.verb === "rows") return engine.rows(JSON.stringify(call.texts));
  if (call.verb === "changesInRows") return engine.changes_in_rows(JSON.stringify(call.texts), call.paragraph);
  const { name, bytes, format, index } = call.source;
  if (call.verb === "changes") return engine.changes(name, bytes, format, index, call.paragraph);
  if (call.verb === "lines") return engine.lines(name, bytes, format, index, call.out);
  return call.verb === "read" ? engine.read(name, bytes, format, index) : engine.overview(name, bytes, format);
}

/** A trap, or a text for which there is no memory. */
function isCrash(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
