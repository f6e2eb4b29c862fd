// make bench: one run, everything on this machine, on a corpus of its own (corpus.mjs). Ratios are of this run; figures of another machine are others.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

process.env.KOSSHI = resolve(process.argv[2] ?? "build/kosshi");
const LAYER = resolve(dirname(process.env.KOSSHI), "tests/fault/disk.so");
const COST = resolve(dirname(process.env.KOSSHI), "tests/bench/push_cost");
const { Server, addUser, kosshi, sleep, until } = await import("../http/harness.mjs");
const { BOMBS } = await import("../http/bombs.mjs");
const { CHAPTER, INTERCHANGE, MARKDOWN, SECTIONS } = await import("./corpus.mjs");
const { NOTE, POLICY_CHAPTER, POLICY_INTERCHANGE, putPolicies } = await import("./policies.mjs");
const { opinions } = await import("./opinions.mjs");
const { pushing } = await import("./pushing.mjs");
const { saving } = await import("./saving.mjs");
const { typing } = await import("./typing.mjs");
const ONLY = process.argv[3]; // a part alone: policies, typing, saving, pushing, opinions, opinions

const SECONDS = 1; // of load in a round
const ROUNDS = 7; // in turns between the servers: a ratio is of neighbours in time, and the median of all rounds counts
const CONNECTIONS = 16;
const EXPORTS = 30;
const MADE_ANEW = 31; // times the page of policies is made
const AIM = { policies: 20, reading: 0.7, exporting: 2, memory: 20, start: 100, stall: 100, bomb: 2000 };

const dir = mkdtempSync(join(tmpdir(), "kosshi-bench-"));
const children = [];
process.on("exit", () => {
  for (const child of children) child.kill("SIGTERM"); // nginx takes its workers along
  rmSync(dir, { recursive: true, force: true });
});

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const mb = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;
const count = (n) => Math.round(n).toLocaleString("en-US");
const verdict = (met) => (met ? "met" : "NOT MET");

function print(title, head, rows) {
  console.log(`\n${title}`);
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  for (const row of all) console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ")}`);
}

function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function fetchBytes(url, headers = {}) {
  return new Promise((done, fail) => {
    http
      .get(url, { headers, agent: false }, (response) => {
        const pieces = [];
        response.on("data", (piece) => pieces.push(piece));
        response.on("end", () => done({ status: response.statusCode, bytes: Buffer.concat(pieces), headers: response.headers }));
      })
      .on("error", fail);
  });
}

/** Load on one address: requests a second, the 99th percentile in ms, bytes of a body. */
async function load(url, headers) {
  const probe = await fetchBytes(url, headers);
  assert.equal(probe.status, 200, `${url}: ${probe.status}`);
  const args = ["-t1", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "--latency", ...Object.entries(headers).flatMap(([k, v]) => ["-H", `${k}: ${v}`]), url];
  const ran = await new Promise((done) => {
    const child = spawn("wrk", args);
    let out = "";
    child.stdout.on("data", (text) => (out += text));
    child.on("exit", () => done(out));
  });
  assert.doesNotMatch(ran, /Non-2xx|Socket errors: connect [1-9]/, ran);
  const [, value, unit] = ran.match(/99%\s+([\d.]+)(us|ms|s)/);
  return { rate: Number(ran.match(/Requests\/sec:\s+([\d.]+)/)[1]), p99: Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit], size: probe.bytes.length };
}

async function startNginx(files) {
  const root = join(dir, "www");
  mkdirSync(root);
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(root, name), bytes);
    writeFileSync(join(root, `${name}.gz`), gzipSync(bytes));
  }
  const port = await freePort();
  writeFileSync(
    join(dir, "nginx.conf"),
    `daemon off; worker_processes 2; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log; ${process.getuid() === 0 ? "user root;" : ""}
events { worker_connections 512; }
http { types { text/html html; } charset utf-8; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on; gzip_vary on; open_file_cache max=100;
  client_body_temp_path ${dir}/t1; proxy_temp_path ${dir}/t2; fastcgi_temp_path ${dir}/t3; uwsgi_temp_path ${dir}/t4; scgi_temp_path ${dir}/t5;
  server { listen 127.0.0.1:${port}; root ${root}; } }\n`,
  );
  children.push(spawn("/usr/sbin/nginx", ["-c", join(dir, "nginx.conf"), "-p", dir], { stdio: "ignore" }));
  await until(() => fetchBytes(`http://127.0.0.1:${port}/chapter.html`).then((a) => a.status === 200, () => false), 5000, "nginx");
  return `http://127.0.0.1:${port}`;
}

