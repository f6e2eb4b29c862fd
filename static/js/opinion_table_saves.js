// What was typed into the table is saved by itself: after a pause, and when its cell is left. What could not be saved is kept on this device (kept.js),
// sent again when the server answers, and there again when the page is opened. Where somebody else has changed a cell first, both texts are shown.
import { available, drop, entries, store } from "./kept.js";
import { Refused, send } from "./post.js";

const PAUSE = 1500; // ms without typing
const AGAIN = 15_000; // ms until a save that found no server is tried again

/** What a cell says. */
export const valueOf = (cell) => cell.dataset.value ?? cell.textContent;

export default function opinionTableSaves(page, say) {
    const unsaved = new Map(); // "12/response" → {id, field, text, base, conflict, refused, keys}
    const saved = new Map(); // "12/response" → what the server has, since the cell was entered
    const own = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    let timer = 0;
    let running = null;

    const cellOf = ({ id, field }) => document.getElementById(`c${id}`)?.querySelector(`[data-field="${field}"]`);
    const keyOf = (cell) => `${cell.closest("[data-id]").dataset.id}/${cell.dataset.field}`;
    const isReady = (entry) => !entry.conflict && !entry.refused;

    // --- On this device ---

    function keep(entry) {
        const key = `${page.dataset.keep}${entry.id}/${entry.field}/${own}`;
        const { id, field, text, base } = entry;
        if (!store(key, { id, field, text, base, at: Date.now() })) return false;
        entry.keys.add(key);
        return true;
    }

    function keepAll() {
        const kept = [...unsaved.values()].map(keep);
        page.dataset.kept = kept.every(Boolean) ? "yes" : "no";
    }

    function forget(entry) {
        for (const key of entry.keys) drop(key);
        unsaved.delete(`${entry.id}/${entry.field}`);
        cellOf(entry)?.classList.remove("unsaved");
        if (!unsaved.size) delete page.dataset.kept;
    }

    // --- Sending ---

    function enter(cell) {
        const key = keyOf(cell);
        if (!unsaved.has(key)) saved.set(key, valueOf(cell));
    }

    function changed(cell, text, base = saved.get(keyOf(cell)) ?? valueOf(cell)) {
        const key = keyOf(cell);
        const [id, field] = key.split("/");
        const entry = unsaved.get(key) ?? { id, field, base, keys: new Set() };
        entry.text = text;
        entry.refused = false;
        unsaved.set(key, entry);
        cell.classList.add("unsaved");
        if (entry.keys.size) keep(entry);
        say.typed();
        clearTimeout(timer);
        timer = setTimeout(now, PAUSE);
    }

    function bodyOf(sent) {
        const body = new URLSearchParams();
        for (const { field, text, base } of sent) {
            body.set(field, text);
            if (field !== "reflected_version") body.set(`${field}_base`, base);
        }
        return body;
    }

    // The row says what is saved; a cell that somebody is in says what they type.
    function show(view) {
        const row = document.getElementById(`c${view.id}`);
        if (!row) return;
        row.classList.toggle("answered", view.is_answered);
        const change = row.querySelector("[data-change]");
        const revision = change.querySelector("[data-field]");
        change.querySelector("a")?.remove();
        revision.dataset.empty = view.reflected ? page.dataset.chooseAgain : page.dataset.chooseRevision;
        if (!view.reflected) return;
        const link = document.createElement("a");
        link.href = view.reflected.href;
        link.textContent = page.dataset.see;
        change.prepend(link);
    }

    function wasSaved(sent, view) {
        for (const { entry, text } of sent) {
            saved.set(`${entry.id}/${entry.field}`, text);
            if (entry.text === text) forget(entry);
            else entry.base = text;
        }
        say.nothingWrong();
        show(view);
        if (unsaved.size) say.typed();
        else say.saved(view.saved_at);
    }

    function wasRefused(sent, failure) {
        const conflicts = failure.view?.error.fields ?? [];
        for (const { entry } of sent) {
            const conflict = conflicts.find(({ name }) => name === entry.field);
            if (conflict) showConflict(entry, conflict, failure.view.comment);
            else if (!conflicts.length) entry.refused = true; // until it is changed
        }
        keepAll();
        if (conflicts.length) say.typed();
        else if (failure.status === 401) say.failed("signed_out");
        else say.failed("refused", failure.view?.error);
        return conflicts.length > 0 && sent.some(({ entry }) => isReady(entry));
    }

    // One row at a time. False: there is no server, what is left waits.
    async function sendRow(id) {
        const sent = [...unsaved.values()].filter((entry) => entry.id === id && isReady(entry)).map((entry) => ({ entry, ...entry }));
        say.sentence(say.words.saving);
        try {
            const answer = await send(`/comments/${id}/response`, bodyOf(sent));
            wasSaved(sent, await answer.json());
            return true;
        } catch (failure) {
            if (failure instanceof Refused && failure.view) {
                if (failure.status === 401) for (const { entry } of sent) entry.refused = true;
                wasRefused(sent, failure);
                return true;
            }
            keepAll();
            say.failed("offline");
            return false;
        }
    }

    async function sendAll() {
        for (;;) {
            const next = [...unsaved.values()].find(isReady);
            if (!next) return true;
            if (!(await sendRow(next.id))) return false;
        }
    }

    function now() {
        clearTimeout(timer);
        if (running || ![...unsaved.values()].some(isReady)) return running ?? Promise.resolve(true);
        running = sendAll().then((well) => {
            running = null;
            if (!well) timer = setTimeout(now, AGAIN);
            return well;
        });
        return running;
    }

    // --- Two who answer the same ---

    function showConflict(entry, { theirs, theirs_text: text }, { answered_by: by }) {
        const cell = cellOf(entry);
        const notice = page.querySelector("template[data-conflict]").content.firstElementChild.cloneNode(true);
        const part = (name) => notice.querySelector(`[data-${name}]`);
        entry.conflict = true;
        part("by").textContent = by;
        part("theirs").textContent = text || part("theirs").dataset.none;
        const decide = (take) => {
            notice.remove();
            entry.conflict = false;
            entry.base = theirs;
            if (take) {
                put(cell, theirs);
                saved.set(keyOf(cell), theirs);
                forget(entry);
                say.nothingWrong();
            }
            cell.focus();
            now();
        };
        // when the field that was left for the button is closed
        part("take").addEventListener("click", () => setTimeout(decide, 0, true));
        part("insist").addEventListener("click", () => setTimeout(decide, 0, false));
        cell.closest("td").append(notice);
    }

    let put = () => {};

    // --- What was kept ---

    function bring(showIn) {
        put = showIn;
        let count = 0;
        for (const kept of entries(page.dataset.keep)) {
            const cell = cellOf(kept);
            if (!cell) continue; // it is on another page
            const value = valueOf(cell);
            if (kept.text === value) {
                drop(kept.key);
                continue;
            }
            count++;
            changed(cell, kept.text, kept.base);
            const entry = unsaved.get(`${kept.id}/${kept.field}`);
            entry.keys.add(kept.key);
            if (kept.base !== value && kept.field !== "reflected_version") {
                showConflict(entry, { theirs: value, theirs_text: cell.textContent }, { answered_by: "" });
            }
            put(cell, kept.text);
        }
        if (count) now().then(() => say.sentence(page.dataset.keptAgain.replace("{count}", count)));
    }

    window.addEventListener("pagehide", keepAll);
    window.addEventListener("online", () => again());
    window.addEventListener("beforeunload", (event) => {
        if (unsaved.size && !available()) event.preventDefault();
    });

    // The server is there again, or somebody has signed in.
    function again() {
        for (const entry of unsaved.values()) entry.refused = false;
        if (unsaved.size) now();
    }

    return {
        enter,
        changed,
        now,
        again,
        bring,
        has: (row) => [...unsaved.values()].some(({ id }) => id === row.dataset.id),
        /** True when nothing is left unsaved. */
        all: async () => (await now()) && unsaved.size === 0,
    };
}
