// Changesets agree with @codemirror/state to the character, on random texts with emoji, combining marks and line ends.
// SEED=n repeats a run; COLLAB_RUNS=n makes it longer.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Random } from "./random.mjs";

const { ChangeSet, MapMode, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
const PROGRAM = process.env.CHANGESET_LINES ?? "build/asan/tests/collab/changeset_lines";
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = Number(process.env.COLLAB_RUNS ?? 20_000);

const apply = (set, text) => set.apply(Text.of(text.split("\n"))).toString();

/** Asks the program all at once and compares each answer. */
function ask(questions) {
  const answer = spawnSync(PROGRAM, { input: questions.map((q) => `${JSON.stringify(q.ask)}\n`).join(""), encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.equal(answer.status, 0, answer.stderr || String(answer.error));
  const lines = answer.stdout.trimEnd().split("\n");
  assert.equal(lines.length, questions.length);
  for (const [i, q] of questions.entries()) {
    assert.deepEqual(JSON.parse(lines[i]), q.expected, `SEED=${SEED}: ${JSON.stringify(q.ask)}`);
  }
  return lines.length;
}

const json = (set) => JSON.parse(JSON.stringify(set));

function rounds(t, make, size = RUNS) {
  const random = new Random(SEED);
  let checked = 0;
  while (checked < size) {
    const questions = [];
    while (questions.length < 2_000) questions.push(...make(random));
    checked += ask(questions);
  }
  t.diagnostic(`${checked} checked, SEED=${SEED}`);
}

test("applying gives the same text", (t) =>
  rounds(t, (random) => {
    const text = random.text(30);
    const set = random.set(text);
    return [{ ask: { do: "apply", a: set.toJSON(), text }, expected: { text: apply(set, text) } }];
  }));

test("inverting gives the same changeset", (t) =>
  rounds(t, (random) => {
    const text = random.text(30);
    const set = random.set(text);
    const inverse = set.invert(Text.of(text.split("\n")));
    assert.equal(apply(inverse, apply(set, text)), text);
    return [{ ask: { do: "invert", a: set.toJSON(), text }, expected: { set: json(inverse) } }];
  }));

test("composing gives the same changeset", (t) =>
  rounds(t, (random) => {
    const text = random.text(30);
    let first = random.set(text);
    const middle = apply(first, text);
    let second = random.set(middle);
    if (!random.below(3)) second = second.compose(random.set(apply(second, middle)));
    return [{ ask: { do: "compose", a: first.toJSON(), b: second.toJSON() }, expected: { set: json(first.compose(second)) } }];
  }));

test("mapping gives the same changeset, on either side", (t) =>
  rounds(t, (random) => {
    const text = random.text(30);
    const [one, other] = [random.set(text), random.set(text)];
    const before = !random.below(2);
    return [{ ask: { do: "map", a: one.toJSON(), b: other.toJSON(), before }, expected: { set: json(one.map(other, before)) } }];
  }));

test("a long history of composed and mapped sets stays the same", (t) =>
  rounds(t, (random) => {
    let text = random.text(12);
    let mine = random.set(text);
    const questions = [];
    for (let n = 0; n < 6; n++) {
      const theirs = random.set(text);
      const mapped = mine.map(theirs);
      questions.push({ ask: { do: "map", a: mine.toJSON(), b: theirs.toJSON(), before: false }, expected: { set: json(mapped) } });
      text = apply(theirs, text);
      const more = random.set(apply(mapped, text));
      questions.push({ ask: { do: "compose", a: mapped.toJSON(), b: more.toJSON() }, expected: { set: json(mapped.compose(more)) } });
      mine = mapped.compose(more);
    }
    return questions;
  }));

test("positions go to the same places, in every mode and on both sides", (t) =>
  rounds(
    t,
    (random) => {
      const text = random.text(20);
      const set = random.set(text);
      const questions = [];
      for (const mode of [MapMode.Simple, MapMode.TrackDel, MapMode.TrackBefore, MapMode.TrackAfter]) {
        for (const assoc of [-1, 1]) {
          const at = random.below(text.length + 1);
          questions.push({ ask: { do: "position", a: set.toJSON(), at, assoc, mode }, expected: { at: set.mapPos(at, assoc, mode) ?? -1 } });
        }
      }
      return questions;
    },
    RUNS * 4,
  ));

test("what a difference of two texts gives is a changeset that makes the one of the other", (t) => {
  const random = new Random(SEED);
  const pairs = [];
  while (pairs.length < RUNS) {
    const text = random.text(40);
    pairs.push([text, random.below(4) ? apply(random.set(text), text) : random.text(40)]);
  }
  const input = pairs.map(([text, changed]) => `${JSON.stringify({ do: "diff", text, new: changed })}\n`).join("");
  const answer = spawnSync(PROGRAM, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  assert.equal(answer.status, 0, answer.stderr);
  const lines = answer.stdout.trimEnd().split("\n");
  for (const [i, [text, changed]] of pairs.entries()) {
    const set = ChangeSet.fromJSON(JSON.parse(lines[i]).set);
    assert.equal(apply(set, text), changed, `SEED=${SEED}: ${JSON.stringify([text, changed])}`);
    if (text === changed) assert.ok(set.empty);
  }
  t.diagnostic(`${pairs.length} checked, SEED=${SEED}`);
});
