// What a form that saves by itself says: one short sentence of its state, and a message when a save came to nothing (section_messages.mustache).
export default function saying(form) {
    const state = form.querySelector("[data-state]");
    const words = form.querySelector("[data-messages]").dataset;
    const message = form.querySelector("[data-message]");

    function show(part, shown) {
        message.querySelector(`[data-message-${part}]`).hidden = !shown;
    }

    const say = {
        words,

        sentence(sentence) {
            if (state.textContent !== sentence) state.textContent = sentence;
        },

        // keep.js says on the form whether the device has the text
        typed() {
            say.sentence(form.dataset.kept === "yes" ? words.typedKept : words.typed);
        },

        // the same, when nothing else has been said meanwhile
        keeps() {
            if (state.textContent === words.typed) say.typed();
        },

        saved(at) {
            const clock = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
            say.sentence(`${words.saved} ${clock}`);
        },

        // kind: "offline", "signed_out" or "refused", for which error is what the server said
        failed(kind, error) {
            form.dispatchEvent(new CustomEvent("failed"));
            say.typed();
            message.querySelector("[data-message-heading]").textContent = error?.message ?? words.failed;
            message.querySelector("[data-message-text]").textContent = error?.text ?? "";
            show("text", kind === "refused");
            show("offline", kind === "offline");
            show("signed-out", kind === "signed_out");
            show("kept", form.dataset.kept === "yes");
            show("not-kept", form.dataset.kept === "no");
            message.hidden = false;
            message.scrollIntoView({ block: "nearest" });
        },

        nothingWrong() {
            message.hidden = true;
        },
    };
    return say;
}
