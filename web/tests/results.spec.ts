import type { Page } from "@playwright/test";
import { articles, expect, lines, oped, open, path, shown, test } from "./opened";

interface Told {
  type: string;
  label: string | null;
  unsure: boolean;
  text: string;
  logit: number;
  shifts: { paragraph: number }[];
  change: { context_decides: boolean; without: { words: { text: string }[] } | null; all_quoted: number };
}

test("labels, texts, turns and weights are those of the command line for all of data/articles", async ({ opened }) => {
  test.slow();
  for (const name of articles) {
    const paragraphs: Told[] = lines(oped("audit", path(name), "--format", "jsonl")).filter(
      ({ type }) => type === "paragraph",
    );
    const article: Told = lines(oped("score", path(name), "--format", "jsonl")).at(-1);
    await open(opened, name);
    await expect(opened.locator("#article header")).toContainText(name);
    const drawn = await shown(opened);
    expect
      .soft(
        drawn.map(({ label }) => label),
        name,
      )
      .toEqual(paragraphs.map(label));
    expect
      .soft(
        drawn.map(({ text }) => spaced(text)),
        name,
      )
      .toEqual(paragraphs.map(({ text }) => spaced(text)));
    expect.soft(await turns(opened), name).toEqual(article.shifts.map(({ paragraph }) => `p${paragraph}`));
    await expect.soft(opened.locator("#article .verdict strong"), name).toHaveText(new RegExp(`^${article.label}`));
    expect.soft(await sums(opened), name).toEqual(paragraphs.map(({ logit }) => signed(logit)));
  }
});

test("what would change a label is what the command line says, for each paragraph that somebody opens", async ({
  opened,
}) => {
  const name = "white-house.txt";
  const paragraphs: Told[] = lines(oped("audit", path(name), "--format", "jsonl")).filter(
    ({ type }) => type === "paragraph",
  );
  await open(opened, name);
  for (const [at, { label, change }] of paragraphs.entries()) {
    const item = opened.locator(`#p${at}`);
    await item.locator(".number").click();
    await item.locator("summary").click();
    const told = item.locator(".numbers li");
    const sentence = change.without
      ? `without ${change.without.words.map(({ text }) => `“${text}”`).join(", ")} it would be `
      : "does not depend on a few words";
    const without = change.context_decides ? 1 : 0;
    await expect(told.nth(without), `paragraph ${at}, ${label}`).toContainText(sentence);
    await expect(told.nth(without + 1)).toHaveText(
      `if all of it were quoted: ${Math.round(100 * change.all_quoted)} %`,
    );
    if (change.context_decides) await expect(told.first()).toContainText("its neighbours decide");
  }
});

/** As the page and the program's text show it. */
const label = ({ label, unsure }: Told) => (label ? `${label}${unsure ? "?" : ""}` : "–");
/** The page draws line breaks and tabs as spaces. */
const spaced = (text: string) => text.replace(/\s/g, " ");
const signed = (logit: number) => `${logit < 0 ? "−" : "+"}${Math.abs(logit).toFixed(2)}`.replace(/^.0\.00$/, "0.00");

/** The paragraphs that stand behind a turn. */
const turns = (page: Page) => page.locator(".turn-line + .paragraph").evaluateAll((items) => items.map(({ id }) => id));

/** The logit that each paragraph's numbers sum to. */
const sums = (page: Page) =>
  page.locator(".paragraph .number").evaluateAll((buttons) =>
    buttons.map((button) => {
      (button as HTMLElement).click();
      return button.closest(".paragraph")?.querySelector(".sum td")?.textContent;
    }),
  );
