// Many people type while the process is killed or the disk fails: every update that was acknowledged is there, once; what was refused was said;
// typing goes on. FAULT_ROUNDS=n rounds of killing, FAULT_DISK_ROUNDS=n of each fault of the disk.
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { Client, KOSSHI, OUTLINE, Server, addUser, exported, newDocument, sections, sleep, sql } from "../http/harness.mjs";
import { replay } from "../collab/log.mjs";
import { Peer } from "../collab/peer.mjs";
import { Random } from "../collab/random.mjs";
import { edit } from "../collab/world.mjs";

const LAYER = resolve(dirname(KOSSHI), "tests/fault/disk.so");
assert.ok(existsSync(LAYER), `${LAYER} is not built`);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 50);
const DISK_ROUNDS = Number(process.env.FAULT_DISK_ROUNDS ?? 4);
const TYPISTS = 16;
const TITLES = ["商業", "工業"]; // the sections they share
const PAUSE = 4; // ms between two pushes of a person, at most
const TAKEN = 60; // pushes until a kill or a fault, at most
const MOMENT = 8; // ms more, at most
const CALLS = 40; // of the disk until it fails, at most

/** Somebody who types and pushes. What the server ever said of a version is in `said`, by section and version. */
class Typist extends Peer {
  constructor(text, name, said, random) {
    super(text, name);
    this.path = `/sections/${text.id}/updates`;
    this.id = text.id;
    this.said = said;
    this.random = random;
    this.taken = 0;
    this.refused = 0;
  }

  hear(version, { updates }) {
    for (const [i, { client, changes }] of updates.entries()) {
      const key = `${this.id} ${version + i + 1}`;
      const update = JSON.stringify([client, changes]);
      assert.equal(update, this.said.get(key) ?? update, `version ${key} stays what it was`);
      this.said.set(key, update);
    }
    this.receive(version, updates);
  }

  /** Pushes once. True: it was taken; false: refused, as a disk that fails makes it; null: there was no answer. */
  async send(client) {
    const body = this.push();
    const answer = await client.postJson(this.path, body).catch(() => null);
    if (!answer) return null;
    if (answer.status === 503) {
      assert.match(answer.json.error.code, /^(disk_full|io)$/);
      assert.ok(Number(answer.headers["retry-after"]) > 0);
      this.refused++;
      return false;
    }
    assert.equal(answer.status, 200, `${answer.text}, SEED=${SEED}`);
    this.taken++;
    this.hear(body.version, answer.json);
    return true;
  }

  /** Types and pushes until it is over or the server has gone. */
  async type(client, isOver) {
    while (!isOver()) {
      this.change(edit(this.random, this.text));
      if ((await this.send(client)) === null) return;
      await sleep(this.random.below(PAUSE));
    }
  }
}

/** A document with people who share two sections of it; `s.start()` serves it, `s.disk(word)` makes its disk fail and `s.disk()` mends it. */
async function written(t) {
  const file = newDocument(t, { from: OUTLINE });
  const control = join(dirname(file), "control");
  addUser(file, "member", "member");
  const s = { file, random: new Random(SEED), said: new Map() };
  s.disk = (word) => (word ? writeFileSync(control, word) : rmSync(control, { force: true }));
  s.start = async () => {
    s.server = await Server.start(file, { env: { LD_PRELOAD: LAYER, FAULT_FILE: file, FAULT_CONTROL: control } });
    s.clients = Array.from({ length: TYPISTS }, () => new Client(s.server.origin, { json: true, cookie: s.cookie }));
    s.server.clients.push(...s.clients);
  };
  t.after(() => s.server.stop());
  s.ids = TITLES.map((title) => sections(exported(file)).find((section) => section.title === title).id);
  await s.start();
  ({ cookie: s.cookie } = await s.server.signIn("member"));
  for (const client of s.clients) client.cookie = s.cookie;
  const texts = await Promise.all(s.ids.map(async (id) => (await s.clients[0].get(`/sections/${id}/text`)).json));
  s.typists = s.clients.map((_, i) => new Typist(texts[i % texts.length], `typist-${i}`, s.said, s.random));
  s.type = (isOver) => {
    s.idle = false;
    const typing = Promise.all(s.typists.map((typist, i) => typist.type(s.clients[i], isOver))).finally(() => (s.idle = true));
    typing.catch(() => {}); // said where it is waited for
    return typing;
  };
  /** Some moment while they type. */
  s.moment = async () => {
    const taken = () => s.typists.reduce((sum, typist) => sum + typist.taken, 0);
    for (const enough = taken() + s.random.below(TAKEN); taken() < enough && !s.idle; ) await sleep(1);
    await sleep(s.random.below(MOMENT));
  };
  s.kill = async () => {
    await s.server.kill();
    for (const client of s.clients) client.close();
  };
  return s;
}

const integrity = (file) => assert.equal(sql(file, "PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok");

/** Everybody sends what is left, hears all, and has the text that the log gives; every update that was acknowledged is in it, once. */
async function compare(s) {
  for (let round = 0; round < 2; round++) {
    for (const [i, typist] of s.typists.entries()) {
      do assert.equal(await typist.send(s.clients[i]), true);
      while (typist.unsent);
    }
  }
  integrity(s.file);
  for (const id of s.ids) {
    const { log, text, version } = replay(s.file, id);
    for (const update of log) {
      const said = s.said.get(`${id} ${update.version}`);
      assert.equal(JSON.stringify([update.client, update.changes.toJSON()]), said, `version ${update.version} is what was acknowledged`);
    }
    assert.ok(!s.said.has(`${id} ${version + 1}`), "nothing that was acknowledged is missing");
    for (const typist of s.typists.filter((one) => one.id === id)) {
      assert.equal(typist.text, text, `${typist.client}, SEED=${SEED}`);
      assert.equal(log.filter((update) => update.client === typist.client).length, typist.made, `what ${typist.client} wrote is there once`);
    }
  }
}

test(`after kill -9 at any moment under ${TYPISTS} people who type, ${ROUNDS} times, every acknowledged update is there (SEED=${SEED})`, async (t) => {
  const s = await written(t);
  for (let round = 0; round < ROUNDS; round++) {
    const typing = s.type(() => false);
    await s.moment();
    await s.kill();
    await typing;
    await s.start();
    integrity(s.file);
  }
  await compare(s);
  assert.ok(s.said.size > ROUNDS, `only ${s.said.size} updates in ${ROUNDS} rounds`);
});

for (const [word, what] of [
  ["ENOSPC", "is full"],
  ["EIO", "is broken"],
  ["fsync-EIO", "does not sync"],
  ["torn", "tears writes"],
]) {
  test(`a disk that ${what} after some more calls loses no acknowledged update; it is mended or the process killed (SEED=${SEED})`, async (t) => {
    const s = await written(t);
    for (let round = 0; round < DISK_ROUNDS; round++) {
      for (const typist of s.typists) typist.refused = 0;
      const typing = s.type(() => s.typists.every((typist) => typist.refused > 0));
      await s.moment();
      s.disk(`${word} ${s.random.below(CALLS)}`);
      await typing;
      if (round % 2) {
        await s.kill();
        s.disk();
        await s.start();
      } else s.disk();
      integrity(s.file);
      for (const [i, typist] of s.typists.entries()) assert.equal(await typist.send(s.clients[i]), true, "service goes on when the disk is mended");
    }
    await compare(s);
  });
}
