// Undo and redo over a whole table: what is typed into one cell without a pause, a paste, a row that is moved or taken out are one step each.
import { isNew } from "./grid_rows.js";

const PAUSE = 1000; // ms: typing on after it is another step
const MOST = 200;

export default function gridHistory(rows) {
    let past = [];
    let future = [];
    let now = rows.read();
    let last = { cell: null, at: 0 };
    const added = new Set(); // keys of rows that were new on this page and are saved now

    function go(from, to) {
        if (!from.length) return null;
        to.push(now);
        now = from.pop();
        last = { cell: null, at: 0 };
        for (const one of now.rows) if (one.key[1] !== "N" && !rows.find(one.key)) replaceKey(one.key, rows.newKey(one.key[0])); // taken out and saved: a new row
        rows.write({ rows: now.rows.map((row) => ({ ...row, version: undefined })) }, (row) => {
            if (added.has(row.dataset.key)) row.querySelector(".grid-remove input").checked = true;
            return !isNew(row);
        });
        return now;
    }

    function replaceKey(old, key) {
        for (const state of [...past, ...future, now]) for (const row of state.rows) if (row.key === old) row.key = key;
    }

    return {
        get canUndo() {
            return past.length > 0;
        },
        get canRedo() {
            return future.length > 0;
        },

        /** Something has changed: in that one cell, or (null) more. */
        note(cell = null) {
            const on = cell && last.cell === cell && Date.now() - last.at < PAUSE;
            if (!on) past = [...past, now].slice(-MOST);
            future = [];
            last = { cell, at: Date.now() };
            now = rows.read();
        },

        /** The server has taken the rows: new ones got their keys. What the page shows is where undoing begins. */
        saved(keys) {
            for (const [old, key] of Object.entries(keys)) {
                replaceKey(old, key);
                added.add(key);
            }
            now = rows.read();
            last = { cell: null, at: 0 };
        },

        undo: () => go(past, future),
        redo: () => go(future, past),
    };
}
