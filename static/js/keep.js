// Unsaved text is kept on this device while one types, and offered again when the page opens and the server's text is another one.
// Each open page keeps its own entry below the name in data-keep (file, person, section), so that no page writes over another's. An entry is
// {text, base, at}: the text, what it was written from, and when. An entry goes when a save contained it or a person throws it away.
//
// What is kept of a form is its source: `text`, as a person reads and compares it; `saved`, the text the server surely has (null for none); `base`,
// what else has to be known to go on with it; `older(entry)`, whether somebody has saved since it was written; `put(entry)`, which brings it back.
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
        older: (entry) => base.value !== entry.base,
        put(entry) {
            text.value = entry.text;
            base.value = entry.base;
            delete element.dataset.base;
            text.dispatchEvent(new Event("input", { bubbles: true }));
            text.focus();
        },
    };
}

function entries(name) {
    const found = [];
    for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (!key.startsWith(name)) continue;
        try {
            found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
        } catch {
            localStorage.removeItem(key);
        }
    }
    return found.sort((a, b) => b.at - a.at);
}

function available() {
    try {
        return Boolean(localStorage);
    } catch {
        return false; // switched off in this browser
    }
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
        try {
            if (source.text === saved) {
                localStorage.removeItem(own);
            } else {
                localStorage.setItem(own, JSON.stringify({ text: source.text, base: source.base, at: Date.now() }));
                element.dataset.kept = "yes";
                element.dispatchEvent(new CustomEvent("kept"));
            }
        } catch {
            element.dataset.kept = "no"; // no room, or switched off
        }
    }

    function offer(entry) {
        const template = element.querySelector("[data-keep-offer]");
        const notice = template.content.firstElementChild.cloneNode(true);
        const part = (which) => notice.querySelector(`[data-keep-${which}]`);
        part("at").textContent = new Date(entry.at).toLocaleString(document.documentElement.lang, {
            month: "long",
            day: "numeric",
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
        });
        part("text").textContent = entry.text;
        part("older").hidden = !source?.older(entry);
        part("put")?.classList.toggle("primary", source?.text === saved); // nothing else waits to be saved
        part("put")?.addEventListener("click", () => putBack(entry, notice));
        part("discard").addEventListener("click", (event) => {
            if (!confirm(event.target.dataset.confirm)) return;
            localStorage.removeItem(entry.key);
            notice.remove();
        });
        element.querySelector("[data-keep-offers]").append(notice);
    }

    // With what it was written from, so that a save shows both texts if somebody has saved since.
    function putBack(entry, notice) {
        write();
        if (source.text !== saved) {
            offer({ key: own, text: source.text, base: source.base, at: Date.now() });
            own = newKey();
        }
        source.put(entry);
        write();
        if (element.dataset.kept === "yes" || entry.text === saved) localStorage.removeItem(entry.key);
        notice.remove();
    }

    write();
    if (!available()) return;
    for (const entry of entries(name)) {
        if (entry.key === own) continue;
        if (source && (entry.text === source.text || entry.text === saved)) localStorage.removeItem(entry.key);
        else offer(entry);
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
            if (entry.text === saved || entry.text === sent) localStorage.removeItem(entry.key);
        }
        write();
    });
    window.addEventListener("pagehide", write);
}
