import axe from "axe-core";
import type { Page } from "@playwright/test";
import { articles, expect, open, test } from "./opened";

const VIEWS: [string, (page: Page) => Promise<void>][] = [
  ["the start", async () => {}],
  [
    "a text being typed",
    async (page) => {
      await page
        .locator("#text")
        .fill("The pool will close in May, the council said.\n\nWe must stop this absurd plan before it is too late.");
      await expect(page.locator(".paragraph")).toHaveCount(2);
    },
  ],
  [
    "an article with its numbers",
    async (page) => {
      await open(page, "campaign-page.html");
      await page.locator("#p7 .text").click();
      await page.getByText("The numbers").click();
    },
  ],
  [
    "a mismatch",
    async (page) => {
      await page.getByRole("button", { name: "Show an example" }).click();
      await page.getByLabel("Mark words in every paragraph").check();
      await expect(page.locator(".mismatch")).toBeVisible();
    },
  ],
  [
    "the list",
    async (page) => {
      await open(page, ...articles);
      await expect(page.locator("#list tbody tr")).toHaveCount(articles.length);
    },
  ],
  [
    "an error",
    async (page) => {
      await page.setInputFiles("#files", { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
      await expect(page.getByRole("alert")).toBeVisible();
    },
  ],
];

/** A desk, a phone, and a desk at 400 %. */
const WIDTHS = [1280, 360, 320];

for (const [name, go] of VIEWS) {
  test(`${name}: axe finds nothing, in light and dark, and nothing sticks out, wide or narrow`, async ({ opened }) => {
    await go(opened);
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of WIDTHS) {
        await opened.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await opened.setViewportSize({ width, height: 800 });
        expect.soft(await violations(opened), `${colorScheme}, ${width} px`).toEqual([]);
        expect.soft(await opened.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  });
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 150)}`));
  });
}

test("with the keyboard alone: paste, choose, open the numbers, and leave", async ({ opened }) => {
  await opened.locator("#new").evaluate((button) => button.focus());
  await tabTo(opened, "#text");
  await opened.keyboard.insertText(
    "The pool will close in May, the council said.\n\nWe must stop this absurd plan before it is too late.",
  );
  await expect(opened.locator(".paragraph")).toHaveCount(2);
  await tabTo(opened, ".ribbon button");
  await opened.keyboard.press("ArrowRight");
  await opened.keyboard.press("Enter");
  await expect(opened.locator("#p1 .number")).toBeFocused();
  await expect(opened.locator("#p1 .number")).toHaveAttribute("aria-pressed", "true");
  await tabTo(opened, "#p1 summary");
  await opened.keyboard.press("Enter");
  await expect(opened.locator("#p1 table")).toBeVisible();
  await opened.keyboard.press("Escape");
  await expect(opened.locator(".chosen")).toHaveCount(0);
  await tabTo(opened, "body");
});

/** Presses the tab key until the focus is there. Fails where the focus is caught. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
  }
  throw new Error(`60 presses of the tab key do not lead to ${selector}`);
}

test("arrows and j and k go from paragraph to paragraph", async ({ opened }) => {
  await open(opened, "white-house.txt");
  for (const key of ["j", "j", "ArrowDown", "k"]) await opened.keyboard.press(key);
  await expect(opened.locator("#p1 .number")).toBeFocused();
  await opened.keyboard.press("End");
  await expect(opened.locator("#p18")).toHaveClass(/chosen/);
  await expect(opened.locator("#p18 .text")).toBeInViewport();
  await expect(opened.locator(".paragraph.chosen")).toHaveCount(1);
});

test("a screen reader is told what the article does, what the ribbon shows, and whose words are whose", async ({
  opened,
}) => {
  await open(opened, "white-house.txt");
  await expect(opened.locator("#spoken")).toHaveText(/: mixed, 9 of 16 sure paragraphs argue$/);
  expect(await opened.locator("#p8 .text").ariaSnapshot()).toMatch(/source:.*playing with fire.*end of source/s);
  await expect(opened.locator(".ribbon li").nth(9).getByRole("button")).toHaveAccessibleName(
    "Paragraph 9: opinion, unsure, 72 % opinion",
  );
});

test("news and opinion differ without colour", async ({ opened }) => {
  await open(opened, "white-house.txt");
  const border = (id: string) =>
    opened.locator(`${id} .text`).evaluate((text) => {
      const { borderLeftWidth, borderLeftStyle } = getComputedStyle(text);
      return `${borderLeftWidth} ${borderLeftStyle}`;
    });
  expect(await Promise.all(["#p0", "#p4", "#p9", "#p10"].map(border))).toEqual([
    "2px solid",
    "2px dashed",
    "6px dashed",
    "6px solid",
  ]);
  await opened.emulateMedia({ forcedColors: "active" });
  const bar = opened.locator(".ribbon .bar.o:not(.u)").first();
  expect(await bar.evaluate((bar) => getComputedStyle(bar).backgroundColor)).not.toBe("rgba(0, 0, 0, 0)");
});

test("on paper are the article and its evidence, and no controls", async ({ opened }) => {
  await open(opened, "white-house.txt");
  await opened.emulateMedia({ media: "print" });
  for (const hidden of ["#tools", "#options", ".site", "#desk", "#status"])
    await expect(opened.locator(hidden)).toBeHidden();
  await expect(opened.locator("#p9 .why")).toBeVisible();
  const pdf = (await opened.pdf({ format: "A4" })).toString("latin1");
  const pages = Number(/\/Type\s*\/Pages[^>]*\/Count (\d+)/.exec(pdf)?.[1] ?? /\/Count (\d+)/.exec(pdf)?.[1]);
  expect(pages).toBeGreaterThan(0);
  expect(pages).toBeLessThanOrEqual(4);
});

test("the keys go on from a paragraph that was clicked", async ({ opened }) => {
  await open(opened, "campaign-page.html");
  await opened.locator("#p3 .text").click();
  await opened.keyboard.press("j");
  await expect(opened.locator("#p4")).toHaveClass(/chosen/);
});

test("a book is shown as far as it can be drawn, and says so", async ({ opened }) => {
  const book = "The council met on Monday to vote on the harbour, a clerk said.\n\n".repeat(1200);
  await opened.setInputFiles("#files", { name: "book.txt", mimeType: "text/plain", buffer: Buffer.from(book) });
  await expect(opened.locator(".paragraph")).toHaveCount(1000);
  await expect(opened.locator("#article .warning")).toContainText("Only the first 1,000 of 1,200 paragraphs");
  await opened.getByRole("button", { name: "Edit the text" }).click();
  expect((await opened.locator("#text").inputValue()).split("The council met").length - 1).toBe(1200);
});
