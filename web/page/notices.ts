// What the page says: what it does, what went wrong, and to a screen reader what an article does.

import { byId, printable } from "./dom";
import { messageOf } from "./engine/engine";

/** What the page is doing or has done. */
export function say(text: string): void {
  byId("status").textContent = printable(text);
}

/** What went wrong, until something else succeeds; with an empty text, nothing. */
export function fail(text: string): void {
  const problem = byId("problem");
  problem.textContent = printable(text);
  problem.hidden = text === "";
  if (text !== "") say("");
}

/** To a screen reader, if it has not just been said. */
export function speak(text: string): void {
  const spoken = byId("spoken");
  if (spoken.textContent !== text) spoken.textContent = text;
}

/** Reads a text; whatever is wrong with it is said. */
export async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
    say("");
    fail("");
  } catch (error) {
    fail(`This text could not be read: ${messageOf(error)}.`);
  }
}
