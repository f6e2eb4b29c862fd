// What becomes of a table's lines when it is edited by its cells; without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, Text } from "../../static/editor/node_modules/@codemirror/state/dist/index.js";
import { addColumn, addRow, align, fill, offsetIn, placeIn, put, read, removeColumn, removeRow, written } from "../../static/editor/table_text.js";

const docOf = (text) => Text.of(text.split("\n"));
const tableOf = (text) => read(docOf(text), 0, text.length);
const values = (table) => table.rows.map((row) => Array.from({ length: table.columns }, (_, i) => row.cells[i]?.value ?? ""));
const after = (text, edit) => ChangeSet.of(edit(tableOf(text)), text.length).apply(docOf(text)).toString();

const PLAIN = "| 年 | 数 |\n|---|--:|\n| 6 | 10 |\n| 7 | |";
const BARE = "年|数\n-|-\n6|10\n7";

test("cells are read as cmark reads them", () => {
  assert.deepEqual(values(tableOf(PLAIN)), [["年", "数"], ["6", "10"], ["7", ""]]);
  assert.deepEqual(tableOf(PLAIN).alignments, ["", "right"]);
  assert.deepEqual(values(tableOf("年|数\n-|-\n6|10\n|7")), [["年", "数"], ["6", "10"], ["7", ""]]);
  assert.deepEqual(values(tableOf("| a\\|b | `c\\|d` | \\\\\\| |\n|:-|:-:|-|")), [["a|b", "`c|d`", "\\\\|"]]);
  assert.deepEqual(values(tableOf("|　年　||\n|-|-|")), [["　年　", ""]], "a wide space belongs to the words");
});

test("what is no table that can be shown stays text", () => {
  assert.equal(tableOf("|a|b|\n|-|-|\n|1|2|3|"), null, "a row with a cell too many");
  assert.equal(tableOf("|a|b|\n|-|"), null);
  assert.equal(tableOf("|a|b|"), null);
  assert.equal(read(docOf("- |a|\n  |-|"), 2, 11), null, "a table in a list");
});

test("a line without any | straight below a table is not its row", () => {
  const table = tableOf(`${PLAIN}\n出典：調べ\n注：一部`);
  assert.equal(table.rows.length, 3);
  assert.equal(table.source, PLAIN);
});

test("only what changed in a cell is changed", () => {
  const cell = (row, column, words) => put(tableOf(PLAIN), row, column, words);
  assert.deepEqual(cell(1, 1, "12"), [{ from: 27, to: 28, insert: "2" }]);
  assert.deepEqual(cell(1, 1, "10"), []);
  assert.deepEqual(cell(1, 1, " 10 "), [], "blanks at the ends are the table's");
  assert.equal(after(PLAIN, (table) => put(table, 1, 0, "")), "| 年 | 数 |\n|---|--:|\n|  | 10 |\n| 7 | |");
  assert.equal(after(PLAIN, (table) => put(table, 2, 1, "9")), "| 年 | 数 |\n|---|--:|\n| 6 | 10 |\n| 7 | 9 |", "an empty cell");
});

test("what would end a cell is escaped, and a line end is a space", () => {
  assert.equal(written("甲|乙"), "甲\\|乙");
  assert.equal(written("甲\\|乙"), "甲\\|乙");
  assert.equal(written("甲\\\\|乙"), "甲\\\\\\|乙");
  assert.equal(written("一\n二 \r\n 三"), "一 二 三");
  assert.equal(after("|a|b|\n|-|-|", (table) => put(table, 0, 0, "a\\")), "|a\\ |b|\n|-|-|");
  for (const words of ["甲|乙", "||", "`a|b`", "\\\\|", "終わりの\\"]) {
    const text = after(PLAIN, (table) => put(table, 1, 0, words));
    assert.equal(tableOf(text).rows[1].cells[0].value, words);
    assert.equal(tableOf(text).rows[1].cells.length, 2);
  }
});

test("a row that is short or has no | at its ends is evened when it is edited", () => {
  assert.equal(after(BARE.replace("7", "|7"), (table) => put(table, 2, 1, "11")), "年|数\n-|-\n6|10\n|7 | 11 |");
  assert.equal(after(BARE, (table) => put(table, 1, 0, "- 6")), "年|数\n-|-\n| - 6|10\n7", "what would become a list");
  assert.equal(after(BARE.replace("\n7", ""), (table) => addColumn(table, 1)), "| 年 |  | 数 |\n| - | --- | - |\n| 6 |  | 10 |");
});

test("rows and columns come and go", () => {
  assert.equal(after(PLAIN, (table) => addRow(table, 1)), "| 年 | 数 |\n|---|--:|\n|  |  |\n| 6 | 10 |\n| 7 | |");
  assert.equal(after(PLAIN, (table) => addRow(table, 3)), `${PLAIN}\n|  |  |`);
  assert.equal(after(PLAIN, (table) => removeRow(table, 1)), "| 年 | 数 |\n|---|--:|\n| 7 | |");
  assert.equal(after(PLAIN, (table) => removeRow(table, 2)), "| 年 | 数 |\n|---|--:|\n| 6 | 10 |");
  assert.equal(after(PLAIN, (table) => addColumn(table, 0)), "|  | 年 | 数 |\n| --- |---|--:|\n|  | 6 | 10 |\n|  | 7 | |");
  assert.equal(after(PLAIN, (table) => addColumn(table, 2)), "| 年 | 数 |  |\n|---|--:| --- |\n| 6 | 10 |  |\n| 7 | |  |");
  assert.equal(after(PLAIN, (table) => removeColumn(table, 0)), "| 数 |\n|--:|\n| 10 |\n| |");
  assert.equal(after(after(PLAIN, (table) => removeColumn(table, 0)), (table) => removeColumn(table, 0)), "");
});

