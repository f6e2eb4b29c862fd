// The words of comments stay where @codemirror/state maps them, through long histories of random edits, and are back where they were when what
// took them away is undone. SEED=n repeats a run; COLLAB_EDITS=n makes it longer.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Random } from "./random.mjs";

const { ChangeSet, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
const PROGRAM = process.env.SPAN_LINES ?? "build/asan/tests/collab/span_lines";
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const EDITS = Number(process.env.COLLAB_EDITS ?? 10_000);
const ANCHORS = 200;

const apply = (set, text) => set.apply(Text.of(text.split("\n"))).toString();
const json = (value) => JSON.parse(JSON.stringify(value));

/** The program's answers to all lines of a history. */
function answers(lines) {
  const ran = spawnSync(PROGRAM, { input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""), encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.equal(ran.status, 0, ran.stderr || String(ran.error));
  return ran.stdout.trimEnd().split("\n");
}

/** Stretches of a text, neither of whose ends is inside a surrogate pair. */
function stretches(random, text, count) {
  const spans = [];
  while (spans.length < count) {
    const from = random.place(text);
    const to = random.below(4) ? from + 1 + random.below(30) : random.place(text);
    if (to <= text.length && from < to && !/[\udc00-\udfff]/.test(text[to] ?? "")) spans.push({ from, to, gone: false });
  }
  return spans;
}

/** Typing and taking away in a few places; now and then a paragraph goes, or comes. */
function edit(random, text) {
  const changes = [];
  for (let n = random.below(3); n >= 0; n--) {
    const from = random.place(text);
    let to = Math.min(text.length, from + (random.below(100) ? random.below(2) * random.below(6) : random.below(300)));
    if (/[\udc00-\udfff]/.test(text[to] ?? "")) to++;
    changes.push({ from, to, insert: random.below(3) ? random.text(random.below(100) ? 2 : 60) : "" });
  }
  return ChangeSet.of(changes, text.length);
}

const changesOf = (set) => {
  const list = [];
  set.iterChanges((fromA, toA, fromB, toB) => list.push({ fromA, toA, fromB, toB }), true);
  return list;
};

/** What the library makes of a span; the gap of words that are gone takes in what is written at it. */
function mapped(set, span) {
  if (!span.gone) {
    const [from, to] = [set.mapPos(span.from, 1), set.mapPos(span.to, -1)];
    return { from: Math.min(from, to), to: Math.max(from, to), gone: from >= to };
  }
  const gap = { from: set.mapPos(span.from, -1), to: set.mapPos(span.to, 1), gone: true };
  for (const c of changesOf(set)) {
    if (c.fromA > span.to || c.toA < span.from || c.fromB === c.toB) continue;
    gap.from = Math.min(gap.from, c.fromB);
    gap.to = Math.max(gap.to, c.toB);
  }
  return gap;
}

const isTouched = (set, { from, to }) => changesOf(set).some((c) => c.fromA < to && c.toA > from);

const isCut = (set, { from, to, gone }) => !gone && changesOf(set).some((c) => c.fromA < to && c.toA > from && (c.fromA > from || c.toA < to));

test("every anchor is where the library maps it, and its words are the ones it was made about", (t) => {
  const random = new Random(SEED);
  const rounds = 20;
  let untouched = 0;
  for (let round = 0; round < rounds; round++) {
    let text = "";
    while (text.length < 3000) text += random.text(60);
    let spans = stretches(random, text, ANCHORS);
    const quotes = spans.map((s) => text.slice(s.from, s.to));
    const whole = new Set(spans.keys());
    const lines = [{ text, spans: spans.map((s) => [s.from, s.to]), return: false }];
    const expected = [spans];
    const texts = [text];
    for (let n = 0; n < EDITS / rounds; n++) {
      const set = edit(random, text);
      for (const i of [...whole]) if (isTouched(set, spans[i])) whole.delete(i);
      spans = spans.map((span) => mapped(set, span));
      text = apply(set, text);
      for (const i of whole) assert.equal(text.slice(spans[i].from, spans[i].to), quotes[i], `SEED=${SEED}`);
      lines.push({ changes: json(set) });
      expected.push(spans);
      texts.push(text);
    }
    untouched += whole.size;
    for (const [step, answer] of answers(lines).entries()) {
      const wanted = expected[step].flatMap((s) => [s.from, s.to, Number(s.gone)]);
      assert.equal(answer, JSON.stringify(wanted), `SEED=${SEED}, round ${round}, step ${step}: ${JSON.stringify(lines[step])}`);
    }
  }
  t.diagnostic(`${EDITS} edits over ${ANCHORS} anchors, ${untouched} of ${rounds * ANCHORS} never touched inside, SEED=${SEED}`);
});

/** A text in which no words stand twice. */
const distinct = (random) => Array.from({ length: 120 }, (_, i) => `第${i}文${random.text(3)}〜${random.below(2) ? "。\n" : "、"}`).join("");

test("words that were taken away are back where they were when that is undone", (t) => {
  const random = new Random(SEED);
  let gone = 0;
  let checked = 0;
  for (let round = 0; round < 60; round++) {
    let text = distinct(random);
    // words that hold a number of their own
    const spans = [...text.matchAll(/第\d+文/g)].map((m) => [m.index, m.index + m[0].length + random.below(3)]).filter(([, to]) => to < text.length && !/[\udc00-\udfff]/.test(text[to]));
    const lines = [{ text, spans, return: true }];
    for (let n = 0; n < 10; n++) {
      const from = random.place(text);
      let to = Math.min(text.length, from + random.below(400));
      if (/[\udc00-\udfff]/.test(text[to] ?? "")) to++;
      const away = ChangeSet.of([{ from, to, insert: random.below(2) ? random.text(3) : "" }], text.length);
      const after = apply(away, text);
      // meanwhile others write elsewhere, and in the gap
      const others = ChangeSet.of([{ from: 0, insert: random.text(5) }, { from, insert: random.text(2) }, { from: after.length, insert: random.text(5) }], after.length);
      const undo = away.invert(Text.of(text.split("\n"))).map(others, true);
      lines.push({ changes: json(away) }, { changes: json(others) }, { changes: json(undo) });
      text = apply(undo, apply(others, after));
    }
    const said = answers(lines).map((line) => JSON.parse(line));
    const span = (step, i) => ({ from: said[step][3 * i], to: said[step][3 * i + 1], gone: said[step][3 * i + 2] === 1 });
    for (const [i, [from, to]] of spans.entries()) {
      // of words that were cut in two, what was left is what the anchor is about
      const cut = said.some((_, step) => step > 0 && isCut(ChangeSet.fromJSON(lines[step].changes), span(step - 1, i)));
      gone += said.filter((_, step) => span(step, i).gone).length;
      if (cut) continue;
      const words = lines[0].text.slice(from, to);
      const last = span(said.length - 1, i);
      assert.equal(last.gone, false, `SEED=${SEED}, round ${round}: ${words} is still gone`);
      assert.equal(text.slice(last.from, last.to), words, `SEED=${SEED}, round ${round}`);
      checked++;
    }
  }
  assert.ok(gone > 0);
  t.diagnostic(`${checked} anchors, ${gone} times gone, SEED=${SEED}`);
});
