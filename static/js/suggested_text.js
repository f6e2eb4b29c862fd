// Shows in the text of a section what is suggested: words that would go are struck through by the browser's highlights, words that would come stand there as
// <ins>, which the map of the text passes over (source_map.js).
import { INSERTED } from "./source_map.js";

function place(map, piece, struck) {
    const range = new Range();
    const last = struck.at(-1);
    const [node, offset] = last ? [last.endContainer, last.endOffset] : (map.toPlace(piece.to) ?? []);
    if (!node) return null;
    range.setStart(node, offset);
    return range;
}

function put(range, words) {
    const element = document.createElement("ins");
    element.className = "suggested";
    element.dataset.suggested = "";
    element.textContent = words.replaceAll("\n", "↵");
    range.insertNode(element);
    const whole = new Range();
    whole.selectNode(element);
    return whole;
}

/** Takes out of a section what was put in. */
export function clear(section) {
    const all = section.prose?.querySelectorAll(INSERTED) ?? [];
    for (const element of all) {
        const { parentNode } = element;
        element.remove();
        parentNode.normalize();
    }
    if (all.length) section.forget();
}

/** Where the pieces of notes are in the text: each note gets what is struck of it, and the ranges it is about. */
export function find(notes, map) {
    for (const note of notes) {
        note.struck = note.pieces.map(({ from, to }) => map.toRanges(from, to));
        note.ranges = note.struck.flat();
        note.places = note.pieces.map((piece, i) => (piece.inserted ? place(map, piece, note.struck[i]) : null));
    }
}

/** Puts in what the found notes of a section would add. */
export function show(section, notes) {
    for (const note of notes) {
        const added = note.places.map((range, i) => range && put(range, note.pieces[i].inserted));
        note.ranges = note.pieces.flatMap((_, i) => [...note.struck[i], ...(added[i] ? [added[i]] : [])]);
    }
    section.forget();
}
