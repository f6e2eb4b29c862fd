// Unsaved text is kept on this device while one types, and offered again when the page opens and the server's text is another one.
// Each open page keeps its own entry below the name in data-keep (file, person, section), so that no page writes over another's. An entry is
// {text, base, at}: the text, the version it was written from, and when. An entry goes when a save contained it or a person throws it away.
const PAUSE = 500; // ms between two writings

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

export default function keep(element) {
    const name = element.dataset.keep;
    const text = element.elements?.text; // none where the section is locked
    const base = element.elements?.base_version;
    let saved = "unsaved" in element.dataset ? null : text?.defaultValue; // what the server surely has
    let timer = 0;
    let own = newKey();

    function newKey() {
        return `${name}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    }

    // On the page that shows two texts the form already goes by the newer version (data-base is the older one). Somebody who leaves that page without
    // putting them together and takes the kept text up again must be shown both once more.
    function writtenFrom() {
        return element.dataset.base ?? base.value;
    }

    function write() {
        clearTimeout(timer);
        timer = 0;
        delete element.dataset.kept;
        if (!text) return;
        try {
            if (text.value === saved) {
                localStorage.removeItem(own);
            } else {
                localStorage.setItem(own, JSON.stringify({ text: text.value, base: writtenFrom(), at: Date.now() }));
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
        part("older").hidden = !base || base.value === entry.base;
        part("put")?.classList.toggle("primary", text.value === saved); // nothing else waits to be saved
        part("put")?.addEventListener("click", () => putBack(entry, notice));
        part("discard").addEventListener("click", (event) => {
            if (!confirm(event.target.dataset.confirm)) return;
            localStorage.removeItem(entry.key);
            notice.remove();
        });
        element.querySelector("[data-keep-offers]").append(notice);
    }

    // With the version it was written from, so that a save shows both texts if somebody has saved since.
    function putBack(entry, notice) {
        write();
        if (text.value !== saved) {
            offer({ key: own, text: text.value, base: writtenFrom(), at: Date.now() });
            own = newKey();
        }
        text.value = entry.text;
        base.value = entry.base;
        delete element.dataset.base;
        write();
        if (element.dataset.kept === "yes" || entry.text === saved) localStorage.removeItem(entry.key);
        notice.remove();
        text.dispatchEvent(new Event("input", { bubbles: true }));
        text.focus();
    }

    write();
    if (!available()) return;
    for (const entry of entries(name)) {
        if (entry.key === own) continue;
        if (text && (entry.text === text.value || entry.text === saved)) localStorage.removeItem(entry.key);
        else offer(entry);
    }
    text?.addEventListener("input", () => {
        timer ||= setTimeout(write, PAUSE);
    });
    element.addEventListener("failed", write);
    element.addEventListener("saved", (event) => {
        saved = event.detail.text;
        delete element.dataset.base;
        for (const entry of entries(name)) {
            if (entry.text === saved) localStorage.removeItem(entry.key);
        }
        write();
    });
    window.addEventListener("pagehide", write);
}
