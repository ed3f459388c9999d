// The quotations that compromise (npm) finds in each row of a table of JSON lines with `id` and `text`:
//     npm install compromise@14 && node compromise.mjs rows.jsonl > quotations.jsonl
import { readFileSync } from "node:fs";
import nlp from "compromise";

for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const { id, text } = JSON.parse(line);
  const quotations = nlp(text).quotations().out("array").map((found) => found.replace(/^["“”'‘’]+|["“”'‘’]+$/gu, ""));
  console.log(JSON.stringify({ id, quotations }));
}
