import type { Page } from "@playwright/test";
import { articles, expect, path, test } from "./opened";

/** Drops files and folders of the disk, as the desktop does it. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const at = (type: "dragEnter" | "dragOver" | "drop") =>
    client.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  await at("dragEnter");
  await at("dragOver");
  await expect(page.getByText("Drop to read")).toBeVisible();
  await at("drop");
  await expect(page.getByText("Drop to read")).toBeHidden();
}

test("a file that is dropped is read and shown", async ({ opened }) => {
  await drop(opened, path("white-house.txt"));
  await expect(opened.locator("#article .verdict")).toContainText("turns at 9");
});

test("several files that are dropped are listed", async ({ opened }) => {
  await drop(opened, path("white-house.txt"), path("campaign-page.html"), path("interview.md"));
  await expect(opened.locator("#list h2")).toHaveText(/^3 articles/);
});

test("a folder that is dropped is read with all that is in it", async ({ opened }) => {
  await drop(opened, path("").replace(/\/$/, ""));
  await expect(opened.locator("#list tbody tr")).toHaveCount(2 * articles.length);
  await expect(opened.locator("#list")).toContainText("articles/white-house.txt");
});
