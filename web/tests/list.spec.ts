import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { articles, expect, oped, open, path, rounded, test, text } from "./opened";

/**
 * Files made in the page: a report, each with a headline of its own; every hundredth says that it is news, and argues.
 */
async function make(page: Page, count: number): Promise<void> {
  const argues = `<script type="application/ld+json">{"@type":"NewsArticle"}</script>`;
  await page.evaluate(
    ({ count, argues, report, opinion }) => {
      const data = new DataTransfer();
      for (let at = 0; at < count; at++) {
        const [mark, text] = at % 100 === 7 ? [argues, opinion] : ["", report];
        const page = `<html><head>${mark}<title>Report ${at}</title></head><body><h1>Report ${at}</h1>${text}</body></html>`;
        data.items.add(new File([page], `report-${at}.html`, { type: "text/html" }));
      }
      const input = document.getElementById("files") as HTMLInputElement;
      input.files = data.files;
      input.dispatchEvent(new Event("change"));
    },
    { count, argues, report: asHtml(text("pier-hearing.txt")), opinion: asHtml(text("one-line-paragraphs.txt")) },
  );
}

const asHtml = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map((part) => `<p>${part.replace(/[<&]/g, "")}</p>`)
    .join("");

test("a thousand files are listed, and the page answers while they are read", async ({ opened }) => {
  test.slow();
  await make(opened, 1000);
  await opened.getByLabel("Find in headlines").fill("report 50");
  await expect(opened.locator("#list h2")).toHaveText(/^1,000 articles: 10 not what they declare/, { timeout: 60_000 });
  await expect(opened.locator("#list tbody tr")).toHaveCount(20);
  await opened.getByLabel("Find in headlines").fill("");
  await expect(opened.locator("#list tbody tr")).toHaveCount(1000);
  await expect(opened.locator("#list tbody tr").first()).toContainText("Report 7");
  await expect(opened.locator("#list tbody tr.mismatch").first()).toContainText("≠");
});

test("reading stops and goes on", async ({ opened }) => {
  test.slow();
  await make(opened, 1000);
  await opened.getByRole("button", { name: "Stop" }).click();
  await expect(opened.getByRole("button", { name: "Go on" })).toBeFocused();
  const before = await opened.locator("#list tbody tr").count();
  expect(before).toBeLessThan(1000);
  await opened.getByRole("button", { name: "Go on" }).click();
  await expect(opened.locator("#list tbody tr")).toHaveCount(1000, { timeout: 30_000 });
});

test("a file that cannot be read is a row with its reason, and stops no other", async ({ opened }) => {
  const png = {
    name: "photo.png",
    mimeType: "image/png",
    buffer: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
  };
  const fine = { name: "fine.txt", mimeType: "text/plain", buffer: readFileSync(path("pier-hearing.txt")) };
  const empty = { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) };
  await opened.setInputFiles("#files", [png, empty, fine]);
  await expect(opened.locator("#list h2")).toHaveText("1 article: 1 news, 2 files could not be read");
  await expect(opened.locator("#list .error").first()).not.toBeEmpty();
  await expect(opened.locator("#list tbody th")).toContainText(["empty.txt", "fine.txt", "photo.png"]);
});

const TABLE = `text,article
"The ferry stops in May, the board said.",ferry
"""We must keep it,"" the harbour master said.",ferry
"We urge the council to drop this absurd plan, and it must do so now.",letter
`;

