// The tables of a text, and which of them are shown by their cells. Each has a key that stays the same while the text around it and in it
// changes, so that what shows it stays, too.
import { syntaxTree } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { read } from "./table_text.js";

/** Shows a table (by its key) as it is written, until the selection leaves it. */
export const showText = StateEffect.define();

const touches = (selection, { from, to }) => selection.ranges.some((range) => range.from <= to && range.to >= from);

function tablesOf(state, old) {
    const keys = [...old];
    const found = [];
    for (let node = syntaxTree(state).topNode.firstChild; node; node = node.nextSibling) {
        const table = node.name === "Table" ? read(state.doc, node.from, node.to) : null;
        if (!table) continue;
        const at = keys.findIndex(({ from, to }) => from <= table.to && to >= table.from);
        const { key, asText } = at < 0 ? { key: {}, asText: false } : keys.splice(at, 1)[0];
        found.push({ ...table, key, asText });
    }
    return found;
}

// widget: makes what shows a table
function shown(tables, widget) {
    const cells = tables.filter((table) => !table.asText);
    return Decoration.set(cells.map((table) => Decoration.replace({ widget: widget(table), block: true }).range(table.from, table.to)));
}

function changed(value, tr) {
    const asked = tr.effects.find((effect) => effect.is(showText))?.value;
    const isNew = tr.docChanged || syntaxTree(tr.startState) !== syntaxTree(tr.state);
    if (!asked && !isNew && !value.tables.some((table) => table.asText)) return value.tables;
    const moved = value.tables.map((table) => ({ ...table, from: tr.changes.mapPos(table.from, 1), to: tr.changes.mapPos(table.to, -1) }));
    return (isNew ? tablesOf(tr.state, moved) : value.tables).map((table) => {
        const asText = (table.asText || table.key === asked) && touches(tr.newSelection, table);
        return asText === table.asText ? table : { ...table, asText };
    });
}

/** A field of {tables, decorations}; tables as in table_text.js, with key and asText. */
export const tableField = (widget) =>
    StateField.define({
        create(state) {
            const tables = tablesOf(state, []);
            return { tables, decorations: shown(tables, widget) };
        },
        update(value, tr) {
            const tables = changed(value, tr);
            return tables === value.tables ? value : { tables, decorations: shown(tables, widget) };
        },
        provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
    });
