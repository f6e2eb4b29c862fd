// What the HTTP, fault and browser tests share: a fresh document in a folder of its own, people of every role, a server on a free port,
// and clients that send exactly the bytes they are told to.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

export const KOSSHI = process.env.KOSSHI ?? "build/kosshi";
export const ROLES = ["nobody", "viewer", "reviewer", "member", "secretariat"];
export const PASSWORD = "a long enough password";
/** How long to wait for what is sure to come, in ms: a machine may have much else to do. */
export const PATIENCE = 60_000;
// What a leak or an overflow ends the program with (tests/run.sh), and what it says.
const SANITIZER = /AddressSanitizer|LeakSanitizer|runtime error:/;

/** Runs the command line. `expect` is the exit status; null takes any. */
export function kosshi(args, { input = "", expect = 0, env = {} } = {}) {
  const ran = spawnSync(KOSSHI, args, { input, encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  assert.equal(ran.signal, null, `kosshi ${args.join(" ")} was ended by ${ran.signal}\n${ran.stderr}`);
  assert.doesNotMatch(ran.stderr, SANITIZER);
  if (expect !== null) assert.equal(ran.status, expect, `kosshi ${args.join(" ")} exited with ${ran.status}\n${ran.stdout}${ran.stderr}`);
  return ran;
}

/** A folder that is removed when the test `t` ends. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "kosshi-"));
  t?.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A new document file. `from`: the text of an outline or an interchange form; the built-in outline without. */
export function newDocument(t, { from } = {}) {
  const file = join(folder(t), "vision.db");
  if (from === undefined) kosshi(["new", file]);
  else {
    const source = join(file, "..", "source");
    writeFileSync(source, from);
    kosshi(["new", file, "--from", source]);
  }
  return file;
}

export function addUser(file, name, role, { display = name, password = PASSWORD } = {}) {
  kosshi(["user", "add", file, name, "--role", role, "--display", display, "--password-stdin"], { input: `${password}\n` });
}

/** The document as its interchange form. */
export function exported(file) {
  return JSON.parse(kosshi(["export", file, "--format", "json"]).stdout);
}

/** Every section of an interchange form, in document order, with its parent's id. */
export function sections(document) {
  const walk = (list, parent) => list.flatMap((s) => [{ ...s, parent }, ...walk(s.children, s.id)]);
  return walk(document.sections, 0);
}

/** Runs SQL on the file beside the server. */
export function sql(file, statement) {
  const ran = spawnSync("sqlite3", ["-cmd", ".timeout 5000", file, statement], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trim();
}

/** The text of every version of a section, from the empty one on: its log, replayed by CodeMirror's own changesets. */
export function textsOf(file, section) {
  const { ChangeSet, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
  const log = JSON.parse(sql(file, `SELECT json_group_array(json(changes)) FROM (SELECT changes FROM section_update WHERE section_id = ${section} ORDER BY version)`));
  const texts = [Text.empty];
  for (const changes of log) texts.push(ChangeSet.fromJSON(changes).apply(texts.at(-1)));
  return texts.map(String);
}

/**
 * An address of this machine that nobody else uses: where a server stops and another one takes its place, no other test and no connection of one
 * can have taken the port meanwhile.
 */
export function ownAddress() {
  return `127.1.${(process.pid >> 8) & 255}.${process.pid & 255}`;
}

/** A running `kosshi serve`. */
export class Server {
  static async start(file, { args = [], env = {}, listen = "127.0.0.1:0" } = {}) {
    const server = new Server();
    server.file = file;
    server.errors = "";
    server.process = spawn(KOSSHI, ["serve", file, "--listen", listen, ...args], { env: { ...process.env, ...env } });
    server.process.stderr.setEncoding("utf8").on("data", (text) => (server.errors += text));
    server.ended = new Promise((resolve) => server.process.on("exit", (code, signal) => resolve({ code, signal })));
    server.clients = [];
    let said = "";
    server.line = await new Promise((resolve, reject) => {
      server.process.stdout.setEncoding("utf8").on("data", (text) => {
        said += text;
        if (said.includes("\n")) resolve(said.split("\n")[0]);
      });
      server.ended.then(({ code, signal }) => reject(new Error(`kosshi serve ended with ${code ?? signal}: ${server.errors}`)));
    });
    server.origin = new URL(server.line).origin;
    server.port = Number(new URL(server.line).port);
    return server;
  }

  client(options) {
    const client = new Client(this.origin, options);
    this.clients.push(client);
    return client;
  }

  async signIn(name, password = PASSWORD, options) {
    const client = this.client(options);
    await client.signIn(name, password);
    return client;
  }

  /** Resident memory in bytes, the helper processes besides when `all`. */
  memory(all = false) {
    const resident = (pid) => {
      const line = readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m);
      return line ? Number(line[1]) * 1024 : 0;
    };
    let pids = [this.process.pid];
    if (all) pids = pids.concat(readFileSync(`/proc/${this.process.pid}/task/${this.process.pid}/children`, "utf8").trim().split(" ").filter(Boolean));
    return pids.reduce((sum, pid) => sum + resident(pid), 0);
  }

  async kill() {
    this.killed = true;
    this.process.kill("SIGKILL");
    await this.ended;
  }

  /** Ends it as an administrator does and makes sure that it ended well. */
  async stop() {
    for (const client of this.clients) client.close();
    if (this.killed) return; // there is nothing more to end
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill("SIGTERM");
    const timer = setTimeout(() => this.process.kill("SIGKILL"), PATIENCE);
    const { code, signal } = await this.ended;
    clearTimeout(timer);
    assert.doesNotMatch(this.errors, SANITIZER);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `kosshi serve did not stop cleanly:\n${this.errors}`);
  }
}

/** What a client got. */
class Answer {
  constructor(response, bytes) {
    this.status = response.statusCode;
    this.headers = response.headers;
    this.bytes = bytes;
  }
  get text() {
    return this.bytes.toString("utf8");
  }
  get json() {
    assert.match(this.headers["content-type"] ?? "", /^application\/json/, `no JSON but ${this.status}: ${this.text.slice(0, 300)}`);
    return JSON.parse(this.text);
  }
}

/** A client with a session of its own. By default it asks for pages in Japanese; `json: true` asks for JSON. */
export class Client {
  constructor(origin, { json = false, language = "ja", cookie = "" } = {}) {
    this.origin = origin;
    this.asJson = json;
    this.language = language;
    this.cookie = cookie;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  }

  close() {
    this.agent.destroy();
  }

  /** The same person on the same session, asking for JSON. */
  get j() {
    const other = Object.create(this);
    other.asJson = true;
    return other;
  }

  /** Sends exactly these headers and bytes. `null` as a header's value leaves it out. */
  send(method, path, { headers = {}, body } = {}) {
    const all = { Accept: this.asJson ? "application/json" : "text/html", "Accept-Language": this.language, Cookie: this.cookie || null, ...headers };
    if (body !== undefined) all["Content-Length"] ??= Buffer.byteLength(body);
    for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
    return new Promise((resolve, reject) => {
      const request = http.request(this.origin + path, { method, agent: this.agent, headers: all, timeout: PATIENCE }, (response) => {
        const pieces = [];
        response.on("data", (piece) => pieces.push(piece));
        response.on("end", () => resolve(new Answer(response, Buffer.concat(pieces))));
        response.on("error", reject);
      });
      request.on("timeout", () => request.destroy(new Error(`${method} ${path}: no answer within ${PATIENCE} ms`)));
      request.on("error", reject);
      request.end(body);
    });
  }

  get(path, headers) {
    return this.send("GET", path, { headers });
  }

  /** Posts a form, as a browser does. */
  post(path, fields = {}, headers = {}) {
    return this.send("POST", path, { headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers }, body: new URLSearchParams(fields).toString() });
  }

  /** Posts a JSON body. */
  postJson(path, value, headers = {}) {
    return this.send("POST", path, { headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) });
  }

  async signIn(name, password) {
    const answer = await this.send("POST", "/login", {
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "text/html" },
      body: new URLSearchParams({ name, password }).toString(),
    });
    assert.equal(answer.status, 303, `${name} could not sign in: ${answer.status} ${answer.text.slice(0, 400)}`);
    this.takeCookie(answer);
    return answer;
  }

  takeCookie(answer) {
    const [cookie] = answer.headers["set-cookie"] ?? [];
    assert.ok(cookie, "no cookie was set");
    this.cookie = cookie.split(";")[0];
  }

  /** Bytes as they are over a connection of their own; what came back until the server closed it or `ms` passed. */
  raw(bytes, ms = 2000) {
    const { hostname, port } = new URL(this.origin);
    return new Promise((resolve) => {
      let back = "";
      const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
      const end = () => (socket.destroy(), resolve(back));
      const timer = setTimeout(end, ms);
      socket.setEncoding("latin1").on("data", (text) => (back += text));
      socket.on("error", () => {});
      socket.on("close", () => (clearTimeout(timer), resolve(back)));
    });
  }
}