async function startFossil() {
  const env = { ...process.env, HOME: dir, FOSSIL_HOME: dir, USER: "bench" };
  const repository = join(dir, "wiki.fossil");
  const run = (args, input) => {
    const ran = spawnSync("fossil", args, { env, input, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
  };
  run(["new", repository]);
  const wiki = (name, text) => run(["wiki", "create", name, "-", "-M", "text/x-markdown", "-R", repository], text);
  for (const section of SECTIONS) wiki(section.title, section.text);
  wiki("chapter", CHAPTER.children.map((s) => `## ${s.title}\n\n${s.text}`).join("\n"));
  wiki("document", MARKDOWN);
  const port = await freePort();
  children.push(spawn("fossil", ["server", "--nojail", "--localhost", "--port", String(port), repository], { env, stdio: "ignore" }));
  const origin = `http://127.0.0.1:${port}`;
  await until(() => fetchBytes(`${origin}/wiki?name=chapter`).then((a) => a.status === 200 && a.bytes.includes("のこれから") === false && a.bytes.length > 10_000, () => false), 10_000, "fossil");
  return origin;
}

/** From the start of the program to the first byte of its first answer, in ms. */
async function startToFirstByte(file) {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.env.KOSSHI, ["serve", file, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
  children.push(child);
  const ms = await new Promise((done) => {
    const knock = () => {
      const socket = net.connect(port, "127.0.0.1", () => socket.write("GET /login HTTP/1.1\r\nHost: x\r\n\r\n"));
      socket.on("data", () => (done(performance.now() - begin), socket.destroy()));
      socket.on("error", () => setTimeout(knock, 1));
    };
    knock();
  });
  child.kill("SIGTERM");
  await new Promise((done) => child.on("exit", done));
  return ms;
}

/** Proportional set size of the server and its helpers: what the machine gives for it, shared pages counted once. */
function memory(server) {
  const pid = server.process.pid;
  const helpers = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  const pss = (p) => Number(readFileSync(`/proc/${p}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)[1]) * 1024;
  return { resident: server.memory(), all: [pid, ...helpers].reduce((sum, p) => sum + pss(p), 0) };
}

/** The page of many policies: made anew after each write, and as it is kept. */
async function policyPages() {
  const source = join(dir, "policies.json");
  const file = join(dir, "policies.db");
  writeFileSync(source, POLICY_INTERCHANGE);
  kosshi(["new", file, "--from", source]);
  addUser(file, "writer", "member");
  putPolicies(file);
  const server = await Server.start(file);
  const writer = await server.signIn("writer");
  const paths = { chapter: `/chapters/${POLICY_CHAPTER}`, indicators: "/indicators", document: "/document" };
  const rows = [];
  let version = 0;
  let reached = true;
  for (const [name, path] of Object.entries(paths)) {
    const anew = [];
    const kept = [];
    for (let i = 0; i < MADE_ANEW; i++) {
      ({ version } = (await writer.j.post(`/sections/${NOTE}`, { base_version: version, text: `本文 ${name} ${i}` })).json);
      for (const times of [anew, kept]) {
        const begin = performance.now();
        await writer.get(path);
        times.push(performance.now() - begin);
      }
    }
    const { bytes } = await writer.get(path);
    if (name === "chapter" && median(anew) >= AIM.policies) reached = false;
    const { rate } = await load(server.origin + path, { Cookie: writer.cookie, "Accept-Encoding": "gzip" });
    rows.push([name, median(anew).toFixed(1), median(kept).toFixed(1), count(rate), `${(bytes.length / 1024).toFixed(0)} KB`, `${(gzipSync(bytes).length / 1024).toFixed(0)} KB`]);
  }
  await server.stop();
  print(`4 policies × 10 strategies × 10 tactics × 20 indicators (aim: a chapter made anew in under ${AIM.policies} ms: ${verdict(reached)})`, ["", "anew ms", "kept ms", "kept req/s, gzip", "body", "gzip"], rows);
}

const PARTS = { policies: policyPages, typing, saving, pushing, opinions };
assert.ok(!ONLY || PARTS[ONLY], `there is no part ${ONLY}`);
for (const [name, part] of Object.entries(PARTS)) if (!ONLY || name === ONLY) await part({ dir, layer: LAYER, cost: COST, print, verdict });
if (ONLY) process.exit(0);

// --- start and memory ------------------------------------------------------------------------------------------------------
const source = join(dir, "corpus.json");
const file = join(dir, "vision.db");
writeFileSync(source, INTERCHANGE);
kosshi(["new", file, "--from", source]);
addUser(file, "member", "member");
addUser(file, "viewer", "viewer");
console.log(`corpus: ${SECTIONS.length} sections, ${(Buffer.byteLength(SECTIONS.map((s) => s.text).join("")) / 1024).toFixed(0)} KB of Markdown`);

const starts = [];
for (let i = 0; i < 7; i++) starts.push(await startToFirstByte(file));

let server = await Server.start(file);
const viewer = await server.signIn("viewer");
await sleep(500);
const idle = memory(server);

// --- reading -------------------------------------------------------------------------------------------------------------
const pages = { chapter: `/chapters/${CHAPTER.id}`, document: "/document" };
const files = {};
for (const [name, path] of Object.entries(pages)) files[`${name}.html`] = (await viewer.get(path)).bytes;
const nginx = await startNginx(files);
const fossil = await startFossil();

const rows = [];
let reached = true;
for (const [name, path] of Object.entries(pages)) {
  for (const packed of [false, true]) {
    const encoding = packed ? { "Accept-Encoding": "gzip" } : {};
    const rivals = [
      ["kosshi", server.origin + path, { Cookie: viewer.cookie, ...encoding }],
      ["nginx, files", `${nginx}/${name}.html`, encoding],
    ];
    if (!packed) rivals.push(["Fossil wiki", `${fossil}/wiki?name=${name}`, {}]);
    const results = rivals.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, [, url, headers]] of rivals.entries()) results[i].push(await load(url, headers));
    }
    for (const [i, [who]] of rivals.entries()) {
      const ratio = median(results[i].map((result, round) => result.rate / results[1][round].rate));
      if (i === 0 && ratio < AIM.reading) reached = false;
      const row = [`${name}${packed ? ", gzip" : ""}: ${who}`, count(median(results[i].map((r) => r.rate))), median(results[i].map((r) => r.p99)).toFixed(2), `${(results[i][0].size / 1024).toFixed(0)} KB`];
      rows.push([...row, ratio.toFixed(ratio < 0.1 ? 4 : 2)]);
    }
  }
}
const loaded = memory(server);
print(`Reading with a session cookie (${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${SECONDS} s; aim: at least ${AIM.reading} of nginx: ${verdict(reached)})`, ["", "req/s", "p99 ms", "body", "of nginx"], rows);

// --- bombs ------------------------------------------------------------------------------------------------------------
const member = await server.signIn("member");
const stalls = [];
for (const [name, text] of Object.entries(BOMBS)) {
  let answered = 0;
  const begin = performance.now();
  const sending = member.j.post(`/sections/${SECTIONS[0].id}/preview`, { text }).then((a) => {
    answered = performance.now() - begin;
    return a;
  });
  let longest = 0;
  do {
    const asked = performance.now();
    await viewer.get(pages.chapter);
    longest = Math.max(longest, performance.now() - asked);
  } while (!answered);
  const view = (await sending).json;
  stalls.push([name, answered.toFixed(0), longest.toFixed(1), view.html === undefined ? "told" : "rendered"]);
}
print(`Bombs: a preview of each, and the longest wait of a reader meanwhile (aims: under ${AIM.bomb} ms and ${AIM.stall} ms: ${verdict(stalls.every((row) => row[1] < AIM.bomb && row[2] < AIM.stall))})`, ["", "answered ms", "longest wait ms", ""], stalls);
const bombed = memory(server);
await server.stop();

// --- export ---------------------------------------------------------------------------------------------------------------
const fresh = join(dir, "fresh.db");
kosshi(["new", fresh, "--from", source]);
const markdown = join(dir, "whole.md");
writeFileSync(markdown, MARKDOWN);
const run = (command, args) => {
  const begin = performance.now();
  const ran = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
  assert.equal(ran.status, 0, String(ran.stderr));
  return { ms: performance.now() - begin, size: ran.stdout.length };
};
const exports = { kosshi: [], tool: [] };
for (let i = 0; i < EXPORTS; i++) {
  exports.kosshi.push(run(process.env.KOSSHI, ["export", fresh, "--format", "html"]));
  exports.tool.push(run("cmark-gfm", ["-e", "table", "-e", "footnotes", markdown]));
}
const [ours, theirs] = [exports.kosshi, exports.tool].map((list) => median(list.map((r) => r.ms)));
print(`Export of the whole (${(Buffer.byteLength(MARKDOWN) / 1024).toFixed(0)} KB of Markdown, median of ${EXPORTS}; aim: within ${AIM.exporting} times the tool: ${verdict(ours <= AIM.exporting * theirs)})`, ["", "ms", "output", "of the tool"], [
  ["kosshi export --format html", ours.toFixed(1), `${(exports.kosshi[0].size / 1024).toFixed(0)} KB`, (ours / theirs).toFixed(2)],
  ["cmark-gfm -e table -e footnotes", theirs.toFixed(1), `${(exports.tool[0].size / 1024).toFixed(0)} KB`, "1.00"],
]);

// --- the process -------------------------------------------------------------------------------------------------------------
print(`The process (aims: under ${AIM.memory} MB: ${verdict(Math.max(idle.resident, loaded.resident, idle.all, loaded.all) < AIM.memory * 1048576)}; start to first byte under ${AIM.start} ms: ${verdict(median(starts) < AIM.start)})`, ["", "server", "with its helpers"], [
  ["resident memory, idle", mb(idle.resident), mb(idle.all)],
  ["resident memory, after load", mb(loaded.resident), mb(loaded.all)],
  ["resident memory, after the bombs", mb(bombed.resident), mb(bombed.all)],
  [`start to first byte, median of ${starts.length}`, `${median(starts).toFixed(1)} ms`, ""],
]);
process.exit(0);
