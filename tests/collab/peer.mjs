// An editor without a screen: one section's text by the rules of @codemirror/collab. What it would send is in push(), what it hears goes into
// receive(); how the two travel is the test's.
import { createRequire } from "node:module";

const require = createRequire(new URL("../browser/package.json", import.meta.url));
const { ChangeSet, EditorState } = require("@codemirror/state");
const { collab, getSyncedVersion, receiveUpdates, sendableUpdates } = require("@codemirror/collab");

const PUSH_MOST = 500; // updates
const PUSH_SIZE = 300_000; // characters of JSON, well below what a body may have

export class Peer {
  /** `section`: version and text, as GET /sections/{id}/text gives them. */
  constructor({ version, text }, client) {
    this.client = client;
    this.made = 0; // updates
    this.state = EditorState.create({ doc: text, extensions: [collab({ startVersion: version, clientID: client }), EditorState.lineSeparator.of("\n")] });
  }

  get text() {
    return this.state.doc.toString();
  }
  get version() {
    return getSyncedVersion(this.state);
  }
  get unsent() {
    return sendableUpdates(this.state).length;
  }

  /** What its person does. A change of nothing is none. */
  change(changes) {
    const typed = this.state.update({ changes });
    if (typed.changes.empty) return;
    this.state = typed.state;
    this.made++;
  }

  /** The body that says what is not known to have arrived, as far as one body holds it. */
  push() {
    const updates = [];
    let size = 0;
    for (const { changes } of sendableUpdates(this.state).slice(0, PUSH_MOST)) {
      size += JSON.stringify(changes).length;
      if (updates.length && size > PUSH_SIZE) break;
      updates.push({ changes: changes.toJSON() });
    }
    return { version: this.version, client: this.client, updates };
  }

  /**
   * The updates behind `version`, its own among them; those it has already are passed over. One at a time: what is mapped over several at
   * once is not always what is mapped over one after the other, and the server maps over one after the other.
   */
  receive(version, updates) {
    if (version > this.version) throw new Error(`${this.client} is at ${this.version} and hears what came behind ${version}`);
    for (const { client, changes } of updates.slice(this.version - version)) {
      this.state = receiveUpdates(this.state, [{ clientID: client, changes: ChangeSet.fromJSON(changes) }]).state;
    }
  }
}
