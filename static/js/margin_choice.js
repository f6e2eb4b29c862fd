// Who selects words of a text is offered to comment on them: a button near the words, for touch at the bottom of the screen, where the system's own
// menu does not hide it. Ctrl+Alt+M does the same, however the words were selected.
const REST = 250; // ms without a change of the selection by touch or keys

export const isShortcut = (event) => event.ctrlKey && event.altKey && event.code === "KeyM";

/**
 * offer: the element with the button. sectionOf(range): the section whose words a selection has, undefined for none. ready(section): words of it are chosen. take(range, section): the button was
 * pressed. tell(): words were selected by keys, and how to go on is to be said.
 */
export default function marginChoice(offer, { sectionOf, ready, take, tell }) {
    let by = "mouse";
    let pressed = false;
    let timer = 0;

    function chosen() {
        const selection = getSelection();
        if (!selection.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
        const range = selection.getRangeAt(0);
        return sectionOf(range) ? range : null;
    }

    function beside(range) {
        const boxes = [...range.getClientRects()];
        const last = boxes.at(-1) ?? range.getBoundingClientRect();
        const { offsetWidth, offsetHeight } = offer;
        const below = last.bottom + 6;
        const top = below + offsetHeight < innerHeight ? below : Math.max(0, boxes[0].top - offsetHeight - 6);
        offer.style.top = `${Math.round(Math.min(top, innerHeight - offsetHeight))}px`;
        offer.style.left = `${Math.round(Math.max(8, Math.min(last.right - offsetWidth / 2, document.documentElement.clientWidth - offsetWidth - 8)))}px`;
    }

    function show() {
        const range = pressed ? null : chosen();
        const wasHidden = offer.hidden;
        offer.hidden = !range;
        offer.classList.toggle("bottom", by === "touch");
        if (!range) return;
        if (by === "touch") offer.removeAttribute("style");
        else beside(range);
        if (wasHidden) ready(sectionOf(range));
        if (wasHidden && by === "key") tell();
    }

    function go() {
        const range = chosen()?.cloneRange();
        if (!range) return;
        getSelection().removeAllRanges();
        offer.hidden = true;
        take(range, sectionOf(range));
    }

    document.addEventListener("pointerdown", (event) => {
        if (offer.contains(event.target)) return;
        by = event.pointerType === "mouse" ? "mouse" : "touch";
        pressed = by === "mouse";
        if (pressed) offer.hidden = true;
    });
    document.addEventListener("pointerup", () => {
        pressed = false;
        setTimeout(show); // a click takes the selection away after this
    });
    document.addEventListener("pointercancel", () => (pressed = false));
    document.addEventListener("keydown", (event) => {
        by = "key";
        if (isShortcut(event) && chosen()) {
            event.preventDefault();
            go();
        }
    });
    document.addEventListener("selectionchange", () => {
        clearTimeout(timer);
        if (getSelection().isCollapsed) offer.hidden = true;
        else timer = setTimeout(show, REST);
    });
    document.addEventListener("scroll", () => offer.hidden || by === "touch" || show(), { passive: true });
    offer.addEventListener("pointerdown", (event) => event.preventDefault()); // it would take the selection away
    offer.addEventListener("mousedown", (event) => event.preventDefault());
    offer.querySelector("button").addEventListener("click", go);
}
