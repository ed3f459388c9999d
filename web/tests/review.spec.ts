import axe from "axe-core";
import type { Page } from "@playwright/test";
import { begin, expect, onRow, test } from "./review";

/** What axe finds wrong. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

test("labels are corrected by keys alone, and every verdict is in the sheet before the next row is shown", async ({
  desk,
  page,
}) => {
  await begin(page, await desk.start(), "Ann");
  await onRow(page, 2);
  await expect(page.locator(".decide")).toContainText("opinion is right");
  await page.keyboard.press("f");
  await onRow(page, 3);
  expect(desk.sheet()).toEqual(["2 flip  Ann"]);
  await page.keyboard.press("n");
  await page.keyboard.type("keep calm: f, d and z are letters here");
  await page.keyboard.press("Escape");
  await page.keyboard.press("k");
  await onRow(page, 5);
  await page.keyboard.press("d");
  await onRow(page, 6);
  await page.keyboard.press("u");
  await expect(page.locator("#end")).toContainText("All 4 rows are decided");
  await expect(page.locator("#count")).toHaveText("4 of 4 rows decided");
  expect(desk.sheet()).toEqual([
    "2 flip  Ann",
    "3 keep keep calm: f, d and z are letters here Ann",
    "5 drop  Ann",
    "6 unsure  Ann",
  ]);
});

test("verdicts are taken back one after the other", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("f");
  await onRow(page, 3);
  await page.keyboard.press("k");
  await onRow(page, 5);
  await page.keyboard.press("z");
  await onRow(page, 3);
  await page.keyboard.press("z");
  await onRow(page, 2);
  expect(desk.sheet()).toEqual([]);
  await page.keyboard.press("z");
  await expect(page.locator("#problem")).toContainText("Nothing is left to take back");
});

test("rows can be looked at without a verdict, and a verdict of one's own can be changed", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("f");
  await onRow(page, 3);
  await page.getByLabel("Show").selectOption("all");
  await page.locator("#row").focus();
  await page.keyboard.press("ArrowLeft");
  await onRow(page, 2);
  await expect(page.locator(".decision")).toContainText("Flip: opinion is right, decided by Ann");
  await page.keyboard.press("d");
  await onRow(page, 3);
  await page.keyboard.press("ArrowRight");
  await onRow(page, 5);
  expect(desk.sheet()).toEqual(["2 drop  Ann"]);
});

test("a key counts for the row on screen alone, however late the next row comes", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("f");
  await onRow(page, 3);
  await page.getByLabel("Show").selectOption("all");
  await page.locator("#row").focus();
  await page.keyboard.press("ArrowLeft");
  await onRow(page, 2);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/v1/review/claim", async (route) => {
    await held;
    await route.continue();
  });
  const claimed = page.waitForRequest("**/v1/review/claim");
  await page.keyboard.press("d");
  await claimed;
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowRight");
  release();
  await onRow(page, 3);
  await page.keyboard.press("u");
  await onRow(page, 5);
  expect(desk.sheet()).toEqual(["2 drop  Ann", "3 unsure  Ann"]);
});

test("a kill loses nothing: the page sends again what was not answered, and the next start goes on", async ({
  desk,
  page,
}) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("f");
  await onRow(page, 3);
  await desk.kill();
  await page.keyboard.press("k");
  await expect(page.locator("#problem")).toContainText("Oped does not answer");
  await onRow(page, 3);
  expect(desk.sheet()).toEqual(["2 flip  Ann"]);
  await desk.start();
  await onRow(page, 5);
  await expect(page.locator("#problem")).toBeHidden();
  expect(desk.sheet()).toEqual(["2 flip  Ann", "3 keep  Ann"]);
  await desk.kill();
  const address = await desk.start();
  await page.goto(address);
  await onRow(page, 5);
  await expect(page.locator("#count")).toHaveText("2 of 4 rows decided");
});

test("two people share the rows, and see who decided what", async ({ desk, browser }) => {
  const address = await desk.start();
  const [ann, ben] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await begin(ann, address, "Ann");
  await onRow(ann, 2);
  await begin(ben, address, "Ben");
  await onRow(ben, 3);
  await ann.keyboard.press("k");
  await onRow(ann, 5);
  await ben.keyboard.press("f");
  await onRow(ben, 6);
  expect(desk.sheet()).toEqual(["2 keep  Ann", "3 flip  Ben"]);
  await ben.getByLabel("Show").selectOption("all");
  await ben.locator("#row").focus();
  for (const row of [5, 3, 2]) {
    await ben.keyboard.press("ArrowLeft");
    await onRow(ben, row);
  }
  await expect(ben.locator(".decision")).toContainText("decided by Ann");
  await ben.keyboard.press("d");
  await expect(ben.locator("#problem")).toContainText("Row 2 is decided by Ann: keep");
  expect(desk.sheet()).toEqual(["2 keep  Ann", "3 flip  Ben"]);
});

