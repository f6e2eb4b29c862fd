// The form of a section's text. Its buttons and Ctrl+S save without leaving the page; whatever happens is said in a sentence, and the text stays.
// Tells the others on the form: "saved" {text} after a save, "failed" after one that was none.
export default function editor(form) {
    const text = form.elements.text;
    const base = form.elements.base_version;
    const state = form.querySelector("[data-state]");
    const words = form.querySelector("[data-messages]").dataset;
    const message = form.querySelector("[data-message]");
    const hint = form.querySelector("#text-hint");
    const stamp = document.querySelector("[data-stamp]");
    let busy = false;
    let waiting = null; // what to do next after the save that was asked for meanwhile

    function clock(at) {
        return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    }

    function say(sentence) {
        if (state.textContent !== sentence) state.textContent = sentence;
    }

    // keep.js says on the form whether the device has the text
    function typed() {
        say(form.dataset.kept === "yes" ? words.typedKept : words.typed);
    }

    function show(part, shown) {
        message.querySelector(`[data-message-${part}]`).hidden = !shown;
    }

    // error: what the server said, for kind "refused"
    function failed(kind, error) {
        form.dispatchEvent(new CustomEvent("failed"));
        typed();
        message.querySelector("[data-message-heading]").textContent = error?.message ?? words.failed;
        message.querySelector("[data-message-text]").textContent = error?.text ?? "";
        show("text", kind === "refused");
        show("offline", kind === "offline");
        show("signed-out", kind === "signed_out");
        show("kept", form.dataset.kept === "yes");
        show("not-kept", form.dataset.kept === "no");
        message.hidden = false;
        message.scrollIntoView({ block: "nearest" });
    }

    // Somebody else has saved meanwhile: the form goes the plain way, and the server answers with both texts.
    function compare(next) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "next";
        field.value = next;
        form.append(field);
        form.submit();
    }

    function saved(view, sent, next) {
        base.value = view.version;
        message.hidden = true;
        if (stamp) {
            stamp.className = `stamp ${view.state}`;
            stamp.textContent = view.state_label;
        }
        form.dispatchEvent(new CustomEvent("saved", { detail: { text: sent } }));
        if (text.value !== sent) {
            typed();
            return;
        }
        say(`${words.saved} ${clock(view.at)}`);
        if (next === "chapter") location.assign(view.chapter_href);
        else if (form.dataset.after) location.assign(form.dataset.after); // the two texts are one now
    }

    async function send(next) {
        const sent = text.value;
        const body = new FormData(form);
        say(words.saving);
        let answer;
        try {
            answer = await fetch(form.getAttribute("action"), {
                method: "POST",
                headers: { Accept: "application/json" },
                body,
            });
        } catch {
            failed("offline");
            return;
        }
        const view = await answer.json().catch(() => null);
        if (answer.ok && view) saved(view, sent, next);
        else if (view?.error?.code === "stale") compare(next);
        else if (answer.status === 401) failed("signed_out");
        else failed(view?.error ? "refused" : "offline", view?.error);
    }

    // One save at a time: a second one would be stale by the first.
    async function save(next) {
        if (busy) {
            waiting = next;
            return;
        }
        busy = true;
        await send(next);
        busy = false;
        const then = waiting;
        waiting = null;
        if (then) save(then);
    }

    form.addEventListener("submit", (event) => {
        if (event.submitter?.hasAttribute("formaction")) return;
        event.preventDefault();
        save(event.submitter?.value ?? "edit");
    });
    document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        if (!event.isComposing) save("edit");
    });
    // What belongs into an empty field has been read once there is text.
    function putHintAway() {
        if (!hint || !text.value) return;
        hint.hidden = true;
        text.removeAttribute("aria-describedby");
    }

    text.addEventListener("input", () => {
        typed();
        putHintAway();
    });
    form.addEventListener("kept", () => {
        if (!busy) typed();
    });
}
