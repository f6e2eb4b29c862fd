// Keeps one document (an editor, or one without a window that only brings what was left) the same as the server's: pushes what is unconfirmed, one push at
// a time, and applies what others wrote, in order and once. Whatever the network does is met by asking again, which is safe: the server knows a push by
// its client.
import { getClientID, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet } from "@codemirror/state";
import { Refused } from "../js/post.js";
import send from "./send.js";

const MOST = 500; // updates a push
const ROOM = 250_000; // UTF-16 units of changes a push; with up to three bytes each they fit a body of 1 MiB
const FIRST = 500; // ms before the second try; each later one waits twice as long
const SLOWEST = 30_000;

// The first of the unconfirmed updates, as many as one push may hold; always one, however large.
function portion(updates) {
    const taken = [];
    let size = 0;
    for (const { changes } of updates.slice(0, MOST)) {
        size += JSON.stringify(changes).length;
        if (taken.length && size > ROOM) break;
        taken.push({ changes });
    }
    return taken;
}

/**
 * doc: {state, dispatch(transaction), held}; while held nothing is sent and nothing applied. user: whose words these are; the server takes them from nobody
 * else. told.received(updates) after others' or one's own have been applied; told.refused(error) when the server does not take it, with which this
 * stops until resume(); told.signedOut(error) and told.lost() when it tries again by itself, or at again(); told.reached() after an answer.
 */
export default function sync(section, user, doc, told) {
    const inbox = new Map(); // version → update, not yet applied
    let asking = false; // something may have been missed
    let busy = false;
    let stopped = false;
    let tries = 0;
    let timer = 0;

    const synced = () => getSyncedVersion(doc.state);

    function nextOnes() {
        const updates = [];
        for (const version of inbox.keys()) if (version <= synced()) inbox.delete(version);
        for (let version = synced() + 1; inbox.has(version); version++) {
            updates.push(inbox.get(version));
            inbox.delete(version);
        }
        return updates;
    }

    function stop(trouble) {
        stopped = true;
        clearTimeout(timer);
        told.refused(trouble);
    }

    function apply() {
        if (doc.held || stopped) return;
        const updates = nextOnes().map((update) => ({ ...update, clientID: update.client, changes: ChangeSet.fromJSON(update.changes) }));
        if (inbox.size) asking = true;
        if (!updates.length) return;
        try {
            // One at a time, as the server maps: over several as one the words could end in another place than there.
            for (const update of updates) doc.dispatch(receiveUpdates(doc.state, [update]));
        } catch (fault) {
            stop(fault); // the text here is another one than the server's
            return;
        }
        told.received(updates);
    }

    function take(update) {
        if (update.version > synced()) inbox.set(update.version, update);
    }

    function later() {
        clearTimeout(timer);
        timer = setTimeout(run, Math.min(SLOWEST, FIRST * 2 ** tries++) * (0.5 + Math.random() / 2));
    }

    function meet(trouble) {
        const status = trouble instanceof Refused ? trouble.status : 0;
        if (status >= 400 && status < 500 && status !== 401) {
            stop(trouble);
            return;
        }
        later();
        if (status === 401) told.signedOut(trouble);
        else told.lost();
    }

    // One push and its answer; true when another one may follow at once.
    async function push() {
        apply();
        const updates = doc.held || stopped ? [] : portion(sendableUpdates(doc.state));
        if (stopped || !(updates.length || (asking && !doc.held))) return false;
        asking = false;
        const version = synced();
        try {
            const answer = await send(section, { version, client: getClientID(doc.state), user, updates });
            for (const [i, update] of answer.updates.entries()) take({ ...update, version: version + i + 1 });
            if (answer.more) asking = true;
            apply();
            if (updates.length && synced() === version && !doc.held && !stopped) throw new Error("what was sent did not come back");
        } catch (trouble) {
            asking = true;
            meet(trouble);
            return false;
        }
        tries = 0;
        told.reached();
        return true;
    }

    async function run() {
        if (busy) return;
        busy = true;
        clearTimeout(timer);
        try {
            await null; // whoever calls this may be in the middle of an update
            while (await push());
        } finally {
            busy = false;
        }
    }

    return {
        /** Sends and applies what there is. While tries fail, those to come are not hastened by typing. */
        flush() {
            if (tries === 0) run();
        },
        /** Asks what may have been missed, now. */
        again() {
            asking = true;
            run();
        },
        /** An update that the stream told of. */
        hear(update) {
            take(update);
            apply();
            if (asking && tries === 0) run();
        },
        /** The page goes: what is here is sent, as far as one push can hold it. */
        leave() {
            const updates = stopped || tries > 0 ? [] : portion(sendableUpdates(doc.state));
            if (updates.length) send(section, { version: synced(), client: getClientID(doc.state), user, updates }, true).catch(() => {});
        },
        resume() {
            stopped = false;
            tries = 0;
            inbox.clear();
            asking = true;
            run();
        },
        get failing() {
            return tries > 0;
        },
    };
}
