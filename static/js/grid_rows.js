// The rows of a table that is typed into: reading all of them as one state, making the page show a state, and the blank rows at the ends.
// A state is {rows: [{key, version, removed, fields: {column: value}}]}; keys are "s12", "t34", "i5", of new rows "tN2" (pages/table.c).

/** The field of a cell, or of a row's column. */
export function field(cell) {
    return cell?.querySelector("input:not([type=checkbox]), select, textarea");
}

export function cellOf(row, column) {
    return row.querySelector(`[data-column="${column}"]`);
}

export const isNew = (row) => row.dataset.key[1] === "N";
const removal = (row) => row.querySelector(".grid-remove input");
const cells = (row) => [...row.querySelectorAll("[data-column]")];

export default function gridRows(form) {
    const body = form.querySelector("[data-rows]");
    const kinds = { s: "strategy", t: "tactic", i: "indicator" };
    let next = 1; // of the keys of new rows
    for (const row of body.rows) if (isNew(row)) next = Math.max(next, Number(row.dataset.key.slice(2)) + 1);

    const rows = {
        body,
        get all() {
            return [...body.rows];
        },

        find: (key) => [...body.rows].find((row) => row.dataset.key === key),

        newKey: (letter) => `${letter}N${next++}`,

        read() {
            return {
                rows: rows.all.map((row) => ({
                    key: row.dataset.key,
                    version: row.querySelector("[name$='.version']")?.value,
                    removed: removal(row).checked,
                    fields: Object.fromEntries(cells(row).map((cell) => [cell.dataset.column, field(cell).value])),
                })),
            };
        },

        /** A row made of the pattern of its kind; it stands nowhere yet. */
        make(key) {
            const row = form.querySelector(`[data-pattern="${kinds[key[0]]}"]`).content.querySelector("tr").cloneNode(true);
            rows.rename(row, key);
            return row;
        },

        /** Gives a row another key: in its names, and whatever refers to them. A row with an id has a version besides. */
        rename(row, key) {
            const old = row.dataset.key;
            for (const element of row.querySelectorAll("[id], [name], [for], [aria-describedby]"))
                for (const name of ["id", "name", "for", "aria-describedby"])
                    if (element.getAttribute(name)?.startsWith(`${old}.`)) element.setAttribute(name, key + element.getAttribute(name).slice(old.length));
            for (const button of row.querySelectorAll("[data-move]")) button.value = `${key} ${button.dataset.move}`;
            row.dataset.key = key;
            row.classList.toggle("new", isNew(row));
        },

        version(row, version) {
            let input = row.querySelector("[name$='.version']");
            if (!version) {
                input?.remove();
                return;
            }
            if (!input) {
                input = Object.assign(document.createElement("input"), { type: "hidden", name: `${row.dataset.key}.version` });
                row.querySelector("th").append(input);
            }
            input.value = version;
        },

        fill(row, { version, removed, fields }) {
            if (version !== undefined) rows.version(row, version);
            removal(row).checked = removed;
            for (const [column, value] of Object.entries(fields)) {
                const to = field(cellOf(row, column));
                if (to && to.value !== value) to.value = value;
            }
        },

        /** Shows a state. absent(row) says of a row the state does not have whether it stays. */
        write(state, absent = () => false) {
            const wanted = new Set(state.rows.map((row) => row.key));
            for (const row of rows.all) if (!wanted.has(row.dataset.key) && !absent(row)) row.remove();
            let before = null;
            for (const one of state.rows) {
                const row = rows.find(one.key) ?? rows.make(one.key);
                rows.fill(row, one);
                let place = before ? before.nextSibling : body.firstChild;
                while (place && place !== row && (place.nodeType !== 1 || !wanted.has(place.dataset.key))) place = place.nextSibling;
                if (place !== row) body.insertBefore(row, place);
                before = row;
            }
            rows.tidy();
        },

        /** Nothing was typed into it. A choice says something in a blank row, too. */
        isBlank: (row) => isNew(row) && cells(row).every((cell) => field(cell).localName === "select" || !field(cell).value.trim()),

        /** A strategy with its tactics, any other row alone. */
        block(row) {
            const block = [row];
            if (row.dataset.kind === "strategy") for (let at = row.nextElementSibling; at?.dataset.kind === "tactic"; at = at.nextElementSibling) block.push(at);
            return block;
        },

        add(letter, behind) {
            const row = rows.make(rows.newKey(letter));
            if (behind) behind.after(row);
            else body.append(row);
            return row;
        },

        /** A blank row at each place where one can go on. */
        addBlanks() {
            if (form.querySelector("[data-pattern=indicator]")) {
                if (!body.lastElementChild || !rows.isBlank(body.lastElementChild)) rows.add("i");
                return;
            }
            const strategies = rows.all.filter((row) => row.dataset.kind === "strategy");
            for (const strategy of strategies) {
                const last = rows.block(strategy).at(-1);
                if (last === strategy || !rows.isBlank(last)) rows.add("t", last);
            }
            const last = strategies.at(-1);
            if (!last || !rows.block(last).every(rows.isBlank)) rows.add("t", rows.add("s"));
        },

        number() {
            const { rowStrategy: strategy, rowTactic: tactic, rowIndicator: indicator } = form.dataset;
            const count = { strategy: Number(form.dataset.before), tactic: 0, indicator: 0 };
            for (const row of rows.all) {
                const { kind } = row.dataset;
                if (kind === "strategy") count.tactic = 0;
                const n = ++count[kind];
                const name = { strategy, tactic, indicator }[kind].replace("{n}", n).replace("{above}", count.strategy);
                row.querySelector("[data-number]").textContent = kind === "tactic" ? `(${n})` : n;
                for (const part of row.querySelectorAll("[data-row-name]")) if (part.textContent !== name) part.textContent = name;
            }
        },

        /** What has to be so after every change: blank rows, numbers, and the order as the form sends it. */
        tidy() {
            rows.addBlanks();
            rows.number();
            form.elements.order.value = rows.all.map((row) => row.dataset.key).join(" ");
        },

        /** What stands in the table, as a person reads it. */
        text() {
            const lines = [];
            for (const row of rows.all) {
                if (rows.isBlank(row)) continue;
                const said = cells(row).flatMap((cell) => {
                    const from = field(cell);
                    const value = from.localName === "select" ? from.selectedOptions[0]?.label : from.value;
                    return value ? [`${cell.querySelector("label").lastChild.textContent.trim()}: ${value}`] : [];
                });
                const mark = removal(row).checked ? form.dataset.removed : "";
                lines.push(`${row.querySelector("[data-number]").textContent} ${mark}${said.join(" / ")}`);
            }
            return lines.join("\n");
        },

        /** Moves a block of rows one place; false where it cannot go further. */
        move(row, up) {
            const block = rows.block(row);
            const beyond = up ? row.previousElementSibling : block.at(-1).nextElementSibling;
            if (!beyond) return false;
            if (row.dataset.kind !== "strategy") {
                if (up && row.dataset.kind === "tactic" && beyond === body.firstElementChild) return false; // above the first strategy
                if (up) beyond.before(row);
                else beyond.after(row);
            } else if (up) {
                let head = beyond;
                while (head.dataset.kind === "tactic") head = head.previousElementSibling;
                head.before(...block);
            } else {
                rows.block(beyond).at(-1).after(...block);
            }
            rows.tidy();
            return true;
        },
    };
    return rows;
}
