// What earlier pages left on this device of this person's text in this section. What was still to be pushed is pushed now, and the server puts it together
// with what others wrote meanwhile; what it does not take, and what was kept as a text alone, is offered.
import { drop, entries, offer, store } from "../js/kept.js";
import { Refused } from "../js/post.js";
import bring from "./bring.js";
import { left } from "./pending.js";

/** on.older(entry): others have written since. on.brought(): something was pushed. on.put(entry): resolves when the server has the text. */
export default function leftovers(form, section, user, on) {
    const name = form.dataset.keep;

    function show(entry) {
        async function put(notice) {
            if (!(await on.put(entry))) return;
            drop(entry.key);
            notice.remove();
        }
        offer(form, entry, { older: on.older(entry), primary: true, put });
    }

    async function push(entry) {
        try {
            await bring(section, user, entry);
            drop(entry.key);
            on.brought();
        } catch (trouble) {
            const { key, text, base, at } = entry;
            const waits = trouble instanceof Refused && trouble.view?.error?.code === "locked"; // it can be pushed when the section is open again
            if (!waits) store(key, { text, base, at });
            show(entry);
        }
    }

    async function begin() {
        for (const entry of entries(name)) if (!entry.updates) show(entry);
        for (const entry of await left(name)) await push(entry);
    }

    begin();
    return { show };
}
