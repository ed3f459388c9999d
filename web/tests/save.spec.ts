import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, oped, open, path, rounded, test } from "./opened";

async function saved(page: Page, button: string): Promise<{ name: string; file: string }> {
  const saving = page.waitForEvent("download");
  await page.locator("#tools").getByRole("button", { name: button }).click();
  const download = await saving;
  const name = download.suggestedFilename();
  const file = test.info().outputPath(name);
  await download.saveAs(file);
  return { name, file };
}

for (const [button, format] of [
  ["JSON lines", "jsonl"],
  ["CSV", "csv"],
] as const) {
  test(`an article saved as ${format} is what the program writes`, async ({ opened }) => {
    await open(opened, "cashless-blog.html");
    const { name, file } = await saved(opened, button);
    expect(name).toBe(`cashless-blog-oped.${format}`);
    expect(rounded(readFileSync(file, "utf8"))).toBe(
      rounded(oped("score", path("cashless-blog.html"), "--format", format)),
    );
  });
}

test("the saved page shows the article without any script", async ({ opened, browser }) => {
  await open(opened, "white-house.txt");
  const { file } = await saved(opened, "Save as HTML");
  const html = readFileSync(file, "utf8");
  expect(html).not.toMatch(/<script|<button|\son\w+=/);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await expect(page.locator(".verdict")).toHaveText("mixed: 9 of 16 sure paragraphs argue; turns at 9");
  await expect(page.locator(".paragraph")).toHaveCount(19);
  await expect(page.locator("#p9 .why")).toContainText("“we urge”");
  const [above, below] = [
    await page.locator("#p0 .text").boundingBox(),
    await page.locator("#p18 .text").boundingBox(),
  ];
  expect(above!.y).toBeLessThan(below!.y);
  await page.getByRole("link", { name: "Paragraph 9" }).first().click();
  await expect(page).toHaveURL(/#p9$/);
  await context.close();
});

test("an article is copied with its layout and without", async ({ opened }) => {
  await open(opened, "pier-hearing.txt");
  await opened.evaluate(() => {
    addEventListener("copy", ({ clipboardData }) => {
      Reflect.set(window, "copied", [clipboardData?.getData("text/html"), clipboardData?.getData("text/plain")]);
    });
  });
  await opened.getByRole("button", { name: "Copy" }).click();
  await expect(opened.locator("#status")).toHaveText(/^Copied/);
  const [html, plain] = await opened.evaluate(() => Reflect.get(window, "copied") as string[]);
  expect(html).toMatch(/<h2>.*<b style="color:[^"]*">0 news<\/b>.*<blockquote style=/s);
  expect(plain).toMatch(/^Committee on Harbours.*\nnews: .*\n\n0 news \d+ %\. /s);
});
