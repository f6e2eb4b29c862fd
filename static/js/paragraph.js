// Puts lines into a field as a paragraph of their own behind the chosen words, so that undo takes them back. Returns where they begin.
import replace from "./replace.js";

/** The blank lines that are missing at that end ("startsWith", "endsWith") of a text for a paragraph to stand alone. */
export function gap(side, end) {
    if (!side || side[end]("\n\n")) return "";
    return side[end]("\n") ? "\n" : "\n\n";
}

export default function paragraph(text, lines) {
    const at = text.selectionEnd;
    const before = gap(text.value.slice(0, at), "endsWith");
    const after = gap(text.value.slice(at), "startsWith");
    replace(text, at, at, before + lines + after);
    return at + before.length;
}
