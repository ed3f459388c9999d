import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ADDRESS, expect, paste, path, shown, test, text } from "./opened";

const RICH = `<html><body><!--StartFragment--><h1>Pool to close</h1><p>The pool on Marl Street will close in May, the council said on Monday.</p>
<blockquote><p>We urge the council to think again before it is too late.</p></blockquote><h2>Our view</h2>
<p>We urge the council to drop this absurd plan, and it must do so now.</p><!--EndFragment--></body></html>`;

test("a pasted text is read, and turns where the command line says", async ({ opened }) => {
  await opened.locator("#text").focus();
  await paste(opened, { text: text("white-house.txt") });
  await expect(opened.locator("#article .verdict")).toHaveText("mixed: 9 of 16 sure paragraphs argue; turns at 9");
  await expect(opened.locator(".turn-line + .paragraph")).toHaveAttribute("id", "p9");
});

test("rich text keeps its headings and quotations", async ({ opened }) => {
  await opened.locator("#text").focus();
  await paste(opened, { html: RICH, text: "what the clipboard has without layout" });
  await expect(opened.locator("#headline")).toHaveText("Pool to close");
  await expect(opened.locator(".block")).toHaveText("headingOur view");
  await expect(opened.locator("blockquote.text")).toHaveText(
    "We urge the council to think again before it is too late.",
  );
  await expect(opened.locator(".paragraph")).toHaveCount(3);
  await expect(opened).toHaveTitle("Pool to close · oped");
});

test("a rich text that is edited keeps them, too", async ({ opened }) => {
  await opened.locator("#text").focus();
  await paste(opened, { html: RICH });
  await opened.getByRole("button", { name: "Edit the text" }).click();
  await expect(opened.locator("#text")).toBeFocused();
  await opened.keyboard.press("Control+End");
  await opened.keyboard.type(" We must act.");
  await expect(opened.locator("#p2 .text")).toHaveText(/We must act\.$/);
  await expect(opened.locator("#headline")).toHaveText("Pool to close");
  await expect(opened.locator("blockquote.text")).toHaveCount(1);
});

test("a paste anywhere on the page starts a new text", async ({ opened }) => {
  await opened.getByRole("button", { name: "Show an example" }).click();
  await expect(opened.locator("#headline")).toBeFocused();
  await paste(opened, { html: RICH });
  await expect(opened.locator("#headline")).toHaveText("Pool to close");
});

test("the article follows what is typed, and the chosen paragraph stays chosen", async ({ opened }) => {
  const desk = opened.locator("#text");
  await desk.pressSequentially("The pool will close in May, the council said on Monday.\n\n");
  await expect(opened.locator("#p0")).toHaveClass(/\bn\b/);
  await opened.locator("#p0 .text").click();
  await desk.press("Control+End");
  await desk.pressSequentially("We urge the council to drop this absurd plan. It must do so now.");
  await expect(opened.locator("#p1")).toHaveClass(/\bo\b/);
  await expect(opened.locator("#p0")).toHaveClass(/chosen/);
  await desk.fill("");
  await expect(opened.locator("#result")).toBeHidden();
});

test("an address is not fetched: the page says what to do instead", async ({ opened }) => {
  await opened.locator("#text").fill("https://news.example/opinion/pool");
  await expect(opened.locator("#hint")).toContainText("this page fetches nothing");
});

test("what is pasted before the engine is ready is read as soon as it is", async ({ page }) => {
  await page.goto(ADDRESS, { waitUntil: "commit" });
  await page.locator("#text").waitFor();
  await page.waitForFunction(
    () => document.body.dataset["view"] === "start" && document.getElementById("status")?.textContent !== "",
  );
  await paste(page, { text: text("pier-hearing.txt") });
  await expect(page.locator(".paragraph")).toHaveCount(11);
});

test("a dropped text is read as a pasted one", async ({ opened }) => {
  await opened.evaluate((html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, RICH);
  await expect(opened.locator("#headline")).toHaveText("Pool to close");
});

test("where workers are refused the page reads on its own thread", async ({ page }) => {
  await page.addInitScript(() =>
    Reflect.set(window, "Worker", function refused() {
      throw new Error("no workers");
    }),
  );
  await page.goto(ADDRESS);
  await expect(page.getByText("Ready.")).toBeVisible();
  await paste(page, { text: text("pier-hearing.txt") });
  expect(await shown(page)).toHaveLength(11);
});

test("a page that was cut on its way says that it cannot start", async ({ page }) => {
  const whole = readFileSync(fileURLToPath(ADDRESS), "utf8");
  const model = whole.indexOf('id="model"');
  const cut = test.info().outputPath("cut.html");
  writeFileSync(cut, whole.slice(0, model + 200_000) + whole.slice(whole.indexOf("</script>", model)));
  await page.goto(pathToFileURL(cut).href);
  await expect(page.getByRole("alert")).toHaveText(/^The page cannot start: .* Save its file anew/);
});

test("a browser without WebAssembly is told what it lacks", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "WebAssembly"));
  await page.goto(ADDRESS);
  await expect(page.getByRole("alert")).toContainText("WebAssembly is missing or switched off");
});

test("back from an article the text that was typed is there again, with its own labels", async ({ opened }) => {
  await opened.locator("#text").fill("We urge the council to drop this absurd plan, and it must do so now.");
  await expect(opened.locator(".paragraph.o")).toHaveCount(1);
  await opened.setInputFiles("#files", path("pier-hearing.txt"));
  await expect(opened.locator(".paragraph")).toHaveCount(11);
  await opened.goBack();
  await expect(opened.locator("#text")).toHaveValue(/^We urge/);
  await expect(opened.locator(".paragraph.o")).toHaveCount(1);
});

test("a new text starts from nothing", async ({ opened }) => {
  await paste(opened, { html: RICH });
  await opened.getByRole("button", { name: "New text" }).click();
  await expect(opened.locator("#text")).toHaveValue("");
  await expect(opened.locator("#text")).toBeFocused();
  await expect(opened.locator("#result")).toBeHidden();
});
