// The words that notes are about, marked in the editor's text. Where they are is known for a version that the server had; from there CodeMirror maps
// them, as the server does.
const NOW = "writing-opinion-now"; // of the note that is looked at
const MARKS = { opinion: "writing-opinion", suggestion: "writing-suggestion", draft: NOW };

/**
 * opened: the editor (static/editor/main.js). moved(): the text has changed, or the version of it that the server has.
 * looked(note): the cursor is in a note's words now, or, null, in none.
 * A note is {kind, words: {version, from, to} or null, pieces: of a suggestion, gone, isDraft}.
 */
export default function besideMarks({ view, parts, synced }, { moved, looked }) {
    const { Decoration, EditorView, StateEffect, ViewPlugin, afterComposition, held } = parts;
    const places = new Map(); // note → [{from, to}] in the text as it is here
    let version = synced()?.version;
    let now = null;
    let isOld = false; // the marks are others than the places

    const through = (place, changes) => {
        const to = changes.mapPos(place.to, -1);
        return { from: Math.min(changes.mapPos(place.from, 1), to), to };
    };

    function decorations() {
        const marks = [...places].flatMap(([note, all]) => {
            const mark = Decoration.mark({ class: note === now ? NOW : MARKS[note.kind] });
            return all.filter(({ from, to }) => from < to).map(({ from, to }) => mark.range(from, to));
        });
        isOld = false;
        return Decoration.set(marks, true);
    }

    function noteAt(at) {
        const length = (all) => all.at(-1).to - all[0].from;
        const around = [...places].filter(([, all]) => all.some(({ from, to }) => from <= at && at <= to));
        return around.sort(([, a], [, b]) => length(a) - length(b))[0]?.[0] ?? null;
    }

    function look(note) {
        if (now === note) return;
        now = note;
        isOld = true;
        looked(note);
    }

    const shown = ViewPlugin.define(
        () => ({
            marks: Decoration.none,
            update({ changes, docChanged, selectionSet, state }) {
                if (docChanged) for (const [note, all] of places) places.set(note, all.map((place) => through(place, changes)));
                if (selectionSet && view.hasFocus) look(noteAt(state.selection.main.head));
                this.marks = isOld && !held(view) ? decorations() : this.marks.map(changes);
                const was = version;
                version = synced()?.version;
                if (docChanged || version !== was) queueMicrotask(moved);
            },
        }),
        { decorations: (plugin) => plugin.marks },
    );

    function draw() {
        isOld = true;
        if (!held(view)) view.dispatch({});
    }

    // {from, to} of the version that the server has, as they are here.
    const here = (place) => synced().since.reduce(through, place);

    view.dispatch({ effects: StateEffect.appendConfig.of([shown, afterComposition(draw)]) });

    return {
        /** That the server has, as far as it is known here; undefined while the text is asked for anew. */
        get version() {
            return synced()?.version;
        },
        /** These notes are marked from now on, and no others. One that the server knows in another version than is here stays where it was. */
        place(notes) {
            const before = new Map(places);
            places.clear();
            for (const note of notes.filter(({ words, gone, isDraft }) => isDraft || (words && !gone))) {
                if (note.words && note.words.version === this.version) places.set(note, (note.pieces ?? [note.words]).map(here));
                else if (before.has(note)) places.set(note, before.get(note));
            }
            draw();
        },
        /** Marks a note at {from, to} of the text as it is here. */
        put(note, place) {
            places.set(note, [place]);
            draw();
        },
        take(note) {
            if (now === note) now = null;
            if (places.delete(note)) draw();
        },
        here,
        /** Where a note's words begin in the text; undefined when they are not in it. */
        start: (note) => places.get(note)?.[0].from,
        isEmpty: (note) => Boolean(places.get(note)?.every(({ from, to }) => from === to)),
        /** {version, from, to} of a note as the server has it; what it has not got yet is left out. Null while that cannot be told. */
        there(note) {
            const known = synced();
            return known && { version: known.version, ...known.since.reduceRight((place, changes) => through(place, changes.invertedDesc), places.get(note)[0]) };
        },
        look(note) {
            look(note);
            draw();
        },
        /** Moves the cursor to a note's words, and them into sight. y: where in the window, as CodeMirror says it. */
        go(note, y) {
            const at = this.start(note);
            if (at === undefined) return;
            view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y, yMargin: 80 }) });
        },
    };
}