test("a table is a list of its articles, packed or not", async ({ opened }) => {
  const table = { name: "desk.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) };
  const packed = { name: "more.csv.gz", mimeType: "application/gzip", buffer: gzipSync(TABLE) };
  await opened.setInputFiles("#files", [table, packed]);
  await expect(opened.locator("#list h2")).toHaveText("4 articles: 2 opinion, 2 news");
  await opened.getByRole("button", { name: "desk.csv#ferry" }).click();
  await expect(opened.locator(".paragraph")).toHaveCount(2);
  await expect(opened.locator("#p1 .source")).toHaveText("We must keep it,");
});

test("an emptied list leads back to the start", async ({ opened }) => {
  await opened.setInputFiles("#files", [path("pier-hearing.txt"), path("guillemets.txt")]);
  await opened.getByRole("button", { name: "Clear the list" }).click();
  await expect(opened.locator("#text")).toBeFocused();
  await expect(opened.locator("#list")).toBeHidden();
  await opened.locator("#text").fill("The pool will close in May, the council said.");
  await expect(opened.locator(".paragraph")).toHaveCount(1);
  await expect(opened.getByRole("button", { name: "All articles" })).toBeHidden();
});

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>The Marl Echo</title>
<item><title>Pool to close</title><description>&lt;p&gt;The pool on Marl Street will close in May, the council said on Monday.&lt;/p&gt;</description></item>
<item><title>Save the pool</title><description>&lt;p&gt;We urge the council to drop this absurd plan, and it must do so now.&lt;/p&gt;</description></item>
</channel></rss>`;

test("a feed is a list of its articles, each with a view of its own", async ({ opened }) => {
  await opened.setInputFiles("#files", { name: "feed.xml", mimeType: "application/xml", buffer: Buffer.from(FEED) });
  await expect(opened.locator("#list h2")).toHaveText("2 articles: 1 opinion, 1 news");
  await opened.getByRole("button", { name: "Save the pool" }).click();
  await expect(opened.locator("#headline")).toHaveText("Save the pool");
  await expect(opened.locator(".paragraph")).toHaveCount(1);
  await opened.getByRole("button", { name: "Previous" }).click();
  await expect(opened.locator("#headline")).toHaveText("Pool to close");
});

test("a folder is read with all that is in it", async ({ opened }) => {
  await opened.setInputFiles("#folder", path(""));
  await expect(opened.locator("#list tbody tr")).toHaveCount(2 * articles.length);
});

test("the list is sorted by a column, either way, and picked from", async ({ opened }) => {
  await open(opened, ...articles);
  await expect(opened.locator("#list h2")).toHaveText(/^24 articles/);
  const share = opened.locator("#list td.argue");
  await opened.getByRole("button", { name: "Argue" }).click();
  await expect(opened.getByRole("columnheader", { name: "Argue" })).toHaveAttribute("aria-sort", "descending");
  await expect(share.first()).toHaveText("88 %");
  await opened.getByRole("button", { name: "Argue" }).click();
  await expect(share.first()).toHaveText("0 %");
  await opened.getByLabel("Show", { exact: true }).selectOption("turns");
  await expect(opened.locator("#list tbody tr")).toHaveCount(7);
});

test("back from an article the list is where it was", async ({ opened }) => {
  await open(opened, ...articles);
  await expect(opened.locator("#list tbody tr")).toHaveCount(articles.length);
  const row = opened.getByRole("button", { name: "A coin is a small vote" });
  await row.scrollIntoViewIfNeeded();
  await opened.evaluate(() => scrollTo(0, 120));
  await row.dispatchEvent("click");
  await expect(opened.locator("#headline")).toHaveText("A coin is a small vote");
  await opened.goBack();
  await expect(row).toBeFocused();
  expect(await opened.evaluate(() => scrollY)).toBe(120);
  await opened.goForward();
  await expect(opened.locator("#headline")).toHaveText("A coin is a small vote");
  await opened.getByRole("button", { name: "Next" }).click();
  await expect(opened.locator("#headline")).toHaveText("Flooded theatre told to find £640,000 by April");
});

for (const [name, format] of [
  ["Save as CSV", "csv"],
  ["JSON lines", "jsonl"],
] as const) {
  test(`the list saved as ${format} is what the program writes`, async ({ opened }) => {
    await open(opened, ...articles);
    await expect(opened.locator("#list tbody tr")).toHaveCount(articles.length);
    const saving = opened.waitForEvent("download");
    await opened.locator("#list").getByRole("button", { name }).click();
    const saved = readFileSync(await (await saving).path(), "utf8");
    expect(rounded(saved)).toBe(rounded(oped("score", ...articles.map(path), "--summary", "--format", format)));
  });
}
