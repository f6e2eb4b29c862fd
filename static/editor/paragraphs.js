// Enter as in a word processor: it ends the paragraph, which Markdown has by an empty line. With Shift it begins a new line of the same paragraph, which
// Markdown has by a \ at the end of the line before. Backspace and Delete take away what Enter put. In lists (lists.js), quotations, tables and code a line
// end stays one line end.
import { isolateHistory } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { ALL_LEADS } from "./write.js";

const CODE = /^(?:FencedCode|CodeBlock)$/;
const LINEWISE = /^(?:ListItem|Blockquote|Table|FencedCode|CodeBlock)$/;
const APART = /^(?:Blockquote|Table|FencedCode|CodeBlock|HorizontalRule)$/; // nothing is joined to these
const BREAK = /(?:^|[^\\])(\\\n?)$/;

function isIn(names, state, at, side) {
    for (let node = syntaxTree(state).resolveInner(at, side); node; node = node.parent) if (names.test(node.name)) return true;
    return false;
}

const lastOf = (state, at) => state.sliceDoc(Math.max(0, at - 3), at);

// One step of its own for undo.
function put(view, from, to, insert, behind = "") {
    view.dispatch({
        changes: { from, to, insert: insert + behind },
        selection: { anchor: from + insert.length },
        annotations: isolateHistory.of("full"),
        scrollIntoView: true,
        userEvent: "input",
    });
    return true;
}

export function newParagraph(view) {
    const { state } = view;
    const { from: start, to } = state.selection.main;
    const { from, text } = state.doc.lineAt(start);
    if (state.readOnly || /^\s*\|/.test(text) || isIn(LINEWISE, state, start, -1)) return false;
    const broken = BREAK.exec(lastOf(state, start))?.[1].length ?? 0; // the paragraph ends instead
    const isFirst = !broken && (start === from || !text.trim());
    const rest = state.doc.lineAt(to);
    const isJoined = rest.to === to && text.trim() && rest.number < state.doc.lines && state.doc.line(rest.number + 1).length > 0;
    return put(view, start - broken, to, isFirst ? "\n" : "\n\n", isJoined ? "\n" : "");
}

export function newLine(view) {
    const { state } = view;
    const { from: start, to } = state.selection.main;
    const { from, text } = state.doc.lineAt(start);
    const [lead] = ALL_LEADS.exec(text);
    if (state.readOnly || /^\s*\|/.test(text) || isIn(CODE, state, start, -1)) return false;
    if (start === from || start < from + lead.length || lead.includes("#") || !text.trim()) return newParagraph(view);
    const broken = BREAK.exec(lastOf(state, start)) ? 1 : 0;
    return put(view, start - broken, to, `\\\n${lead.replace(/[^>\s]/g, " ")}`);
}

// Where that begins which Enter put in front of a line; -1 when it put nothing there.
function seam(state, at) {
    if (at > state.doc.length) return -1;
    const { from, text } = state.doc.lineAt(at);
    const before = lastOf(state, at);
    if (at !== from || isIn(CODE, state, at, 1)) return -1;
    if (/\n$/.test(before) && BREAK.test(before)) return at - 2;
    const isPlain = !ALL_LEADS.exec(text)[0].trim() && !/^\s*\|/.test(text) && !isIn(LINEWISE, state, at, 1);
    return isPlain && /[^\n]\n\n$/.test(before) && !isIn(APART, state, at - 2, -1) ? at - 2 : -1;
}

function joining(forward) {
    return (view) => {
        const { head, empty } = view.state.selection.main;
        const to = head + (forward ? 2 : 0);
        const from = seam(view.state, to);
        if (view.state.readOnly || !empty || from < 0 || (forward && from !== head)) return false;
        view.dispatch({ changes: { from, to }, scrollIntoView: true, userEvent: forward ? "delete.forward" : "delete.backward" });
        return true;
    };
}

// Whether a place is between the \ and its line end.
const isInBreak = (state, at) => /^\n/.test(state.sliceDoc(at, at + 1)) && BREAK.test(lastOf(state, at)) && !isIn(CODE, state, at, -1);

function overBreak(view) {
    const { head, empty } = view.state.selection.main;
    if (!empty || !isInBreak(view.state, head + 1)) return false;
    view.dispatch({ selection: { anchor: head + 2 }, scrollIntoView: true, userEvent: "select" });
    return true;
}

/** The cursor stays before the \ at the end of a line: what is written there belongs to the line. */
export const beforeBreaks = EditorState.transactionFilter.of((transaction) => {
    const { selection, docChanged, startState } = transaction;
    if (docChanged || !selection?.main.empty || !isInBreak(startState, selection.main.head)) return transaction;
    return [transaction, { selection: { anchor: selection.main.head - 1 } }];
});

export default [
    { key: "Enter", run: newParagraph },
    { key: "Shift-Enter", run: newLine },
    { key: "Backspace", run: joining(false) },
    { key: "Delete", run: joining(true) },
    { key: "ArrowRight", run: overBreak },
];
