// Where the notes of a margin stand: beside their words where there is room, in order, never on each other nor on what else stands there.

/** The nearest top at which a note lies on nothing: below what is in its way, or above it. */
function clear(top, height, gap, blocked, above) {
    const list = above ? [...blocked].reverse() : blocked;
    for (const block of list) {
        if (top >= block.bottom + gap || top + height + gap <= block.top) continue;
        top = above ? block.top - gap - height : block.bottom + gap;
    }
    return top;
}

/**
 * notes: {wish, height} in the order of their wishes, in px. blocked: {top, bottom} from above to below, where nothing may stand. fixed: {index, top}
 * of a note that stays where it is, whatever the others want. Gives the top of each: its wish, or below the note before it; those before the fixed
 * one go up as far as they must.
 */
export default function place(notes, { gap, blocked = [], fixed = null }) {
    const tops = [];
    let free = -Infinity;
    notes.forEach(({ wish, height }, i) => {
        tops[i] = i === fixed?.index ? fixed.top : clear(Math.max(wish, free), height, gap, blocked, false);
        free = tops[i] + height + gap;
    });
    let limit = fixed?.top;
    for (let i = (fixed?.index ?? 0) - 1; i >= 0; i--) {
        if (tops[i] + notes[i].height + gap <= limit) break;
        tops[i] = clear(limit - gap - notes[i].height, notes[i].height, gap, blocked, true);
        limit = tops[i];
    }
    return tops;
}
