// The sheet applied to the table: what it would change, then the change itself.

import { byId, el, printable } from "../dom";
import type { Api, Preview, Review } from "./api";

/** Makes the dialog work. `applied` is called once the table is changed. */
export function prepareApply(api: Api, review: Review, applied: (told: string) => void): void {
  const [dialog, doIt] = [byId<HTMLDialogElement>("apply"), byId<HTMLButtonElement>("do-apply")];
  let shown: Preview | null = null;
  byId("open-apply").addEventListener("click", async () => {
    doIt.disabled = true;
    byId("changes").replaceChildren(el("p", {}, "Reading the table…"));
    dialog.showModal();
    try {
      shown = await api.preview();
      byId("changes").replaceChildren(...preview(shown, review));
      doIt.disabled = false;
    } catch (error) {
      byId("changes").replaceChildren(problem(error));
    }
  });
  doIt.addEventListener("click", async () => {
    if (!shown) return;
    doIt.disabled = true;
    try {
      const done = await api.apply(shown.sheet);
      dialog.close();
      applied(`Applied to ${done.table}: ${tally(done)}. To take it back: ${review.undo_command}`);
    } catch (error) {
      byId("changes").prepend(problem(error));
    }
  });
  byId("close-apply").addEventListener("click", () => dialog.close());
}

function problem(error: unknown): HTMLElement {
  return el(
    "p",
    { class: "warning", role: "alert" },
    printable(error instanceof Error ? error.message : String(error)),
  );
}

function preview(found: Preview, review: Review): HTMLElement[] {
  const paragraphs = [
    `In ${found.table}: ${tally(found)}. ${counted(found.kept, "label")} kept, ${found.unsure} unsure; ${counted(found.undecided, "row")} without a verdict.`,
    found.contradicted > 0
      ? `${counted(found.contradicted, "changed row")} repeated elsewhere under the other label.`
      : "",
    `The table is replaced, and every verdict is recorded in ${found.journal}, so that it can be taken back. The same by hand:`,
  ];
  const commands = [review.apply_command, review.undo_command].map((command) =>
    el("pre", {}, el("code", {}, printable(command))),
  );
  return [
    ...paragraphs.filter((text) => text !== "").map((text) => el("p", {}, printable(text))),
    ...commands,
    ...changes(found),
  ];
}

function changes(found: Preview): HTMLElement[] {
  if (found.changes.length === 0) return [];
  const heads = ["row", "label", "text"].map((head) => el("th", { scope: "col" }, head));
  const rows = found.changes.map(({ row, from, to, text }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, String(row)),
      el("td", {}, `${from ?? "none"} → ${to ?? "dropped"}`),
      el("td", {}, printable(text)),
    ),
  );
  const all = found.flipped + found.dropped + found.labelled;
  const table = el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  const more = all > found.changes.length ? [el("p", {}, `… and ${all - found.changes.length} more.`)] : [];
  return [el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The changes" }, table), ...more];
}

function tally({ flipped, dropped, labelled }: Preview): string {
  const parts = [
    flipped > 0 && `${counted(flipped, "label")} flipped`,
    labelled > 0 && `${counted(labelled, "label")} filled in`,
    dropped > 0 && `${counted(dropped, "row")} dropped`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : "nothing changes";
}

export const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
