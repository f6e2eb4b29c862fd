// A cell of the table is text until somebody enters it: then it is a field, so that five hundred rows are no heavier to type in than one.
import { valueOf } from "./opinion_table_saves.js";

const isChoice = (cell) => "value" in cell.dataset;

export default function opinionTableCells(page, saves) {
    const choices = page.querySelector("[data-choices]");
    const revisions = page.querySelector("[data-revisions]");
    const { summary, response, disposition, reflected, writeSummary, writeResponse, chooseDisposition, chooseRevision, chooseAgain } = page.dataset;
    const labelOf = { summary, response, disposition, reflected_version: reflected };
    const emptyOf = { summary: writeSummary, response: writeResponse, disposition: chooseDisposition, reflected_version: chooseRevision };
    const rowOf = (cell) => cell.closest("[data-id]");
    const nameOf = (cell) => `${page.dataset.number}${rowOf(cell).querySelector(".opinion-number a").lastChild.textContent} ${labelOf[cell.dataset.field]}`;

    function prepare(part) {
        for (const cell of part.querySelectorAll("[data-field]")) {
            cell.tabIndex = 0;
            cell.setAttribute("role", "group");
            cell.setAttribute("aria-label", nameOf(cell));
            cell.dataset.empty = emptyOf[cell.dataset.field];
            if (cell.dataset.field === "reflected_version" && cell.dataset.value) cell.dataset.empty = chooseAgain;
        }
    }

    const dispositions = new Map([...choices.content.querySelectorAll("option")].map(({ value, text }) => [value, value && text.replace(/^\d /, "")]));

    function show(cell, value) {
        if (isChoice(cell)) cell.dataset.value = value;
        else cell.textContent = value;
        if (cell.dataset.field !== "disposition") return;
        cell.textContent = dispositions.get(value);
        rowOf(cell).querySelector("[data-change]").hidden = value !== "reflected";
    }

    // --- The revision that reflects an opinion ---

    async function revisionsOf(row) {
        const answer = await fetch(`/comments/${row.dataset.id}/response`, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.json();
    }

    function group(label, list, chosen) {
        const options = document.createElement("optgroup");
        options.label = label;
        options.append(...list.map(({ value, label: text, chosen: now }) => new Option(text, value, false, chosen ? value === chosen : now)));
        return options;
    }

    async function fill(select, cell) {
        const { none, after, before } = revisions.dataset;
        select.append(new Option(none, ""));
        const view = await revisionsOf(rowOf(cell)).catch(() => null); // without an answer only "none" can be chosen
        if (!view) return;
        if (view.has_after) select.append(group(after, view.revisions_after, cell.dataset.value));
        if (view.has_before) select.append(group(before, view.revisions_before, cell.dataset.value));
    }

    // The newest one behind the opinion is what reflects it, until somebody says another one.
    async function offer(row) {
        const cell = row.querySelector('[data-field="reflected_version"]');
        const view = cell.dataset.value ? null : await revisionsOf(row).catch(() => null);
        if (!view?.offered || cell.dataset.value || row.querySelector('[data-field="disposition"]').dataset.value !== "reflected") return;
        const version = String(view.offered);
        saves.changed(cell, version);
        show(cell, version);
        saves.now();
    }

    // --- A field ---

    // A text's field is measured outside of the table, and its own height is set: the table is laid out anew with a new line and not with every letter.
    const measure = document.createElement("textarea");
    measure.className = "opinion-field opinion-measure";
    measure.rows = 1;
    measure.tabIndex = -1;
    measure.setAttribute("aria-hidden", "true");
    page.append(measure);

    function fit(field) {
        measure.style.width = `${field.offsetWidth}px`;
        measure.value = field.value;
        const height = `${measure.scrollHeight + 2}px`; // and its edges
        if (field.style.height !== height) field.style.height = height;
    }

    window.addEventListener("resize", () => page.querySelectorAll("[data-table] textarea").forEach(fit));

    function fieldOf(cell) {
        if (!isChoice(cell)) {
            const text = document.createElement("textarea");
            text.rows = 1;
            text.maxLength = page.dataset.limit;
            text.value = valueOf(cell);
            return text;
        }
        const isRevision = cell.dataset.field === "reflected_version";
        const select = (isRevision ? revisions : choices).content.firstElementChild.cloneNode(true);
        if (isRevision) fill(select, cell);
        else select.value = valueOf(cell);
        return select;
    }

    function open(cell) {
        const field = fieldOf(cell);
        saves.enter(cell);
        field.className = "opinion-field";
        field.setAttribute("aria-label", nameOf(cell));
        cell.after(field);
        if (!isChoice(cell)) fit(field);
        field.focus({ preventScroll: true });
        cell.hidden = true;
        field.scrollIntoView({ block: "nearest" });
        field.addEventListener("input", () => {
            saves.changed(cell, field.value);
            if (!isChoice(cell)) {
                fit(field);
                return;
            }
            show(cell, field.value);
            saves.now();
            if (field.value === "reflected") offer(rowOf(cell));
        });
        field.addEventListener("blur", () => setTimeout(() => close(cell, field)));
    }

    // Another window may have the focus: the field stays then.
    function close(cell, field) {
        if (field === document.activeElement || !field.isConnected) return;
        if (!isChoice(cell)) show(cell, field.value);
        cell.hidden = false;
        field.remove();
        saves.now();
    }

    page.addEventListener("focusin", ({ target }) => {
        if (target.matches("[data-field]")) open(target);
    });

    return { prepare, show };
}
