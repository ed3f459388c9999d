// A drawing that nobody sees, so that the first one that somebody waits for is not the browser's first: scripts are
// compiled, styles resolved and letters measured.

import { article } from "./article";
import { Choice } from "./choice";
import { el } from "./dom";
import type { Reading } from "./engine/types";

/** Draws an article and takes it away again before the browser can paint. */
export function rehearse(reading: Reading): void {
  const drawn = article(reading);
  new Choice(drawn, reading, async () => []).choose(0);
  const stage = el("div", { class: "rehearsal", "aria-hidden": "true" }, drawn);
  document.body.append(stage);
  stage.getBoundingClientRect();
  stage.remove();
}
