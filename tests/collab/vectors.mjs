// Makes tests/data/changesets/vectors.json with the real library: node tests/collab/vectors.mjs > tests/data/changesets/vectors.json
// Each row: a text, two changesets of it, and what @codemirror/state makes of them. tests/unit/changeset_test.c holds ours against it.
import { createRequire } from "node:module";

const { ChangeSet, MapMode, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
const LONG = "区民生活を支える多様な地域産業の持続性の確保。\n".repeat(200);

// [name, text, changes of one, changes of the other]
const CASES = [
  ["empty text", "", [{ from: 0, insert: "あ" }], [{ from: 0, insert: "い" }]],
  ["nothing changes", "区民", [], []],
  ["one side changes nothing", "区民", [], [{ from: 1, insert: "の" }]],
  ["both insert at one place", "区民", [{ from: 1, insert: "ア" }], [{ from: 1, insert: "イ" }]],
  ["both delete the same", "地域産業", [{ from: 1, to: 3 }], [{ from: 1, to: 3 }]],
  ["deletions overlap", "地域産業の持続", [{ from: 1, to: 4 }], [{ from: 3, to: 6 }]],
  ["one deletes what the other writes in", "地域産業の持続", [{ from: 1, to: 6 }], [{ from: 3, insert: "・工業" }]],
  ["one replaces what the other deletes in part", "地域産業の持続", [{ from: 2, to: 5, insert: "経済" }], [{ from: 4, to: 7 }]],
  ["both replace the same words", "宇宙線の観測", [{ from: 0, to: 3, insert: "電波" }], [{ from: 0, to: 3, insert: "光" }]],
  ["emoji replaced by emoji", "a😀b😂c", [{ from: 1, to: 3, insert: "👍" }], [{ from: 4, to: 6, insert: "🎉🎉" }]],
  ["inside a family of joined emoji", "父👨‍👩‍👧子", [{ from: 3, to: 4 }], [{ from: 6, insert: "👦" }]],
  ["a character outside of the first plane", "𠮷野家と吉野家", [{ from: 0, to: 2, insert: "吉" }], [{ from: 2, to: 5 }]],
  ["variation selectors and combining marks", "葛\u{E0100}飾か\u3099", [{ from: 3, insert: "区" }], [{ from: 4, to: 6 }]],
  ["lines are split and joined", "一\n二\n三", [{ from: 1, to: 2, insert: "、" }], [{ from: 3, insert: "\n\n" }]],
  ["an empty line is written", "一\n二", [{ from: 2, insert: "\n" }], [{ from: 1, insert: "。\n" }]],
  ["many places at once", "あいうえおかきくけこ", [{ from: 0, insert: "[" }, { from: 3, to: 5 }, { from: 8, insert: "]" }], [{ from: 2, to: 9, insert: "…" }]],
  ["all is replaced by both", "前の案", [{ from: 0, to: 3, insert: "新しい案" }], [{ from: 0, to: 3, insert: "別の案" }]],
  ["a long text", LONG, [{ from: 2000, to: 2500, insert: "短く" }], [{ from: 100, insert: "、" }, { from: 2400, to: 3000 }]],
];

const MODES = [MapMode.Simple, MapMode.TrackDel, MapMode.TrackBefore, MapMode.TrackAfter];

function row([name, text, one, other]) {
  const doc = Text.of(text.split("\n"));
  const a = ChangeSet.of(one, text.length);
  const b = ChangeSet.of(other, text.length);
  const mapped = b.map(a);
  const positions = [];
  const step = Math.max(1, Math.floor(text.length / 12));
  for (let at = 0; at <= text.length; at += step)
    for (const mode of MODES) for (const assoc of [-1, 1]) positions.push([at, assoc, mode, a.mapPos(at, assoc, mode) ?? -1]);
  return {
    name,
    text,
    a,
    b,
    applied: a.apply(doc).toString(),
    inverted: a.invert(doc),
    mapped,
    mapped_before: b.map(a, true),
    composed: a.compose(mapped),
    both: a.compose(mapped).apply(doc).toString(),
    positions,
  };
}

process.stdout.write(`[\n${CASES.map((c) => JSON.stringify(row(c))).join(",\n")}\n]\n`);