test("what others did before one's own verdict is not missed", async ({ desk, browser }) => {
  const address = await desk.start();
  const [ann, ben] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await begin(ann, address, "Ann");
  await begin(ben, address, "Ben");
  await onRow(ben, 3);
  await ben.keyboard.press("f");
  await onRow(ben, 5);
  await ben.keyboard.press("f");
  await onRow(ben, 6);
  await ann.keyboard.press("k");
  await expect(ann.locator("#end")).toContainText("1 row without a verdict");
  await ann.getByLabel("Show").selectOption("decided");
  await ann.locator("#end").focus();
  await ann.keyboard.press("ArrowRight");
  await onRow(ann, 2);
  await expect(ann.locator("#position")).toHaveText("1 of 3 shown");
});

test("a row that is reached without a verdict is kept for one person, and a note outlives a refusal", async ({
  desk,
  browser,
}) => {
  const address = await desk.start();
  const [ann, ben] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await begin(ann, address, "Ann");
  await ann.keyboard.press("ArrowRight");
  await onRow(ann, 3);
  await begin(ben, address, "Ben");
  await onRow(ben, 2);
  await ben.keyboard.press("ArrowRight");
  await onRow(ben, 3);
  await expect(ben.locator("#problem")).toContainText("Ann is deciding on row 3");
  await ben.locator("#note").fill("a lead, not a claim");
  await ben.getByRole("button", { name: "Keep" }).click();
  await expect(ben.locator("#problem")).toContainText("Ann is deciding on row 3");
  await onRow(ben, 3);
  await expect(ben.locator("#note")).toHaveValue("a lead, not a claim");
  await ann.keyboard.press("k");
  await onRow(ann, 5);
  expect(desk.sheet()).toEqual(["3 keep  Ann"]);
});

test("a row is asked for again while it is on screen", async ({ desk, page }) => {
  await page.clock.install();
  await begin(page, await desk.start(), "Ann");
  const renewed = page.waitForRequest((request) => request.url().endsWith("/v1/review/claim"));
  await page.clock.fastForward(61_000);
  expect((await renewed).postDataJSON()).toEqual({ row: 2, by: "Ann" });
});

test("a name that is refused can be changed, also after the page is loaded again", async ({ desk, page }) => {
  const address = await desk.start();
  await page.goto(address);
  await page.evaluate(() => sessionStorage.setItem("oped-annotator", "x".repeat(61)));
  await page.reload();
  await expect(page.locator("#problem")).toContainText("longer than 60 characters");
  await page.getByLabel("Your name").fill("Ann");
  await page.keyboard.press("Enter");
  await onRow(page, 2);
  await expect(page.locator("#problem")).toBeHidden();
  await page.reload();
  await onRow(page, 2);
});

test("a sheet that a spreadsheet has changed meanwhile is left alone", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  desk.write(
    "letters.review.csv",
    desk.read("letters.review.csv").replace(/x660ebb1890f81e9b,/, "x660ebb1890f81e9b,drop"),
  );
  const changed = desk.read("letters.review.csv");
  await page.keyboard.press("f");
  await expect(page.locator("#problem")).toContainText("was changed by another program");
  await onRow(page, 2);
  expect(desk.read("letters.review.csv")).toBe(changed);
});

test("the sheet is applied from the page once its changes are shown", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("f");
  await onRow(page, 3);
  await page.getByRole("button", { name: "Apply to the table" }).click();
  const dialog = page.locator("#apply");
  await expect(dialog).toContainText("1 label flipped");
  await expect(dialog).toContainText("oped audit letters.csv --apply letters.review.csv -o letters.csv");
  await expect(dialog.locator("tbody tr")).toHaveText([/2news → opinionWe must not/]);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator("#end")).toContainText("Applied to letters.csv: 1 label flipped");
  expect(desk.read("letters.csv")).toContain('drop it.",opinion');
  expect(desk.read("letters.csv.journal")).toContain('"by":"Ann"');
});

test("a suggestion with which the model on the page disagrees is told from it", async ({ desk, page }) => {
  const found = 'letters.csv,4,news,0.9312,"its text reads otherwise",xb1da33de9b565592,\n';
  desk.write("letters.review.csv", desk.read("letters.review.csv").replace("letters.csv,5,", `${found}letters.csv,5,`));
  await begin(page, await desk.start(), "Ann");
  await expect(page.locator(".chosen .why")).toContainText("The model reads opinion");
  await expect(page.locator(".chosen .why")).not.toContainText("its own opinion");
  for (const row of [3, 4]) {
    await page.keyboard.press("ArrowRight");
    await onRow(page, row);
  }
  await expect(page.locator(".chosen .why")).toContainText("this one has its own opinion");
});

