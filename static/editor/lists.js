// Enter goes on with a list: the next line gets the mark of the one above, the next number. In an empty item it ends the
// list, and leaves a blank line: what is written next would be read as more of the last item without one.
const ITEM = /^(\s*)(?:([-*+])|(\d+)([.)]))(\s+)(.*)$/;

export default function goOn(view) {
    const { from: start, to: end } = view.state.selection.main;
    const { from, number: line } = view.state.doc.lineAt(start);
    const found = ITEM.exec(view.state.sliceDoc(from, start));
    if (!found) return false;
    const [, indent, bullet, number, behind, space, words] = found;
    const change = words.trim()
        ? { from: start, to: end, insert: `\n${indent}${bullet ?? Number(number) + 1 + behind}${space}` }
        : { from, to: end, insert: line > 1 && view.state.doc.line(line - 1).text.trim() ? "\n" : "" };
    view.dispatch({ changes: change, selection: { anchor: change.from + change.insert.length }, scrollIntoView: true, userEvent: "input" });
    return true;
}
