// Where there is no room for a margin: its notes on a sheet at the bottom of the window. Above it the words stay in sight.

/** sheet: the element (popover). put(section): puts the section's notes back to where they belong. */
export default function marginSheet(sheet, put) {
    const body = sheet.querySelector("[data-notes]");
    let shown = null; // the section whose notes these are
    let opener = null;

    function close() {
        if (sheet.matches(":popover-open")) sheet.hidePopover();
    }

    sheet.querySelector("[data-close]").addEventListener("click", close);
    sheet.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && !event.defaultPrevented && close());
    sheet.addEventListener("toggle", ({ newState }) => {
        if (newState !== "closed" || !shown) return;
        const section = shown;
        shown = null;
        put(section);
        if (document.activeElement === document.body) opener?.focus();
        sheet.dispatchEvent(new CustomEvent("closed"));
    });

    /** What lies under the sheet is brought above it. */
    function uncover(ranges) {
        const box = ranges[0]?.getBoundingClientRect();
        const { top, left } = sheet.getBoundingClientRect();
        if (box && left < box.right && box.bottom > top) window.scrollBy({ top: box.top - top / 3, behavior: "instant" });
    }

    return {
        element: sheet,
        close,
        /** The section has these notes now: others leave the sheet, which closes when there are none. A note that is being written stays. */
        keep(notes) {
            const there = new Set(notes.map(({ element: note }) => note));
            for (const note of [...body.children]) if (!there.has(note) && !note.matches(".note-form")) note.remove();
            if (!body.children.length) close();
        },
        get section() {
            return shown;
        },
        /** Shows these notes of a section. stays: it closes by its button alone, for something is being written. */
        open(section, notes, { stays = false } = {}) {
            if (shown && shown !== section) put(shown);
            if (!sheet.matches(":popover-open")) opener = document.activeElement;
            shown = section;
            body.replaceChildren(...notes.map(({ element }) => element));
            sheet.popover = stays ? "manual" : "auto";
            if (!sheet.matches(":popover-open")) sheet.showPopover();
            uncover(notes[0]?.ranges ?? []);
        },
    };
}
