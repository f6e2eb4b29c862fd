// Lays out the margin: on wide windows notes beside their words, with a line that leads to them; on others numbered marks beside the text.
import place from "./margin_place.js";

const GAP = 8; // px between notes
const NEAR = 40; // px: marks that would lie on each other are one
const JOINT = 18; // px from a note's top to where its line ends
const SVG = "http://www.w3.org/2000/svg";

/** Where the words of a note begin on the page; null for one about a whole section, or whose words are not shown. */
function firstLine({ ranges }) {
    for (const range of ranges) {
        const box = [...range.getClientRects()].find(({ width }) => width > 0);
        if (box) return box;
    }
    return null;
}

export default class MarginBoard {
    now = null; // the note that is looked at, and where it stays
    #sections;
    #folded;
    #part;
    #due = 0;
    #sizes = new ResizeObserver(() => this.arrange());

    /** folded: a MediaQueryList. part(name): a new element of that name. open(section, notes): a mark was pressed. */
    constructor(text, sections, { folded, part, open }) {
        this.#sections = sections;
        this.#folded = folded;
        this.#part = part;
        this.open = open;
        this.#sizes.observe(text);
        folded.addEventListener("change", () => this.arrange());
        document.fonts.ready.then(() => this.arrange());
    }

    watch(element) {
        this.#sizes.observe(element);
    }

    /** keep: {note, top}, a note and where in the window it stays; top null: beside its words. */
    hold(keep) {
        this.now = keep;
        this.#lay();
    }

    arrange() {
        this.#due ||= requestAnimationFrame(() => this.#lay());
    }

    #lay() {
        cancelAnimationFrame(this.#due);
        this.#due = 0;
        if (this.#folded.matches) this.#fold();
        else this.#spread();
    }

    /** All notes of the margin, and what a browser measures of them, before anything is moved. */
    #measure() {
        const items = [];
        const blocked = [];
        for (const section of this.#sections) {
            const head = section.element.querySelector(":scope > .section-head").getBoundingClientRect();
            const tools = section.element.querySelector(".section-tools").getBoundingClientRect();
            const { top } = section.element.getBoundingClientRect();
            const { left } = section.list.getBoundingClientRect();
            const edge = section.prose?.getBoundingClientRect().right ?? left;
            if (section.standing.length) blocked.push({ top: tools.top, bottom: tools.bottom });
            for (const note of section.standing) {
                if (!section.list.contains(note.element)) continue; // it is on its way
                const line = firstLine(note);
                items.push({ section, note, line, top, left, edge, wish: line?.top ?? head.top, height: note.element.offsetHeight });
            }
        }
        return { items: items.map((item, i) => ({ ...item, i })).sort((a, b) => a.wish - b.wish || a.i - b.i), blocked };
    }

    #spread() {
        const { items, blocked } = this.#measure();
        const index = items.findIndex(({ note }) => note === this.now?.note);
        const fixed = index < 0 ? null : { index, top: this.now.top === null ? items[index].wish : this.now.top - scrollY };
        const tops = place(items, { gap: GAP, blocked, fixed });
        const lines = new Map(this.#sections.map((section) => [section, []]));
        items.forEach((item, i) => item.line && lines.get(item.section).push(this.#line(item, tops[i])));
        items.forEach(({ note, top }, i) => (note.element.style.translate = `0 ${Math.round(tops[i] - top)}px`));
        for (const section of this.#sections) {
            section.marks.replaceChildren();
            section.list.classList.add("placed");
            section.lines.replaceChildren(...lines.get(section));
        }
    }

    /** A thin line from a note to its words: at rest from the edge of the text, and from the words themselves for the one that is looked at. */
    #line({ note, line, top, left, edge }, noteTop) {
        const isNow = note === this.now?.note;
        const path = document.createElementNS(SVG, "path");
        const y = Math.round(line.bottom - top);
        path.setAttribute("d", `M${isNow ? line.right - left : edge - left} ${y}H${edge - left + GAP}L-${GAP} ${Math.round(noteTop - top + JOINT)}H0`);
        path.classList.toggle("now", isNow);
        path.classList.toggle("done", note.done);
        path.classList.toggle("pencil", note.kind === "suggestion");
        return path;
    }

    #fold() {
        for (const section of this.#sections) {
            section.lines.replaceChildren();
            section.list.classList.remove("placed");
            const top = section.element.getBoundingClientRect().top;
            const groups = [];
            const seen = section.standing.map((note) => ({ note, line: firstLine(note) })).filter(({ note, line }) => line && !note.isDraft);
            for (const { note, line } of seen.sort((a, b) => a.line.top - b.line.top)) {
                const last = groups.at(-1);
                if (last && line.top - top < last.top + NEAR) last.notes.push(note);
                else groups.push({ top: line.top - top, notes: [note] });
            }
            this.#marks(section, groups);
        }
    }

    #marks(section, groups) {
        const marks = groups.map(({ top, notes }, i) => {
            const mark = section.marks.children[i] ?? this.#part("mark");
            const numbers = notes.map(({ number }) => number);
            mark.querySelector("[data-numbers]").textContent = numbers.join("\u3001");
            mark.querySelector("[data-count]").textContent = numbers.length > 1 ? `\u00d7${numbers.length}` : numbers[0];
            mark.classList.toggle("done", notes.every(({ done }) => done));
            mark.classList.toggle("pencil", notes.every(({ kind }) => kind === "suggestion"));
            mark.style.translate = `0 ${Math.round(top)}px`;
            mark.onclick = () => this.open(section, notes);
            return mark;
        });
        if (marks.some((mark, i) => section.marks.children[i] !== mark) || section.marks.children.length !== marks.length) section.marks.replaceChildren(...marks);
    }
}
