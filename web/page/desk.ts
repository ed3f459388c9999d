// Where a text is pasted or typed.
//
// Rich text is read as the HTML it is, and shown for editing as Markdown, so that an edited text keeps its headings
// and quotations.

import { byId } from "./dom";
import type { Source } from "./engine/engine";
import type { Reading } from "./engine/types";
import { markdown } from "./markdown";

/** After the last key, in milliseconds. */
const PAUSE = 150;
const ADDRESS = /^https?:\/\/\S+$/i;
const FETCHES_NOTHING =
  "That is an address, and this page fetches nothing. Open it in a tab of its own, select all (Ctrl+A), copy, and paste it here.";

/** What the desk tells the page. */
interface Told {
  /** The text was typed or edited; null when it is empty. */
  edited(source: Source | null): void;
  /** A text was pasted into an empty desk. */
  pasted(source: Source): void;
}

/** The clipboard's text with its layout, or without. */
export interface Clip {
  html: string;
  text: string;
}

/** What is on the clipboard, or was dropped. */
export function clip(data: DataTransfer): Clip {
  return { html: data.getData("text/html"), text: data.getData("text/plain") };
}

export class Desk {
  private readonly area = byId<HTMLTextAreaElement>("text");
  private readonly hint = byId("hint");
  private format: "text" | "markdown" = "text";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly told: Told) {
    this.area.addEventListener("input", () => this.edited());
    this.area.addEventListener("paste", (event) => {
      if (!event.clipboardData || !this.isReplaced()) return;
      if (this.paste(clip(event.clipboardData))) event.preventDefault();
    });
  }

  /** Takes a text in place of what is there. False if there is none. */
  paste({ html, text }: Clip): boolean {
    const address = ADDRESS.test(text.trim());
    this.suggest(address);
    if (address || !(html || text).trim()) return false;
    this.put(text, "text");
    this.told.pasted(html.trim() ? fromHtml(html) : this.source());
    return true;
  }

  /** Shows what was read, to be edited. */
  show(reading: Reading): void {
    this.put(markdown(reading), "markdown");
  }

  clear(): void {
    this.suggest(false);
    this.put("", "text");
  }

  /** At its beginning, where reading begins. */
  focus(): void {
    this.area.focus();
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
  }

  /** The text as it stands. */
  source(): Source {
    const name = this.format === "text" ? "pasted.txt" : "pasted.md";
    return { name, bytes: new TextEncoder().encode(this.area.value), format: this.format };
  }

  private put(text: string, format: "text" | "markdown"): void {
    clearTimeout(this.timer);
    this.area.value = text;
    this.format = format;
  }

  /** Whether a paste replaces everything. */
  private isReplaced(): boolean {
    const { value, selectionStart, selectionEnd } = this.area;
    return value.trim() === "" || (selectionStart === 0 && selectionEnd === value.length);
  }

  private edited(): void {
    clearTimeout(this.timer);
    const text = this.area.value.trim();
    if (text === "") this.format = "text";
    this.suggest(ADDRESS.test(text));
    this.timer = setTimeout(() => this.told.edited(text === "" ? null : this.source()), PAUSE);
  }

  private suggest(isAddress: boolean): void {
    this.hint.hidden = !isAddress;
    this.hint.textContent = isAddress ? FETCHES_NOTHING : "";
  }
}

/** As the browser put it on the clipboard. */
export function fromHtml(html: string): Source {
  return { name: "pasted.html", bytes: new TextEncoder().encode(html), format: "html" };
}
