// What others change comes into the table by itself, row by row; never into a row in which somebody is, which is renewed when they have left it.
// Where rows come or go nothing moves: a sentence says so, with a link to the new list.
import stream from "./stream.js";

const PAUSE = 700; // ms: several changes are asked for together

export default function opinionTableLive(page, { isBusy, renewed = () => {}, again = () => {} }) {
    const waiting = new Set(); // sections of which rows have changed
    const notice = page.querySelector("[data-changed]");
    let timer = 0;
    let asking = false;

    const rowsOf = (part, section) => [...part.querySelectorAll(`[data-table] [data-section="${section}"]`)];
    const addressOf = (section) => `${page.dataset.list}${page.dataset.list.includes("?") ? "&" : "?"}section=${section}`;

    async function read(address) {
        const answer = await fetch(address, { headers: { Accept: "text/html" } });
        if (!answer.ok) throw new Error(`${answer.status}`);
        return new DOMParser().parseFromString(await answer.text(), "text/html");
    }

    // What one sees of a row, and where it leads.
    const looks = (row) => row.className + row.textContent.replace(/\s+/g, " ") + [...row.querySelectorAll("[data-value], a")].map((part) => part.dataset.value ?? part.getAttribute("href"));

    function replace(row, fresh) {
        if (looks(row) === looks(fresh)) return;
        const open = [...row.querySelectorAll("details[open]")].map((part) => part.className);
        const marked = row.querySelector("[data-mark]")?.checked;
        for (const part of fresh.querySelectorAll("details")) part.open = open.includes(part.className);
        if (marked) fresh.querySelector("[data-mark]").checked = true;
        row.replaceWith(fresh);
        renewed(fresh);
    }

    function showTotals(fresh) {
        const [now, then] = [page.querySelector("[data-total]"), fresh.querySelector("[data-total]")];
        for (const part of ["ul", "tbody"]) now.querySelector(part).replaceWith(then.querySelector(part));
    }

    async function renew(section) {
        const fresh = await read(addressOf(section));
        const [rows, then] = [rowsOf(page, section), rowsOf(fresh, section)];
        for (const row of rows) {
            const other = then.find(({ id }) => id === row.id);
            if (!other) notice.hidden = false;
            else if (isBusy(row)) waiting.add(section);
            else replace(row, other);
        }
        if ("whole" in page.dataset && then.some(({ id }) => !document.getElementById(id))) notice.hidden = false;
        showTotals(fresh);
    }

    async function turn() {
        if (asking) return;
        asking = true;
        const sections = [...waiting];
        waiting.clear();
        try {
            for (const section of sections) await renew(section);
        } catch {
            for (const section of sections) waiting.add(section); // asked for again with the next event
        }
        asking = false;
    }

    function soon() {
        clearTimeout(timer);
        timer = setTimeout(turn, PAUSE);
    }

    /** The whole table as it is now; the page's own place in it stays. */
    async function all() {
        const fresh = await read(location.href);
        const table = page.querySelector("[data-table]");
        table.replaceChildren(...fresh.querySelector("[data-table]").childNodes);
        showTotals(fresh);
        notice.hidden = true;
        renewed(table);
    }

    let lost = false;
    const heard = {
        comment({ section }) {
            waiting.add(section);
            soon();
        },
        reset() {
            notice.hidden = false;
        },
        lost() {
            lost = true;
        },
        open() {
            if (!lost) return;
            lost = false;
            again();
            if (waiting.size) soon();
        },
    };
    stream([], (name, data) => heard[name]?.(data));
    page.addEventListener("focusout", () => waiting.size && soon());

    return { all };
}
