// A section of a reading page as its margin has it: its text and version, the words of its notes on the page, and its prose made new when the text changes.
import sourceMap from "./source_map.js";

const ROUNDS = 4; // of asking for what belongs together, while others go on writing

export async function getJson(path) {
    const answer = await fetch(path, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
}

function svg() {
    const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    lines.classList.add("margin-lines");
    lines.setAttribute("aria-hidden", "true");
    return lines;
}

export default class MarginSection {
    notes = []; // of all sources: {key, number, element, words: {version, from, to} or null, gone, done, kind, ranges, unfold(open), said(words as the page shows them)}
    draft = null; // a note that is being written
    marked = []; // [kind, ranges] of words that are marked on the page
    seen = false; // its notes were asked for
    isOld = false; // there is a newer text than it shows
    #map = null;

    /** element: the section on the page. part(name): a new element of that name. */
    constructor(element, part) {
        this.element = element;
        this.id = Number(element.dataset.section);
        this.version = Number(element.dataset.version);
        this.list = part("list");
        this.gone = part("gone");
        this.gone.hidden = true;
        this.lines = svg();
        this.marks = document.createElement("div");
        this.marks.className = "margin-marks";
        element.append(this.gone, this.marks, this.list);
    }

    /** The notes that stand beside the text. */
    get standing() {
        return [...this.notes.filter(({ gone }) => !gone), ...(this.draft ? [this.draft] : [])];
    }

    get prose() {
        return this.element.querySelector(":scope > .prose");
    }

    /** The map of its words; null when the page shows another version than there is now: `renew` it. */
    async map() {
        if (this.#map || !this.prose) return this.#map;
        const { text, version } = await getJson(`/sections/${this.id}/text`);
        if (version !== this.version) return null;
        this.#map = sourceMap(this.prose, text);
        return this.#map;
    }

    /** Something in the prose was made anew: a map of it would lead astray. */
    forget() {
        this.#map = null;
    }

    /** The map, of the text as it is now; null when the section shows none, may not be made new at the moment, or changes faster than one can ask. */
    async mapNow() {
        for (let round = 0; round < ROUNDS && this.prose; round++) {
            const map = await this.map();
            if (map) return map;
            if (!(await this.renew())) break;
        }
        return null;
    }

    /** Shows the text as it is now; false while somebody has chosen words of the old one, which would be lost. */
    async renew() {
        const chapter = await getJson(location.pathname);
        const now = chapter.sections.find(({ id }) => id === this.id);
        this.isOld = this.isChosen;
        if (now && !this.isOld) this.show(now);
        return !this.isOld;
    }

    show({ version, html }) {
        if (version === this.version || typeof html !== "string") return;
        this.version = version;
        this.isOld = false;
        this.#map = null;
        let { prose } = this;
        if (!prose) {
            prose = document.createElement("div");
            prose.className = "prose";
            prose.lang = "ja";
            this.element.querySelector(":scope > .empty")?.remove();
            this.element.querySelector(":scope > header").after(prose);
        }
        prose.innerHTML = html; // made by the server, which lets no markup of the text through
    }

    /** Whether somebody has chosen words of it at this moment. */
    get isChosen() {
        const selection = getSelection();
        return Boolean(this.prose && !selection.isCollapsed && selection.containsNode(this.prose, true));
    }

    /** Asks every source for its notes, and finds their words on the page. */
    async load(sources) {
        this.seen = true;
        for (let round = 0; round < ROUNDS; round++) {
            const notes = (await Promise.all(sources.map((source) => source.load(this)))).flat();
            const placed = notes.filter(({ words, gone }) => words && !gone);
            const map = placed.length ? await this.mapNow() : null;
            if (map && placed.some(({ words }) => words.version !== this.version)) {
                // there was an update between the two
                const isRenewed = placed.every(({ words }) => words.version <= this.version) || (await this.renew());
                if (isRenewed) continue;
            }
            for (const note of notes) {
                note.ranges = map && note.words?.version === this.version && !note.gone ? map.toRanges(note.words.from, note.words.to) : [];
                note.said?.(note.ranges.map(String).join(" "));
            }
            this.notes = notes;
            for (const source of sources) source.found?.(this, map);
            return;
        }
    }

    /** The counts at the section's head. */
    count() {
        for (const count of this.element.querySelectorAll(":scope > .section-head a.count")) {
            const open = this.notes.filter(({ kind }) => kind === count.dataset.of).length;
            count.hidden = !open;
            count.firstChild.data = count.firstChild.data.replace(/\d+/, open);
        }
    }
}
