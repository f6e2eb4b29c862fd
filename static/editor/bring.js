// Brings to the server what a page that is gone could not send: the same updates under the same name, so that those it has already are not taken twice.
import { collab, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, EditorState } from "@codemirror/state";
import sync from "./sync.js";

function restored({ from, base, client, updates }) {
    let state = EditorState.create({ doc: from, extensions: collab({ startVersion: base, clientID: client }) });
    for (const changes of updates) state = state.update({ changes: ChangeSet.fromJSON(changes) }).state;
    return state;
}

/** Resolves when the server has all of the entry; rejects with what it was refused with. Without an answer it is tried again. */
export default function bring(section, user, entry) {
    return new Promise((resolve, reject) => {
        const doc = {
            state: restored(entry),
            dispatch(transaction) {
                doc.state = transaction.state;
            },
        };
        const way = sync(section, user, doc, {
            received() {},
            reached: () => sendableUpdates(doc.state).length || resolve(),
            lost() {},
            signedOut() {},
            refused: reject,
        });
        way.again();
    });
}
