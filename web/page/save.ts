// Files that the browser saves, and what goes to the clipboard.

import { el } from "./dom";

const TYPES = { html: "text/html", jsonl: "application/x-ndjson", csv: "text/csv" };
export type Kind = keyof typeof TYPES;

/** Saves a text as a file where the browser puts downloads. */
export function save(name: string, kind: Kind, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${TYPES[kind]};charset=utf-8` }));
  const link = el("a", { href: address, download: `${name}.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name for what is saved of an article, so that it does not stand in for the article's own file. */
export function nameFor(name: string): string {
  const stem = name.replace(/^.*\//, "").replace(/\.\w{1,10}$/, "");
  return `${stem.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80) || "article"}-oped`;
}

/** Rich text for a letter or a document, plain text for everything else. Works without permission, also from a file. */
export function copy(html: string, plain: string): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/html", html);
    event.clipboardData?.setData("text/plain", plain);
    event.preventDefault();
  };
  document.addEventListener("copy", put);
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", put);
  }
}
