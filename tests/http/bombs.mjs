// Small texts that cost a Markdown parser much: time, memory, or output. All below 100 KB.
const repeat = (piece, bytes) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));

function table(columns, bytes) {
  const head = "|" + "a|".repeat(columns) + "\n|" + "-|".repeat(columns) + "\n";
  return head + repeat("|x|\n", bytes - Buffer.byteLength(head));
}

function reference(bytes) {
  const definition = `\n[a]: https://example.jp/${"x".repeat(bytes / 2)}\n`;
  return repeat("[a]", bytes - definition.length) + "\n" + definition;
}

export const BOMBS = {
  "a table of 1,000 columns with short rows": table(1000, 98_000),
  "a table of 3,000 columns with short rows": table(3000, 98_000),
  "a table of 200 columns with short rows": table(200, 98_000),
  "25,000 nested list items": "- ".repeat(25_000) + "a", // without a word it is a thematic break
  "an autolink before 100,000 closing brackets": `https://example.jp/${")".repeat(98_000)}`,
  "one long reference address used often": reference(98_000),
  "50,000 nested quotations": ">".repeat(50_000) + "a",
  "nested emphasis": "*a _b ".repeat(8_000) + "c_ d*".repeat(8_000),
  "nested brackets": "[".repeat(49_000) + "]".repeat(49_000),
  "nested links": "[a](".repeat(24_000),
  "backticks of every length": Array.from({ length: 430 }, (_, i) => `e${"`".repeat(i)}`).join(""),
  "many footnotes": Array.from({ length: 3_000 }, (_, i) => `[^${i}]\n\n[^${i}]: ${i}\n\n`).join(""),
  "many tildes beside Japanese punctuation": "~~「".repeat(15_000),
  "many stars beside Japanese punctuation": "**「」**".repeat(8_000),
};