// Hashing passwords is slow on purpose: what a test starts from is made once in a process, with its people signed in, and copied.
const prepared = new Map();

async function prepare(from, roles) {
  const file = newDocument(undefined, { from });
  for (const role of roles) addUser(file, role, role);
  const server = await Server.start(file);
  const cookies = {};
  for (const role of roles) cookies[role] = (await server.signIn(role)).cookie;
  await server.stop();
  const bytes = readFileSync(file);
  rmSync(join(file, ".."), { recursive: true, force: true });
  return { bytes, cookies };
}

/**
 * A served document with one person of each role, named like the role, who are signed in: `s.viewer`, `s.reviewer`, `s.member`,
 * `s.secretariat`, and `s.nobody`. Ends with the test.
 */
export async function served(t, { from, roles = ROLES.slice(1), serve } = {}) {
  const key = JSON.stringify([from, roles]);
  if (!prepared.has(key)) prepared.set(key, prepare(from, roles));
  const { bytes, cookies } = await prepared.get(key);
  const file = join(folder(), "vision.db");
  writeFileSync(file, bytes);
  const server = await Server.start(file, serve);
  t.after(async () => {
    try {
      await server.stop();
    } finally {
      rmSync(join(file, ".."), { recursive: true, force: true });
    }
  });
  const s = { server, file, nobody: server.client() };
  for (const role of roles) s[role] = server.client({ cookie: cookies[role] });
  s.sections = () => sections(exported(file));
  s.find = (title) => {
    const found = s.sections().find((section) => section.title === title);
    assert.ok(found, `there is no section ${title}`);
    return found;
  };
  return s;
}

/** A small outline of our own: two chapters, a policy with its three parts, a reference with considerations. */
export const OUTLINE = `# 試験市産業計画の骨子

## Ⅰ．はじめに
## Ⅱ．地域の産業
- 1．商業
- 2．工業
## Ⅲ．方針
- 1．人が集まるまち
  - ・目指す姿
  - ・戦略と戦術(取組)
  - ・指標

# 参考資料
## 社会の変化
- ・人口の減少
- ・気候の変化
`;

export function exists(path) {
  return existsSync(path);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Tries until `probe` gives something true, for at most `ms`. */
export async function until(probe, ms, what) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) assert.fail(`${what} did not come within ${ms} ms`);
    await sleep(20);
  }
}
