// Stands in for the engine while it is not built: labels by a few words. Not for tests of results.
const FOR = /\b(we|must|urge|should|our|need|believe|shame|absurd)\b/gi;
export default async () => {};
const enc = new TextDecoder();
function view(text) {
  const pieces = []; let at = 0;
  for (const m of text.matchAll(/“[^”]*”|"[^"]*"|\b(?:we|must|urge|should|our|need|believe|said|told|on)\b/gi)) {
    if (m.index > at) pieces.push({ text: text.slice(at, m.index), weight: 0, mark: 0, voice: "author" });
    const q = /^[“"]/.test(m[0]); const news = /said|told|on/i.test(m[0]);
    pieces.push({ text: m[0], weight: q ? -0.2 : news ? -0.5 : 0.7, mark: q ? -1 : news ? -3 : 4, voice: q ? "source" : "author" });
    at = m.index + m[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), weight: 0, mark: 0, voice: "author" });
  const logit = -2.77 + pieces.reduce((s, p) => s + p.weight, 0) + (text.match(FOR) || []).length;
  const p = 1 / (1 + Math.exp(-logit)); const o = p >= 0.5, unsure = p > 0.3 && p < 0.7;
  return { label: (o ? "opinion" : "news") + (unsure ? "?" : ""), probability: Math.round(p * 100) + " %", alone: Math.round(p * 95) + " %",
    why: o ? "Calls for action in the author’s own voice: “we”, “must”." : "Reports what a source said: “said”.", doubt: unsure ? "The label is near the threshold." : null, quoted: pieces.some(p => p.voice === "source") ? "38 % quoted" : null,
    pieces, groups: [{ name: "call to action", weight: 1.2, words: "must, “we urge”" }, { name: "attribution", weight: -0.5, words: "said" }], baseline: -2.77, rest: 0.1, logit,
    changes: ["Without “must” it would be news (32 %)."], unknown: null, context: "Its neighbours argue, which raises it.", p, o, unsure };
}
function read(name, bytes, format) {
  if (/\.png$/.test(name)) throw new Error("is no text; open an article");
  let text = enc.decode(bytes); let quote = [];
  if (format === "html" || /\.html?$/.test(name)) text = text.replace(/<(script|style)[\s\S]*?<\/\1>/gi, "").replace(/<\/(p|h\d|div|li|blockquote|title)>/gi, "\n\n").replace(/<[^>]+>/g, "").replace(/&amp;/g, "&").replace(/&lt;/g, "<");
  const parts = text.split(/\n\s*\n/).map((s) => s.replace(/\s+/g, " ").trim()).filter(Boolean);
  const blocks = [], paragraphs = [], views = [];
  for (const part of parts) {
    if (part.split(" ").length < 8) { blocks.push({ kind: blocks.length ? "heading" : "headline", text: part }); continue; }
    const v = view(part), n = paragraphs.length;
    blocks.push({ paragraph: n }); views.push(v);
    paragraphs.push({ type: "paragraph", article: name, paragraph: n, kind: "paragraph", label: v.o ? "opinion" : "news", probability: v.p, alone: v.p, unsure: v.unsure, quoted: 0, text: part });
  }
  const turns = []; for (let i = 1; i < views.length && !turns.length; i++) if (views[i].o && !views[i - 1].o) turns.push({ paragraph: i, text: "turns from news to opinion (66 % within 2–10)", sure: true });
  const share = views.filter((v) => v.o).length;
  const article = { type: "article", article: name, paragraphs: views.length, opinion_share: views.length ? share / views.length : null, label: share ? "mixed" : "news", shifts: [], declared: null, declared_label: null, declared_by: null, mismatch: null, opinion_words: 0.5, reason: null, headline: blocks[0]?.text ?? null, deck: null, byline: null, date: null, section: null, language: null };
  return { name, format: format ?? "text", article, paragraphs, views, blocks, verdict: views.length ? share ? "mixed" : "news" : "–", summary: `${share} of ${views.length} sure paragraphs argue`, headline: blocks[0]?.text ?? null, deck: null, known: [], declared: share ? "news (NewsArticle), but argues from paragraph 9 on" : null, mismatch: share > 0, notes: [], turns };
}
export class Engine {
  read(name, bytes, format) { return JSON.stringify([read(name, bytes, format)]); }
  overview(name, bytes, format) { const r = read(name, bytes, format); r.cells = r.paragraphs.map((p) => ({ label: p.label[0], unsure: p.unsure, probability: p.probability })); delete r.paragraphs; delete r.views; delete r.blocks; return JSON.stringify([r]); }
  rows(texts) { return JSON.stringify(read("rows", new TextEncoder().encode(JSON.parse(texts).join("\n\n")))); }
  lines(name, bytes, format) { return read(name, bytes, format).paragraphs.map((p) => JSON.stringify(p)).join("\n") + "\n"; }
}
