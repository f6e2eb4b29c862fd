// Looking at a note: it shows its words strongly, and its words lead to it.
import { mark, notesAt, unmark } from "./margin_marks.js";

/** home(section) puts its notes where they belong. */
export default function marginLook(reader, sections, { board, sheet, folded, home }) {
    const known = new WeakSet();
    let now = null; // the note that is looked at
    let strong = []; // ranges that are marked as its words

    function emphasize(note) {
        unmark("opinion-now", strong);
        strong = note?.ranges ?? [];
        mark("opinion-now", strong);
    }

    /** beside: it goes beside its words; else it stays where it is. */
    function at(note, { beside = false } = {}) {
        if (now && now !== note) now.element.classList.remove("now");
        now = note;
        note?.element.classList.add("now");
        emphasize(note);
        if (folded.matches) return;
        const top = note && !beside ? note.element.getBoundingClientRect().top + scrollY : null;
        board.hold(note && !note.gone ? { note, top } : null);
    }

    function unfold(note, open) {
        if (open && now && now !== note && !now.isWritten?.()) now.unfold?.(false);
        note.unfold?.(open);
    }

    /** Shows notes of a section: in the margin, or on the sheet. */
    function open(section, notes, { beside = true, focus = true } = {}) {
        const [first] = notes;
        if (notes.length === 1) unfold(first, true);
        if (folded.matches && !first.gone) sheet.open(section, notes);
        at(first, { beside });
        if (focus) first.element.querySelector(".note-open")?.focus({ preventScroll: true });
    }

    function listen(note) {
        const { element } = note;
        known.add(note);
        board.watch(element);
        element.addEventListener("focusin", () => now !== note && at(note));
        element.addEventListener("pointerenter", () => emphasize(note));
        element.addEventListener("pointerleave", () => emphasize(now));
        element.querySelector(".note-open")?.addEventListener("click", () => {
            const isOpen = element.classList.contains("unfolded");
            unfold(note, !isOpen);
            at(note);
        });
    }

    sheet.element.addEventListener("closed", () => at(null));

    reader.addEventListener("click", (event) => {
        if (event.target.closest("a, button, summary, input, select, textarea, .note") || !getSelection().isCollapsed) return;
        const all = sections.flatMap((section) => section.notes.map((note) => ({ note, section, ranges: note.ranges })));
        const found = notesAt(all, event.clientX, event.clientY);
        if (!found.length) {
            if (now && !now.isDraft) at(null);
            return;
        }
        const next = found[(found.findIndex(({ note }) => note === now) + 1) % found.length]; // where words overlap, the next one at each click
        open(next.section, [next.note]);
    });

    // On windows without a margin the count at a section's head leads to its notes, those about the whole of it among them.
    reader.addEventListener("click", (event) => {
        const count = event.target.closest(".section-marks a.count.shu");
        const section = count && sections.find(({ element }) => element.contains(count));
        if (!folded.matches || !section?.standing.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open(section, section.standing);
    });

    return {
        at,
        emphasize,
        listen,
        open,
        /** A section has its notes, or other ones. */
        loaded(section) {
            for (const [kind, ranges] of section.marked) unmark(kind, ranges);
            section.marked = section.notes.flatMap(({ kind, ranges, marked = [[kind, ranges]] }) => marked);
            for (const [kind, ranges] of section.marked) mark(kind, ranges);
            for (const note of section.notes) if (!known.has(note)) listen(note);
            if (sheet.section === section) sheet.keep(section.notes);
            else home(section);
            section.count();
            if (section.standing.includes(now)) at(now, { beside: !now.isDraft });
            else board.arrange();
        },
    };
}