test("evidence is lit in the row, and what is hostile in a text is text", async ({ desk, page }) => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => faults.push(dialog.message()));
  await begin(page, await desk.start(), "Ann");
  await expect(page.locator(".chosen .text mark").first()).toBeVisible();
  await expect(page.locator(".chosen .why")).toContainText("The model reads opinion");
  await page.getByText("The numbers").click();
  await expect(page.locator(".numbers li").filter({ hasText: "if all of it were quoted" })).toBeVisible();
  await page.getByLabel("Reason").fill("neighbours");
  await page.getByLabel("Show").selectOption("all");
  await page.locator("#row").focus();
  await page.keyboard.press("ArrowRight");
  await onRow(page, 5);
  await page.keyboard.press("ArrowRight");
  await onRow(page, 6);
  await expect(page.locator(".chosen .text")).toContainText("<img src=x onerror=alert(1)> Enough!");
  await expect(page.locator("#item img")).toHaveCount(0);
  expect(faults).toEqual([]);
});

test("one key does nothing while single keys are off", async ({ desk, page }) => {
  await begin(page, await desk.start(), "Ann");
  await page.keyboard.press("?");
  await expect(page.locator("#help")).toBeVisible();
  await page.getByLabel("One key decides").uncheck();
  await page.keyboard.press("Escape");
  await page.locator("#row").focus();
  // If this key counted, row 2 would be kept, whether or not the click came too early for row 3.
  await page.keyboard.press("k");
  await page.getByRole("button", { name: "Flip" }).click();
  await onRow(page, 3);
  expect(desk.sheet()).toEqual(["2 flip  Ann"]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 400]) {
    test(`nothing is wrong with the page for axe, and nothing sticks out: ${colorScheme}, ${width} px`, async ({
      desk,
      page,
    }, info) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(await desk.start());
      expect(await violations(page)).toEqual([]);
      await page.getByLabel("Your name").fill("Ann");
      await page.keyboard.press("Enter");
      await onRow(page, 2);
      await expect(page.locator(".chosen .text mark").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.screenshot({ path: info.outputPath("review.png") });
    });
  }
}

test.describe("blind", () => {
  test.use({ flags: ["--blind"] });

  test("neither the page nor any answer holds a label, the model's opinion or another's verdict", async ({
    desk,
    browser,
  }) => {
    const address = await desk.start();
    const [ann, ben] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
    await begin(ann, address, "Ann");
    for (let decided = 1; decided <= 4; decided++) {
      await ann.keyboard.press("o");
      await expect(ann.locator("#count")).toHaveText(`${decided} of 4 rows decided`);
    }
    const answers: Promise<string>[] = [];
    ben.on("response", (response) => response.url().includes("/v1/") && answers.push(response.text()));
    await begin(ben, address, "Ben");
    const hints = /0\.9312|93 %|otherwise|given|suggested|"opinion"|"news"|Ann/;
    expect(await ben.locator("#work").innerText()).not.toMatch(/0\.9312|93 %|otherwise|labelled|Probably|Ann/);
    expect((await Promise.all(answers)).join("\n")).not.toMatch(hints);
    await expect(ben.locator("#item mark")).toHaveCount(0);
    expect(await ben.evaluate(() => document.getElementById("model")?.textContent)).toBe("");
    expect(await violations(ben)).toEqual([]);
    await expect(ben.locator("#agreement")).toBeHidden();
  });

  test("each labels in a sheet and an order of their own, and who started it sees how far they agree", async ({
    desk,
    page,
  }) => {
    const address = await desk.start();
    const order: Record<string, string[]> = {};
    for (const [name, key] of [
      ["Ann", "o"],
      ["Ben", "o"],
      ["Carla", "n"],
    ] as const) {
      if (Object.keys(order).length > 0) await page.evaluate(() => sessionStorage.clear());
      await begin(page, address, name);
      order[name] = [];
      for (let decided = 1; decided <= 4; decided++) {
        order[name].push((await page.locator("#row").innerText()).replace("Row ", ""));
        await page.keyboard.press(key);
        await expect(page.locator("#count")).toHaveText(`${decided} of 4 rows decided`);
      }
    }
    expect(new Set(Object.values(order).map(String)).size).toBeGreaterThan(1);
    expect(desk.sheet("letters.review.Ann.csv")).toEqual([
      "2 opinion  Ann",
      "3 opinion  Ann",
      "5 opinion  Ann",
      "6 opinion  Ann",
    ]);
    expect(desk.sheet("letters.review.Carla.csv")).toEqual([
      "2 news  Carla",
      "3 news  Carla",
      "5 news  Carla",
      "6 news  Carla",
    ]);
    await page.goto(`${address}?key=${desk.key}`);
    const link = page.locator("#agreement");
    await expect(link).toBeVisible();
    await link.click();
    await expect(page.locator("body")).toContainText("Agreement of the annotators");
  });
});
