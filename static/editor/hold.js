// What keeps typing whole: nothing is sent or applied while a composition of an input method is under way, and no local change holds half a character or
// one that the server does not take.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const SETTLED = 60; // ms after a composition, when the browser has done with it

/** From the first key of a composition, before it has changed anything: view.composing would be too late. */
export const held = (view) => view.compositionStarted;

/** Calls free(view) when a composition is over, unless the next one has begun. */
export function afterComposition(free) {
    return EditorView.domEventHandlers({
        compositionend(_, view) {
            setTimeout(() => held(view) || free(view), SETTLED);
        },
    });
}

const LONE = /\p{Surrogate}/gu;
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g; // tab and line end are allowed
const refused = (text) => text.search(LONE) >= 0 || text.search(CONTROL) >= 0;

const isHigh = (unit) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit) => unit >= 0xdc00 && unit < 0xe000;

function splitsPair(doc, at) {
    if (at === 0 || at === doc.length) return false;
    const pair = doc.sliceString(at - 1, at + 1);
    return isHigh(pair.charCodeAt(0)) && isLow(pair.charCodeAt(1));
}

/** A change that ends between the two units of a character, as when 😀 becomes 😂, is widened to the whole of it. */
export const wholeCharacters = EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged) return transaction;
    const { startState, changes, newDoc } = transaction;
    const mended = [];
    changes.iterChanges((fromA, toA, fromB, toB, inserted) => {
        const before = splitsPair(startState.doc, fromA) ? 1 : 0;
        const behind = splitsPair(startState.doc, toA) ? 1 : 0;
        if (!before && !behind && !refused(inserted.toString())) return;
        const from = fromB - before;
        const to = toB + behind;
        const insert = newDoc.sliceString(from, to).replace(LONE, "\ufffd").replace(CONTROL, "");
        mended.push({ from, to, insert });
    });
    return mended.length ? [transaction, { changes: mended, sequential: true }] : transaction;
});