test("a column is set to a side", () => {
  const rule = (text, column, side) => after(text, (table) => align(table, column, side)).split("\n")[1];
  assert.equal(rule(PLAIN, 0, "center"), "|:---:|--:|");
  assert.equal(rule(PLAIN, 0, "left"), "|:---|--:|");
  assert.equal(rule(PLAIN, 1, "left"), "|---|:--|");
  assert.equal(rule(PLAIN, 1, ""), "|---|--|");
});

test("copied cells fill a table, which grows", () => {
  assert.equal(after(PLAIN, (table) => fill(table, 1, 0, [["8", "1|2"], ["9", "3"]])), "| 年 | 数 |\n|---|--:|\n| 8 | 1\\|2 |\n| 9 | 3 |");
  assert.equal(after(PLAIN, (table) => fill(table, 2, 1, [["a", "b"], ["c"]])), "| 年 | 数 |  |\n|---|--:| --- |\n| 6 | 10 |  |\n| 7 | a | b |\n|  | c |  |");
  assert.equal(after(BARE, (table) => fill(table, 1, 0, [["1", "2"], ["3", "4"]])), "年|数\n-|-\n| 1|2 |\n| 3 | 4 |\n7");
});

test("places in a cell's words and in the text belong together", () => {
  const [row] = tableOf("| a\\|b | c |\n|-|-|").rows;
  assert.deepEqual([0, 1, 2, 3].map((offset) => placeIn(row.cells[0], offset)), [2, 3, 5, 6]);
  assert.deepEqual([2, 3, 5, 6].map((place) => offsetIn(row.cells[0], place)), [0, 1, 2, 3]);
});

test("two people in different cells of a row do not disturb each other", () => {
  const one = ChangeSet.of(put(tableOf(PLAIN), 1, 0, "令和6"), PLAIN.length);
  const other = ChangeSet.of(put(tableOf(PLAIN), 1, 1, "20"), PLAIN.length);
  const column = ChangeSet.of(addColumn(tableOf(PLAIN), 1), PLAIN.length);
  const result = one.compose(other.map(one)).compose(column.map(one.compose(other.map(one)), false)).apply(docOf(PLAIN)).toString();
  assert.deepEqual(values(tableOf(result)), [["年", "", "数"], ["令和6", "", "20"], ["7", "", ""]]);
});

// --- many tables, by chance -------------------------------------------------------------------------------------------

// The same numbers from the same seed.
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const WORDS = ["", "数", "10", "- 項", "甲|乙", "a\\", "`x|y`", "😀", "　", "**太**", "||"];

// A table of any form there is: with and without | at the ends of its lines, with short rows.
function anyTable(below) {
  const columns = 1 + below(4);
  const forms = [(words) => `| ${words.join(" | ")} |`, (words) => `|${words.join("|")}|`, (words) => `|${words.join(" |  ")}  |  `, (words) => (words[0] && words.length > 1 && words.at(-1) ? words.join(" | ") : `|${words.join("|")}|`)];
  const line = (size) => forms[below(4)](Array.from({ length: size }, () => ["", "x", "あい", "a\\|b", "12"][below(5)]));
  const rule = forms[below(2)](Array.from({ length: columns }, () => ["-", ":--", "--:", ":-:"][below(4)]));
  return [line(columns), rule, ...Array.from({ length: below(4) }, () => line(1 + below(columns)))].join("\n");
}

// An edit, and the same done to rows of words.
const EDITS = [
  (below, table, rows, row, column) => {
    const words = WORDS[below(WORDS.length)];
    rows[row][column] = words;
    return put(table, row, column, words);
  },
  (below, table, rows, row) => {
    rows.splice(row + 1, 0, rows[0].map(() => ""));
    return addRow(table, row + 1);
  },
  (below, table, rows, row) => (row ? (rows.splice(row, 1), removeRow(table, row)) : []),
  (below, table, rows, row, column) => {
    for (const words of rows) words.splice(column, 0, "");
    return addColumn(table, column);
  },
  (below, table, rows, row, column) => {
    if (table.columns === 1) return [];
    for (const words of rows) words.splice(column, 1);
    return removeColumn(table, column);
  },
  (below, table, rows, row, column) => align(table, column, ["left", "center", "right", ""][below(4)]),
];

test("whatever form a table has, an edit does what it says and nothing else", () => {
  for (let seed = 1; seed <= 400; seed++) {
    const below = chance(seed);
    let text = anyTable(below);
    for (let n = 0; n < 6; n++) {
      const table = tableOf(text);
      if (!table) break; // a line without any | at its end
      const rows = values(table);
      const edit = EDITS[below(EDITS.length)];
      const next = ChangeSet.of(edit(below, table, rows, below(rows.length), below(table.columns)), text.length).apply(docOf(text)).toString();
      assert.deepEqual(values(tableOf(next)), rows, `seed ${seed}: ${JSON.stringify(text)} became ${JSON.stringify(next)}`);
      text = next;
    }
  }
});
