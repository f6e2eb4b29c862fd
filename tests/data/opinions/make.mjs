// Makes published.csv: opinions of the shape of a published result, 77 people and 210 opinions, invented. The same every time:
//   node tests/data/opinions/make.mjs > tests/data/opinions/published.csv
const SECTIONS = [
  ["Ⅰ", "策定の趣旨"],
  ["Ⅰ", "計画の位置付け"],
  ["Ⅱ", "商業"],
  ["Ⅱ", "工業"],
  ["Ⅱ", "農業"],
  ["Ⅱ", "観光"],
  ["Ⅲ", "人が集まるまち"],
  ["Ⅲ", "働き続けられるまち"],
  ["Ⅳ", "評価の方法"],
  ["Ⅴ", "取組の結果"],
];
const SUBJECTS = ["空き店舗", "若い担い手", "商店街の行事", "工場の見学", "直売所", "創業の相談", "デジタル化", "子育てと仕事", "災害への備え", "外国から来た人"];
const WISHES = ["について、もっと具体的に書いてほしい。", "の支援を続けてください。", "の数字が、ほかの資料と合っていません。", "は、誰が担うのでしょうか。", "を、もう少し大きく取り上げてはどうか。"];
const ANSWERS = ["ご意見を受けて、本文に書き加えました。", "ご意見の趣旨は、本文に記載しています。", "今後の取組の参考とします。", "ほかの計画で定めるため、この計画には記載しません。", "ご意見として承りました。"];
const DISPOSITIONS = ["反映", "記載済み", "参考", "不採用", "その他"];
const KINDS = ["意見", "意見", "意見", "意見", "質問", "誤字"];

let state = 20261126;
/** A whole number below n, the same ones every time. */
function draw(n) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}

const many = (count, name) => Array.from({ length: count }, (_, i) => name(String(i + 1).padStart(2, "0")));

/** Who sent how many: [source, name, people, opinions]. Without a source it was written in the document. */
const SENDERS = [
  ...many(12, (n) => ["", `委員${n}`, 1, 3]), // 12 people, 36 opinions
  ...many(40, (n) => ["パブリックコメント", `受付${n}`, 1, Number(n) <= 5 ? 4 : 3]), // 40, 125
  ...many(10, (n) => ["メール", `受付${n}`, 1, 3]), // others than those of the same name above: 10, 30
  ...many(4, (n) => ["手紙", `町会 "${n}"`, 1, 3]), // 4, 12
  ["窓口", "商店会, 役員", 3, 1],
  ["窓口", "商店会, 役員", 4, 1], // the same ones: 4 people, 2 opinions
  ...many(4, () => ["窓口", "", 1, 1]), // 4, 4
  ["窓口", "", 3, 1], // 3, 1
];

function row([source, name, people], number) {
  const [chapter, section] = SECTIONS[draw(SECTIONS.length)];
  const subject = SUBJECTS[draw(SUBJECTS.length)];
  const body = `${subject}${WISHES[draw(WISHES.length)]}${draw(10) === 0 ? `\n理由は2つあります。\n「1」働く人が減っていること, "2"場所が足りないこと。` : ""}（${number}）`;
  return { number, chapter, section, kind: KINDS[draw(KINDS.length)], body, source, name, people, disposition: "", summary: "", answer: "", into: "" };
}

/** An answer; of every tenth something is missing. */
function respond(opinion) {
  const which = draw(DISPOSITIONS.length), missing = draw(20);
  if (missing !== 0) opinion.disposition = DISPOSITIONS[which];
  if (missing !== 1) opinion.answer = ANSWERS[which];
  if (draw(3) === 0) opinion.summary = `${opinion.body.slice(0, 8)}…についての意見（${opinion.number}）`;
}

const drawn = SENDERS.flatMap((sender) => Array.from({ length: sender[3] }, () => sender));
for (let i = drawn.length - 1; i > 0; i--) {
  const j = draw(i + 1);
  [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
}
const opinions = drawn.map((sender, i) => row(sender, i + 1));
const heads = [];
for (const opinion of opinions) {
  if (heads.length > 5 && draw(5) === 0) {
    opinion.into = heads[draw(heads.length)].number;
    continue;
  }
  heads.push(opinion);
  respond(opinion);
}

const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
const head = ["番号", "章", "節", "種別", "意見", "出典", "氏名", "人数", "区分", "概要", "区の考え方", "まとめ先"];
const lines = opinions.map((o) => [o.number, o.chapter, o.section, o.kind, o.body, o.source, o.name, o.people, o.disposition, o.summary, o.answer, o.into]);
process.stdout.write([head, ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`).join(""));
