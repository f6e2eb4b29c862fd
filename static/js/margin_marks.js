// The words that notes are about, marked without touching the text: by the browser's highlights. Where it has none, the notes say the words alone.
const KINDS = ["opinion", "opinion-done", "suggestion", "opinion-now"]; // the later ones lie above the others

const highlights = new Map();
if (globalThis.CSS?.highlights) {
    KINDS.forEach((kind, priority) => {
        const highlight = new Highlight();
        highlight.priority = priority;
        CSS.highlights.set(kind, highlight);
        highlights.set(kind, highlight);
    });
}

export function mark(kind, ranges) {
    for (const range of ranges) highlights.get(kind)?.add(range);
}

export function unmark(kind, ranges) {
    for (const range of ranges) highlights.get(kind)?.delete(range);
}

function caretAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    if (caret) return [caret.offsetNode, caret.offset];
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? [range.startContainer, range.startOffset] : null;
}

/** Those of the notes ({ranges}) whose words lie at a point of the window, the shortest first. */
export function notesAt(notes, x, y) {
    const caret = caretAt(x, y);
    if (!caret) return [];
    const touches = (range) => range.startContainer.isConnected && range.isPointInRange(...caret) && [...range.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
    const length = ({ ranges }) => ranges.reduce((sum, range) => sum + range.toString().length, 0);
    return notes.filter(({ ranges }) => ranges.some(touches)).sort((a, b) => length(a) - length(b));
}
