// The example: our own writing, of a place that does not exist. It says that it is news, and turns.

import type { Source } from "./engine/engine";

const PAGE = `<!doctype html><html lang="en"><head><title>Evening ferry to Sandry will stop in November</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Evening ferry to Sandry will stop in November"}</script>
</head><body><article><h1>Evening ferry to Sandry will stop in November</h1>
<p>The evening ferry between Quillmouth and Sandry will stop running on 1 November, the Harbour Board announced on Tuesday. The last boat of the day will then leave Quillmouth at half past six.</p>
<p>“On an average night we carried eleven passengers,” said the chair of the board, Odile Marrack. “We must spend the money where the people are.”</p>
<p>The board expects to save 240,000 a year. A report by its own officers, published in March, put the number of evening passengers at twenty-six.</p>
<p>The union at the Sandry cannery, whose late shift ends at nine, said that it had not been consulted. In a letter to the board it wrote: “We urge you to think again before you strand two hundred people.”</p>
<p>That letter deserves an answer, and so far it has had none. A board that counts eleven passengers where its own officers count twenty-six is not saving money; it is looking for an excuse.</p>
<p>We have seen this before. Every service that the board has closed in ten years was first starved and then declared unloved, and each time we were told that nothing else could be done.</p>
<p>It is time to stop believing it. The board must publish its figures, the council should refuse to sign until it has, and the ferry ought to stay.</p>
</article></body></html>`;

const TEXT =
  PAGE.match(/<(h1|p)>.*/g)
    ?.map((line) => line.replace(/<[^>]*>/g, ""))
    .join("\n\n") ?? "";

/** The same without its markup. */
export function exampleText(): Source {
  return { name: "example.txt", bytes: new TextEncoder().encode(TEXT), format: "text" };
}

/** As if it had been pasted from a browser. */
export function example(): Source {
  return { name: "example.html", bytes: new TextEncoder().encode(PAGE), format: "html" };
}
