// Unsaved text is kept on this device while one types, and offered again when the page opens and the server's text is another one.
// Each open page keeps its own entry (kept.js) below the name in data-keep, so that no page writes over another's. It goes when a save contained it or a
// person throws it away.
//
// What is kept of a form is its source: `text`, as a person reads and compares it; `saved`, the text the server surely has (null for none); `base`,
// what else has to be known to go on with it; `older(entry)`, whether somebody has saved since it was written; `put(entry)`, which brings it back.
import { drop, entries, offer, store } from "./kept.js";

const PAUSE = 500; // ms between two writings

// A form with one field of text and the version it was written from; null where the section is locked.
// On the page that shows two texts the form already goes by the newer version (data-base is the older one). Somebody who leaves that page without
// putting them together and takes the kept text up again must be shown both once more.
function fieldOfText(element) {
    const { text, base_version: base } = element.elements ?? {};
    if (!text) return null;
    return {
        saved: "unsaved" in element.dataset ? null : text.defaultValue,
        get text() {
            return text.value;
        },
        get base() {
            return element.dataset.base ?? base.value;
        },
        older: (entry) => base.value !== String(entry.base),
        put(entry) {
            text.value = entry.text;
            base.value = entry.base;
            delete element.dataset.base;
            text.dispatchEvent(new Event("input", { bubbles: true }));
            text.focus();
        },
    };
}

export default function keep(element, source = fieldOfText(element)) {
    const name = element.dataset.keep;
    let saved = source?.saved ?? null;
    let timer = 0;
    let own = newKey();

    function newKey() {
        return `${name}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    }

    function write() {
        clearTimeout(timer);
        timer = 0;
        delete element.dataset.kept;
        if (!source) return;
        if (source.text === saved) {
            drop(own);
        } else if (store(own, { text: source.text, base: source.base, at: Date.now() })) {
            element.dataset.kept = "yes";
            element.dispatchEvent(new CustomEvent("kept"));
        } else {
            element.dataset.kept = "no"; // no room, or switched off
        }
    }

    function show(entry) {
        const primary = source?.text === saved; // nothing else waits to be saved
        offer(element, entry, { older: source?.older(entry), primary, put: (notice) => putBack(entry, notice) });
    }

    // With what it was written from, so that a save shows both texts if somebody has saved since.
    function putBack(entry, notice) {
        write();
        if (source.text !== saved) {
            show({ key: own, text: source.text, base: source.base, at: Date.now() });
            own = newKey();
        }
        source.put(entry);
        write();
        if (element.dataset.kept === "yes" || entry.text === saved) drop(entry.key);
        notice.remove();
    }

    write();
    for (const entry of entries(name)) {
        if (entry.key === own) continue;
        if (source && (entry.text === source.text || entry.text === saved)) drop(entry.key);
        else show(entry);
    }
    element.addEventListener("input", () => {
        timer ||= setTimeout(write, PAUSE);
    });
    element.addEventListener("failed", write);
    element.addEventListener("saved", (event) => {
        const { text, sent = text } = event.detail; // sent: as it was before the server has read it
        saved = text;
        delete element.dataset.base;
        for (const entry of entries(name)) {
            if (entry.text === saved || entry.text === sent) drop(entry.key);
        }
        write();
    });
    window.addEventListener("pagehide", write);
}
