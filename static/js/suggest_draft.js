// A text that is written as a suggestion: nothing of it goes to the server by itself. What others write arrives and is put under it; what is taken away stays
// in sight, struck through, and what is added is underlined.
import stream from "./stream.js";

const AGAIN = 5000; // ms until the text is asked for once more

/**
 * For the editor's second argument (static/editor/main.js), which gives the parts of CodeMirror. Gives besides what the editor wants of it:
 *  - pieces(): what is changed, each {before, deleted, inserted, after}; isEmpty
 *  - kept(): all that is needed to go on with it another time, and again(kept), which does
 *  - changed: is called whenever any of it changes
 */
export default function draft(form, { ChangeSet, Decoration, EditorView, Transaction, ViewPlugin, WidgetType, afterComposition, difference, held, wholeCharacters }) {
    const section = Number(form.dataset.section);
    const waiting = []; // others' updates while an input method composes
    let view;
    let base; // the text as the server has it, of this version
    let version = Number(form.elements.base_version.value);
    let made; // what makes the text here of it
    let asking = false;

    class Deleted extends WidgetType {
        constructor(words) {
            super();
            this.words = words;
        }

        eq(other) {
            return other.words === this.words;
        }

        toDOM() {
            const gone = document.createElement("del");
            gone.className = "suggest-deleted";
            gone.textContent = this.words;
            return gone;
        }
    }
    const added = Decoration.mark({ tagName: "ins", class: "suggest-added" });

    // found({at, deleted, inserted}) of each piece; words that were only written anew are none.
    function eachPiece(found) {
        made.iterChanges((fromA, toA, fromB, toB, words) => {
            const deleted = base.sliceString(fromA, toA);
            const inserted = words.toString();
            const { from, to, insert } = difference(deleted, inserted);
            if (from < to || insert) found({ at: fromB + from, deleted: deleted.slice(from, to), inserted: insert });
        });
    }

    function marks() {
        const ranges = [];
        eachPiece(({ at, deleted, inserted }) => {
            if (deleted) ranges.push(Decoration.widget({ widget: new Deleted(deleted), side: -1 }).range(at));
            if (inserted) ranges.push(added.range(at, at + inserted.length));
        });
        return Decoration.set(ranges, true);
    }

    const shown = ViewPlugin.define(
        (editor) => {
            base = editor.state.doc;
            made = ChangeSet.empty(base.length);
            queueMicrotask(() => begin(editor));
            return {
                marks: Decoration.none,
                update({ docChanged, changes, transactions, view: { compositionStarted } }) {
                    for (const transaction of transactions) {
                        if (!transaction.annotation(Transaction.remote)) made = made.compose(transaction.changes);
                    }
                    if (compositionStarted) this.marks = this.marks.map(changes);
                    else this.marks = marks();
                    if (docChanged) queueMicrotask(way.changed);
                },
            };
        },
        { decorations: (plugin) => plugin.marks },
    );

    // The text here becomes that of base with `next` made to it.
    function turn(next, changes) {
        made = next;
        view.dispatch({ changes, annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)], filter: false });
    }

    function receive(theirs, nextVersion) {
        const mine = theirs.map(made, true);
        base = theirs.apply(base);
        version = nextVersion;
        form.elements.base_version.value = version;
        turn(made.map(theirs), mine);
    }

    function take() {
        if (held(view)) return;
        for (const update of waiting.splice(0)) {
            if (update.version <= version) continue;
            if (update.version > version + 1) ask();
            else receive(ChangeSet.fromJSON(update.changes), update.version);
        }
    }

    // Where steps are missing, all that others wrote meanwhile counts as one.
    async function ask() {
        if (asking) return;
        asking = true;
        try {
            const answer = await fetch(`/sections/${section}/text`, { headers: { Accept: "application/json" }, cache: "no-store" });
            if (!answer.ok) throw new Error(`the text was not given: ${answer.status}`);
            const now = await answer.json();
            if (held(view)) setTimeout(ask, AGAIN);
            else if (now.version > version) receive(ChangeSet.of(difference(base.toString(), now.text), base.length), now.version);
        } catch {
            setTimeout(ask, AGAIN);
        } finally {
            asking = false;
        }
    }

    const heard = {
        open: ask,
        reset: ask,
        update(update) {
            if (update.section !== section) return;
            waiting.push(update);
            take();
        },
    };

    function begin(editor) {
        view = editor;
        stream([section], (name, data) => heard[name]?.(data));
        way.changed();
    }

    const way = {
        extension: [shown, wholeCharacters, afterComposition(() => (take(), view.dispatch({})))],
        changed() {},
        get isEmpty() {
            let empty = true;
            eachPiece(() => (empty = false));
            return empty;
        },
        get version() {
            return version;
        },
        pieces() {
            const { doc } = view.state;
            const found = [];
            eachPiece(({ at, deleted, inserted }) => {
                const end = at + inserted.length;
                const [line, last] = [doc.lineAt(at), doc.lineAt(end)];
                const before = doc.sliceString(Math.max(line.from, at - 12), at);
                found.push({ before, deleted, inserted, after: doc.sliceString(end, Math.min(last.to, end + 12)) });
            });
            return found;
        },
        kept: () => ({ version, from: base.toString(), made: made.toJSON() }),
        again(kept) {
            const theirs = ChangeSet.of(difference(kept.from, base.toString()), kept.from.length);
            const next = ChangeSet.fromJSON(kept.made).map(theirs);
            turn(next, difference(view.state.doc.toString(), next.apply(base).toString()));
        },
    };
    return way;
}
