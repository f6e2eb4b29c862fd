// Opinions that say the same are marked and merged under one of them; that can be taken back.
import { send } from "./post.js";

const WORDS = 30; // characters of an opinion, to know it by

export default function opinionTableMerge(page, say, { saved, renew }) {
    const panel = page.querySelector("[data-merge]");
    const head = panel.querySelector("[data-merge-head]");
    const undo = page.querySelector("[data-merge-undo]");
    let last = []; // what was merged: {id, followers}
    let busy = false;

    const marked = () => [...page.querySelectorAll("[data-mark]:checked")].map((box) => box.closest("[data-id]"));
    const numberOf = (row) => row.querySelector(".opinion-number a").lastChild.textContent;
    const wordsOf = (row) => [...row.querySelector(".opinion-summary > [data-field]:not(:empty), .opinion-words").textContent].slice(0, WORDS).join("");
    const put = (id, what, fields = {}) => send(`/comments/${id}/${what}`, new URLSearchParams(fields));

    function show() {
        const rows = marked();
        const chosen = head.value;
        panel.hidden = rows.length < 2;
        panel.querySelector("[data-merge-count]").textContent = panel.dataset.chosen.replace("{count}", rows.length);
        head.replaceChildren(...rows.map((row) => new Option(`${page.dataset.number}${numberOf(row)} ${wordsOf(row)}`, row.dataset.id)));
        const first = rows.find((row) => row.dataset.id === chosen) ?? rows.find((row) => row.classList.contains("answered")) ?? rows[0];
        if (first) head.value = first.dataset.id;
    }

    // One after the other; what went well before something fails stays, and can be taken back.
    async function run(work, sentence) {
        if (busy) return;
        busy = true;
        try {
            if (!(await saved())) return; // what was not saved would be lost with its row
            await work();
            await renew();
            say.sentence(sentence());
        } catch (failure) {
            await renew().catch(() => {});
            say.sentence(`${panel.dataset.failed} ${failure.view?.error.message ?? ""}`);
        } finally {
            busy = false;
            show();
            undo.hidden = !last.length;
        }
    }

    async function merge() {
        const into = head.value;
        const number = numberOf(document.getElementById(`c${into}`));
        const rows = marked().filter((row) => row.dataset.id !== into);
        last = [];
        await run(
            async () => {
                for (const row of rows) {
                    const followers = [...row.querySelectorAll(".opinion-others li")].map(({ id }) => id.slice(1));
                    await put(row.dataset.id, "merge", { into });
                    last.push({ id: row.dataset.id, followers });
                }
            },
            () => panel.dataset.done.replace("{count}", rows.length).replace("{number}", number),
        );
        document.getElementById(`c${into}`)?.querySelector('[data-field="response"]')?.focus();
    }

    async function takeBack() {
        await run(
            async () => {
                for (const { id, followers } of last.splice(0)) {
                    await put(id, "split");
                    for (const follower of followers) await put(follower, "merge", { into: id });
                }
            },
            () => panel.dataset.undone,
        );
    }

    page.addEventListener("change", ({ target }) => target.matches("[data-mark]") && show());
    panel.querySelector("[data-merge-do]").addEventListener("click", merge);
    panel.querySelector("[data-merge-clear]").addEventListener("click", () => {
        for (const row of marked()) row.querySelector("[data-mark]").checked = false;
        show();
    });
    undo.addEventListener("click", takeBack);
    page.addEventListener("submit", (event) => {
        if (!event.target.matches("[data-split]")) return;
        event.preventDefault();
        const id = event.target.closest("li").id.slice(1);
        run(() => put(id, "split"), () => panel.dataset.undone);
    });
}
