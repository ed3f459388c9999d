// Correcting labels: who decides, the keys, the filters, and the rows one by one.

import { byId, el, printable } from "./dom";
import { Engine } from "./engine/engine";
import { Api, type Review } from "./review/api";
import { prepareApply } from "./review/apply";
import { Course, type Filter } from "./review/course";
import { Desk } from "./review/desk";
import { choices, keys, noteKey } from "./review/verdicts";

const NAME = "oped-annotator";

async function main(): Promise<void> {
  const review = await new Api("").review();
  document.title = `oped: ${review.table}`;
  byId("task").textContent =
    `${review.kind === "queue" ? "Label" : "Correct the labels of"} ${printable(review.table)}`;
  byId("what").textContent = what(review);
  if (review.annotator) return begin(review, review.annotator);
  const known = sessionStorage.getItem(NAME);
  if (known) await beginAs(review, known);
  if (!sessionStorage.getItem(NAME)) askName(review);
}

function askName(review: Review): void {
  const form = byId<HTMLFormElement>("who");
  form.hidden = false;
  byId("name").focus();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = byId<HTMLInputElement>("name").value.trim();
    if (given !== "") void beginAs(review, given);
  });
}

/** Only a name that is taken is kept: another can be given instead of one that is refused. */
async function beginAs(review: Review, name: string): Promise<void> {
  try {
    await begin(review, name);
    sessionStorage.setItem(NAME, name);
  } catch (error) {
    sessionStorage.removeItem(NAME);
    told(error);
  }
}

function what({ kind, blind }: Review): string {
  if (blind)
    return "You label each paragraph by yourself: you see neither its label, nor what a model or anybody else makes of it.";
  if (kind === "queue") return "These paragraphs have no label yet.";
  return "The labels of these paragraphs are probably wrong. Whether they are is for you to say.";
}

async function begin(review: Review, name: string): Promise<void> {
  const [api, course] = [new Api(name), new Course(name)];
  course.begin(await api.items());
  byId("who").hidden = true;
  byId("problem").hidden = true;
  byId("work").hidden = false;
  const carried = byId("engine").textContent?.trim() !== "" && !review.blind;
  const desk = new Desk(api, review, course, carried && Engine.obstacle() === null ? Engine.start() : null);
  prepareName(review, name);
  prepareHelp(review);
  prepareFilters(review, course, desk);
  prepareKeys(review, desk);
  if (!review.blind) {
    byId("open-apply").hidden = review.applied;
    prepareApply(api, review, (told) => {
      byId("open-apply").hidden = true;
      desk.close(told);
    });
  }
  void offerAgreement(review);
  if (review.applied) desk.close("The sheet was applied to the table. Stop oped, and audit the table again.");
  else await desk.next();
}

function prepareName(review: Review, name: string): void {
  const button = byId("rename");
  button.hidden = review.annotator !== null;
  button.textContent = printable(name);
  button.setAttribute("aria-label", `You are ${printable(name)}; change`);
  button.addEventListener("click", () => {
    sessionStorage.removeItem(NAME);
    location.reload();
  });
}

function prepareHelp(review: Review): void {
  const rows = keys(review).map(([key, does]) =>
    el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, does)),
  );
  byId("keys").replaceChildren(el("tbody", {}, ...rows));
  byId("open-help").addEventListener("click", () => byId<HTMLDialogElement>("help").showModal());
}

function prepareFilters(review: Review, course: Course, desk: Desk): void {
  const [status, source, reason] = [
    byId<HTMLSelectElement>("which"),
    byId<HTMLSelectElement>("source"),
    byId<HTMLInputElement>("reason"),
  ];
  const sources = course.sources();
  source.replaceChildren(
    el("option", { value: "" }, "all"),
    ...sources.map((name) => el("option", { value: name }, printable(name))),
  );
  byId("of-source").hidden = sources.length < 2;
  byId("of-reason").hidden = review.blind;
  const refilter = () => {
    course.filter = { status: status.value as Filter["status"], source: source.value, reason: reason.value.trim() };
    desk.refilter();
  };
  for (const field of [status, source]) field.addEventListener("change", refilter);
  reason.addEventListener("input", refilter);
}

/** One key decides, but not while something is written, chosen or open. */
function prepareKeys(review: Review, desk: Desk): void {
  const verdicts = new Map(choices(review).map(({ key, verdict }) => [key, verdict]));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
    if (target.id === "note" && key === "Escape") return byId("row").focus();
    if (event.repeat || target.closest("input, select, textarea, dialog, summary")) return;
    const isOn = byId<HTMLInputElement>("single-keys").checked;
    const verdict = verdicts.get(key);
    if (key === "?") byId<HTMLDialogElement>("help").showModal();
    else if (!isOn) return;
    else if (verdict !== undefined) desk.decide(verdict);
    else if (key === noteKey(review)) document.getElementById("note")?.focus();
    else if (key === "z") desk.undo();
    else if (key === "ArrowLeft" || key === "ArrowRight") void desk.step(key === "ArrowLeft" ? -1 : 1);
    else return;
    event.preventDefault();
  });
}

/** For the person who started a blind review, whose address has the key. */
async function offerAgreement({ blind }: Review): Promise<void> {
  const key = new URLSearchParams(location.search).get("key");
  if (!blind || key === null) return;
  const query = new URLSearchParams({ key });
  const found = await fetch(`/v1/review/agreement?${query}`, { cache: "no-store" }).catch(() => null);
  const link = byId<HTMLAnchorElement>("agreement");
  link.href = `/review/agreement?${query}`;
  link.hidden = !found?.ok;
}

function told(error: unknown): void {
  const box = byId("problem");
  box.hidden = false;
  const words = box.querySelector("p");
  if (words) words.textContent = printable(error instanceof Error ? error.message : String(error));
}

main().catch(told);
