// What is kept of people's text on this device: entries below a name (file, person, section), each {text, base, at}: the text, what it was written from,
// and when. And the notice that offers one (section_keep.mustache).

export function available() {
    try {
        return Boolean(localStorage);
    } catch {
        return false; // switched off in this browser
    }
}

/** The newest first. */
export function entries(name) {
    const found = [];
    if (!available()) return found;
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

/** Whether it could be kept: there may be no room. */
export function store(key, entry) {
    try {
        localStorage.setItem(key, JSON.stringify(entry));
        return true;
    } catch {
        return false;
    }
}

export function drop(key) {
    if (available()) localStorage.removeItem(key);
}

/** older: somebody has saved since. put(notice) brings it back, and removes the notice then. */
export function offer(element, entry, { older, primary, put }) {
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
    part("older").hidden = !older;
    part("put")?.classList.toggle("primary", primary);
    part("put")?.addEventListener("click", () => put(notice));
    part("discard").addEventListener("click", (event) => {
        if (!confirm(event.target.dataset.confirm)) return;
        drop(entry.key);
        notice.remove();
    });
    element.querySelector("[data-keep-offers]").append(notice);
}
