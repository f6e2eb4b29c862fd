// The corpus of the bench: 8 chapters of 5 sections, about 4 KB of Japanese Markdown each, 156 KB in all. Always the same bytes.
const TOPICS = ["商業", "工業", "農業", "観光", "福祉", "環境", "教育", "交通"];
const PARTS = ["現状", "課題", "方向", "取組", "評価"];
const SENTENCES = [
  "地域の産業は、区民の暮らしを支える多様な担い手によって続けられてきました。",
  "人口の構成が変わるなかで、身近な場所で働き、買い、学ぶことの意味が改めて問われています。",
  "小さな事業所ほど、後を継ぐ人と、新しい技術を学ぶ時間を必要としています。",
  "**「地域らしさ」**を生かした取組を、事業者と区民と区が一緒に考えます。",
  "調査では、七割を超える事業所が、取引先とのつながりを強みとして挙げました[^1]。",
  "環境への負担を減らすことと、収益を上げることは、両立させることができます。",
  "空いている場所を使いたい人と、使ってほしい人を結びます。",
  "詳しくは[統計のページ](https://example.jp/statistics)を参照してください。",
];

// A small generator of numbers, so that sections differ and every run has the same.
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % below;
  };
}

function sectionText(seed) {
  const next = numbers(seed);
  const paragraph = () => Array.from({ length: 4 }, () => SENTENCES[next(SENTENCES.length)]).join("");
  const table = ["| 年度 | 事業所 | 働く人 | 出荷額 |", "|---|---:|---:|---:|", ...Array.from({ length: 5 }, (_, i) => `| 令和${i + 2}年度 | ${next(9000)} | ${next(90000)} | ${next(900000)} |`)];
  const list = Array.from({ length: 5 }, () => `- ${SENTENCES[next(4)]}`);
  const blocks = ["### これまで", paragraph(), table.join("\n"), paragraph(), list.join("\n"), "### これから"];
  const note = "[^1]: 区内の事業所への調査（令和7年）による。";
  let text = blocks.join("\n\n");
  while (Buffer.byteLength(text) < 3520) text += `\n\n${paragraph()}`;
  return `${text}\n\n${text.includes("[^1]") ? "" : "調査による[^1]。\n\n"}${note}\n`;
}

let made = 0;
const chapters = TOPICS.map((topic, c) => ({
  id: ++made,
  kind: "chapter",
  number: ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ"][c],
  title: `${topic}のこれから`,
  version: 0,
  text: "",
  state: "drafting",
  children: PARTS.map((part, i) => ({ id: ++made, kind: "section", number: String(i + 1), title: `${topic}の${part}`, version: 1, text: sectionText(made), state: "drafting", children: [] })),
}));

export const SECTIONS = chapters.flatMap((chapter) => chapter.children);
export const CHAPTER = chapters[2];

/** The document in the interchange form. */
export const INTERCHANGE = JSON.stringify({ title: "産業ビジョン", sections: chapters, references: [], considerations: [], indicators: [], comments: [], editions: [] });

/** The same as one Markdown text, its footnotes told apart. */
export const MARKDOWN = chapters
  .map((chapter) => `# ${chapter.number} ${chapter.title}\n\n${chapter.children.map((s) => `## ${s.number} ${s.title}\n\n${s.text.replaceAll("[^1]", `[^${s.id}]`).replaceAll("### ", "#### ")}`).join("\n")}`)
  .join("\n");
