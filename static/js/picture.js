// A picture for the text: chosen, pasted or dropped, described in a dialog, sent, and put(markdown) behind the cursor as a paragraph of its own.
// Whatever goes wrong is said in the dialog, and all that was chosen and typed stays there.
import { remake, show } from "./pixels.js";

const TRIES = 20; // while others send theirs
const PAUSE = 1000; // ms between two

export default function picture(form, put) {
    const dialog = document.querySelector("[data-picture]");
    const sheet = dialog.querySelector("form");
    const words = dialog.dataset;
    const limit = Number(words.limit); // bytes the server takes
    const { image: chooser, alt } = sheet.elements;
    const part = (name) => dialog.querySelector(`[data-${name}]`);
    const canvas = part("shown");
    const problem = part("problem");
    let file = null; // what is to be sent
    let sending = null; // stops what is under way

    function say(sentence) {
        part("progress").textContent = sentence;
    }

    function offer(which) {
        for (const notice of dialog.querySelectorAll("[data-again]")) notice.hidden = notice.dataset.again !== which;
    }

    // field: the one it is about, which gets the focus
    function complain(sentence, field) {
        say("");
        problem.textContent = sentence;
        problem.hidden = !sentence;
        part("sign-in").hidden = true;
        for (const each of [chooser, alt]) {
            if (each === field) each.setAttribute("aria-invalid", "true");
            else each.removeAttribute("aria-invalid");
        }
        field?.focus();
    }

    function carry(chosen) {
        const carrier = new DataTransfer();
        carrier.items.add(chosen);
        chooser.files = carrier.files;
    }

    async function take(chosen) {
        file = chosen;
        complain("");
        offer(null);
        canvas.hidden = true;
        if (!chosen) return;
        try {
            await show(chosen, canvas);
        } catch {
            if (file !== chosen) return; // another one was chosen meanwhile
            file = null;
            complain(words.notShown, chooser);
            return;
        }
        if (file !== chosen) return;
        canvas.hidden = false;
        if (chosen.size > limit) offer("large");
    }

    async function makeAnew() {
        const old = file;
        say(words.shrinking);
        const made = await remake(old).catch(() => null);
        if (file !== old) return;
        if (!made || made.size > limit) {
            complain(words.stillLarge, chooser);
            return;
        }
        carry(made);
        await take(made);
        say(words.shrunk);
        alt.focus();
    }

    function open(chosen) {
        if (!dialog.open) dialog.showModal();
        if (!chosen || sending) return;
        carry(chosen);
        take(chosen);
        alt.focus();
    }

    // Asks again while the server takes others' files.
    async function send() {
        const body = new FormData(sheet);
        const stop = new AbortController();
        sending = stop;
        say(words.sending);
        for (let i = 1; ; i++) {
            const answer = await fetch(sheet.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body, signal: stop.signal });
            const view = await answer.json();
            if (view.error?.code !== "crowded" || i === TRIES) return view;
            say(words.queued);
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }

    function inserted(view) {
        dialog.close();
        put(view.markdown);
        sheet.reset();
        take(null);
    }

    function refused(error) {
        if (error.code === "bad_picture") {
            say("");
            offer("refused");
            return;
        }
        complain(error.code === "signed_out" ? words.signedOut : `${error.message} ${error.text}`);
        part("sign-in").hidden = error.code !== "signed_out";
    }

    async function submit() {
        if (sending) return;
        complain("");
        if (!file) return complain(words.fileMissing, chooser);
        if (file.size > limit) return part("shrink").focus();
        if (!alt.value.trim()) return complain(words.altMissing, alt);
        try {
            const view = await send();
            if (!dialog.open) return;
            if (view.error) refused(view.error);
            else inserted(view);
        } catch (error) {
            if (error.name !== "AbortError") complain(words.offline);
        } finally {
            sending = null;
        }
    }

    function bring(event, { files, types }) {
        if (!files.length || types.includes("text/plain")) return; // words are pasted as words
        event.preventDefault();
        open(files[0]);
    }

    document.querySelector("[data-mark=picture]").addEventListener("click", () => open());
    for (const place of [form, dialog]) {
        // before the editor takes it for words
        place.addEventListener("paste", (event) => bring(event, event.clipboardData), true);
        place.addEventListener("drop", (event) => bring(event, event.dataTransfer), true);
        place.addEventListener("dragover", (event) => {
            if (event.dataTransfer.types.includes("Files")) event.preventDefault();
        });
    }
    chooser.addEventListener("change", () => take(chooser.files[0] ?? null));
    for (const button of dialog.querySelectorAll("[data-shrink]")) button.addEventListener("click", makeAnew);
    part("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
        sending?.abort();
        say("");
    });
    sheet.addEventListener("submit", (event) => {
        event.preventDefault();
        submit();
    });
}
