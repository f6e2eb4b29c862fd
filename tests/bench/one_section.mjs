// A document with one section of the given text, and people who write in it.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Server, addUser, kosshi, sql } from "../http/harness.mjs";

export const SECTION = 1;

/** The file, and the cookies of so many people who are signed in. */
export async function makeFile(dir, name, text, people) {
  const source = join(dir, `${name}.json`);
  const file = join(dir, `${name}.db`);
  const section = { id: SECTION, kind: "chapter", number: "Ⅰ", title: "みなで書く章", version: 1, text, state: "drafting", children: [] };
  writeFileSync(source, JSON.stringify({ title: "産業ビジョン", sections: [section], references: [], considerations: [], indicators: [], comments: [], editions: [] }));
  kosshi(["new", file, "--from", source]);
  addUser(file, "writer-0", "member");
  // hashing a password is slow on purpose: all have the same
  for (let i = 1; i < people; i++) sql(file, `INSERT INTO user (name, display, role, password_hash, created_at) SELECT 'writer-${i}', 'writer-${i}', role, password_hash, created_at FROM user WHERE name = 'writer-0'`);
  const server = await Server.start(file);
  const cookies = [];
  for (let i = 0; i < people; i++) cookies.push((await server.signIn(`writer-${i}`)).cookie);
  await server.stop();
  return { file, cookies };
}

/** A copy of a file, served. `layer`: what makes each sync 4 ms longer; without, the disk is as it is. */
export async function serve({ file, cookies }, layer) {
  const copy = `${file}.served`;
  copyFileSync(file, copy);
  const server = await Server.start(copy, { env: layer ? { LD_PRELOAD: layer, FAULT_FILE: copy, FAULT_SYNC_MS: "4" } : {} });
  const writer = server.client({ json: true, cookie: cookies[0] });
  const text = async () => (await writer.get(`/sections/${SECTION}/text`)).json;
  return { server, text };
}

/** Seconds of CPU a process has had. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
