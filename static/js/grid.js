// A table that is typed into like a spreadsheet. Saving goes on in the page; whatever happens is said in a sentence, and what was typed stays.
// Tells keep.js on the form: "saved" {text, sent} after a save, "failed" after one that was none.
import gridHistory from "./grid_history.js";
import gridKeys, { enter } from "./grid_keys.js";
import gridPaste from "./grid_paste.js";
import gridProblems from "./grid_problems.js";
import gridRows, { cellOf, field, isNew } from "./grid_rows.js";
import keep from "./keep.js";
import saver from "./saver.js";
import saying from "./saying.js";

export default function grid(form) {
    const rows = gridRows(form);
    const say = saying(form);
    const [undo, redo] = [form.querySelector("[data-undo]"), form.querySelector("[data-redo]")];
    const problems = gridProblems(form);
    const stamp = document.querySelector("[data-stamp]");
    let changing = false; // this script changes the form itself
    let leaving = false;

    rows.tidy();
    const history = gridHistory(rows);

    // --- What changes ---

    function showHistory() {
        undo.disabled = !history.canUndo;
        redo.disabled = !history.canRedo;
    }

    function changed(cell = null, sentence = null) {
        rows.tidy();
        history.note(cell);
        showHistory();
        changing = true;
        form.dispatchEvent(new Event("input")); // keep.js
        changing = false;
        if (sentence) say.sentence(sentence);
        else say.typed();
    }

    function go(step, sentence) {
        if (!step()) return;
        const active = document.activeElement;
        showHistory();
        changing = true;
        form.dispatchEvent(new Event("input"));
        changing = false;
        if (!active.isConnected) rows.body.querySelector("input:not([type]), textarea")?.focus();
        say.sentence(sentence);
    }

    form.addEventListener("input", (event) => {
        if (changing) return;
        const { target } = event;
        const cell = target.closest?.("[data-column]");
        if (target.matches?.(".grid-take input")) problems.take(target);
        const row = target.closest?.(".grid-remove") && target.closest("tr");
        if (row && isNew(row) && target.checked) dropRow(row);
        changed(cell && target === field(cell) ? target : null);
    });

    function dropRow(row) {
        const next = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        rows.tidy();
        if (next?.isConnected) enter(next.querySelector("[data-column]"));
    }

    rows.body.addEventListener("click", (event) => {
        const button = event.target.closest("[data-move]");
        if (!button) return;
        event.preventDefault();
        if (!rows.move(button.closest("tr"), button.dataset.move === "up")) return;
        changed(null, form.dataset.moved);
        button.focus();
    });

    gridKeys(form);
    gridPaste(form, rows, (unknown) => {
        const { pasted, unknown: left } = form.dataset;
        changed(null, unknown.length ? `${pasted} ${left}${unknown.join(form.dataset.between)}` : pasted);
    });

    // --- Saving ---

    // Shows what the server has made of what was sent; what was typed since (true then) stays.
    function take(view, sent) {
        const since = rows.text() !== sent.text;
        const before = new Map(sent.rows.map((row) => [row.key, row.fields]));
        for (const [old, key] of Object.entries(view.keys ?? {})) {
            const row = rows.find(old);
            if (row) rows.rename(row, key);
            if (before.has(old)) before.set(key, before.get(old));
        }
        const active = document.activeElement.closest?.("[data-column]");
        const place = active && { row: rows.all.indexOf(active.closest("tr")), column: active.dataset.column };
        const fieldsOf = (row) => Object.fromEntries(row.cells.map((cell) => [cell.column, cell.value]));
        if (!since) {
            rows.write({ rows: view.rows.map((row) => ({ key: row.key, version: row.version, removed: row.removed, fields: fieldsOf(row) })) });
            for (const name of ["base_order", "numbers"]) if (form.elements[name]) form.elements[name].value = view[name];
            if (place && !document.activeElement.closest("[data-column]")) enter(cellOf(rows.all[Math.min(place.row, rows.all.length - 1)], place.column));
            return false;
        }
        for (const one of view.rows) {
            const row = rows.find(one.key);
            const was = before.get(one.key);
            if (!row || !was) continue;
            if (one.version) rows.version(row, one.version);
            for (const { column, value } of one.cells) {
                const to = field(cellOf(row, column));
                if (to && column !== "strategies" && to.value === was[column]) to.value = value;
            }
        }
        return true;
    }

    function wasSaved(view, sent, next) {
        const wider = form.elements.years && form.elements.years.value !== view.years;
        say.nothingWrong();
        problems.clear();
        const since = take(view, sent);
        history.saved(view.keys);
        showHistory();
        form.dispatchEvent(new CustomEvent("saved", { detail: { text: since ? sent.text : rows.text(), sent: sent.text } }));
        if (since) {
            say.typed();
            return;
        }
        say.saved(view.at);
        stamp.className = `stamp ${view.section.state}`;
        stamp.textContent = view.section.state_label;
        if (next === "chapter") location.assign(view.chapter_href);
        else if (wider) location.reload(); // somebody has filled a year that has no column here
    }

    // Nothing is written: the server says of each field what is wrong, and what others have saved is on the page now.
    function wasRefused({ error, table }, sent) {
        if (!table) return false;
        take(table, sent);
        history.saved({});
        say.nothingWrong();
        problems.show(error);
        form.dispatchEvent(new CustomEvent("failed"));
        say.typed();
        return true;
    }

    const saves = saver(form, say, {
        take: () => ({ ...rows.read(), text: rows.text(), body: new URLSearchParams(new FormData(form)) }),
        saved: wasSaved,
        refused: wasRefused,
    });

    form.addEventListener("submit", (event) => {
        leaving = true;
        if (event.submitter?.name === "year") return; // the page comes back with another column
        leaving = false;
        event.preventDefault();
        saves.save(event.submitter?.value ?? "table");
    });

    const commands = { s: () => saves.save("table"), z: () => undo.click(), y: () => redo.click() };
    document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        const key = event.key.toLowerCase();
        const command = key === "z" && event.shiftKey ? commands.y : event.shiftKey ? null : commands[key];
        if (!command) return;
        event.preventDefault();
        if (!event.isComposing) command();
    });
    undo.addEventListener("click", () => go(history.undo, form.dataset.undone));
    redo.addEventListener("click", () => go(history.redo, form.dataset.redone));

    // --- What was not saved ---

    form.addEventListener("kept", () => {
        if (!saves.busy) say.keeps();
    });
    window.addEventListener("beforeunload", (event) => {
        if (form.dataset.kept === "no" && !leaving) event.preventDefault();
    });

    const versions = (state) => new Map(state.rows.map((row) => [row.key, row.version]));
    keep(form, {
        saved: "unsaved" in form.dataset ? null : rows.text(),
        get text() {
            return rows.text();
        },
        get base() {
            return { ...rows.read(), order: form.elements.base_order.value };
        },
        older(entry) {
            const now = versions(rows.read());
            return [...versions(entry.base)].some(([key, version]) => version && now.get(key) !== version);
        },
        // rows the kept table does not know were added by others: they stay
        put(entry) {
            rows.write(entry.base, (row) => !isNew(row));
            form.elements.base_order.value = entry.base.order;
            changed();
        },
    });

    form.querySelector("[data-summary]")?.focus();
}
