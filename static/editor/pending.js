// What this device holds of a text that the server does not have yet: an entry of kept.js that besides {text, base, at} has all that is needed to push it
// again under the name it was pushed with: {client, from, updates}, the text of version `base` and the changes made to it one after the other. Each open
// page has its own entry; the entry goes when the server has everything.
import { drop, entries, store } from "../js/kept.js";

const PAUSE = 300; // ms between two writings

/** name: of the person's entries of this section. held(): the entry as it would be now, null when the server has everything. */
export default function pending(name, client, held) {
    const key = name + client;
    let timer = 0;
    let kept = true;

    // for the other pages of this browser: this one lives and looks after its entry itself
    navigator.locks?.request(key, () => new Promise(() => {}));

    function write() {
        clearTimeout(timer);
        timer = 0;
        const entry = held();
        if (entry) kept = store(key, { ...entry, client, at: Date.now() });
        else forget();
    }

    function forget() {
        drop(key);
        kept = true;
    }

    return {
        key,
        write,
        /** Keeps a text alone, which no page pushes and one can offer. Gives the entry, which the device has if there is room. */
        aside({ text, base }) {
            const entry = { text, base, at: Date.now() };
            const to = `${key}-${entry.at}`;
            store(to, entry);
            return { key: to, ...entry };
        },
        /** Soon; at once when the page goes. */
        touch() {
            timer ||= setTimeout(write, PAUSE);
        },
        /** Whether the device has what the server has not, as far as it was written. */
        get kept() {
            return kept;
        },
    };
}

/** The entries of pages that are gone, the oldest first. Where pages cannot be told to live, one may be among them: to push its entry does no harm. */
export async function left(name) {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const living = new Set(held.map((lock) => lock.name));
    return entries(name)
        .filter((entry) => entry.updates && !living.has(entry.key))
        .reverse();
}
