// Many people write in one section at once and nothing is lost: all editors, the file, and what its log gives from the first version on are one
// text. COLLAB_SEEDS=n runs n of them; SEED=n repeats one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { replay } from "./log.mjs";
import { Random } from "./random.mjs";
import { World } from "./world.mjs";

const EDITORS = 8;
const EDITS = 500;
const SEEDS = process.env.SEED ? [Number(process.env.SEED)] : Array.from({ length: Number(process.env.COLLAB_SEEDS ?? 1) }, () => Math.floor(Math.random() * 2 ** 31));

/** Editors and forms of two people, each with a connection of its own. */
function connections(s) {
  return Array.from({ length: EDITORS + 2 }, (_, i) => s.server.client({ json: true, cookie: (i % 2 ? s.member : s.secretariat).cookie }));
}

function compare(world, file, id, shown) {
  const { log, texts, version, text } = replay(file, id);
  assert.deepEqual(shown, { version, text }, "what is shown is what the file holds");
  for (const writer of world.writers) {
    assert.equal(writer.version, version);
    assert.equal(writer.text, text, `${writer.client} has the same text`);
    assert.equal(log.filter((update) => update.client === writer.client).length, writer.made, `what ${writer.client} wrote is there once`);
  }
  for (const said of world.said) assert.equal(said.text, texts[said.version].toString(), `version ${said.version} is what was said`);
}

async function write(t, seed, { atOnce, streams }) {
  const s = await served(t, { from: OUTLINE, roles: ["member", "secretariat"] });
  const { id } = s.find("商業");
  const path = `/sections/${id}`;
  const now = async () => (({ version, text }) => ({ version, text }))((await s.member.j.get(`${path}/text`)).json);
  const world = new World(new Random(seed), connections(s), path, await now(), EDITS);
  if (streams) await world.listen(id);
  await world.run(atOnce);
  await world.settle();
  compare(world, s.file, id, await now());
}

for (const seed of SEEDS) {
  test(`${EDITORS} editors, forms and texts brought back end in one text, with delays, lost answers and repeated pushes (SEED=${seed})`, (t) =>
    write(t, seed, { atOnce: 1, streams: false }));
}

test(`and when all of them send at one moment and hear of each other by streams that are cut and resumed (SEED=${SEEDS[0]})`, (t) =>
  write(t, SEEDS[0], { atOnce: EDITORS, streams: true }));
