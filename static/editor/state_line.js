// How the text stands with the server, in one short sentence (section_state.mustache). Those who hear the page are told when it is of another kind, and not
// of each save.
const CALM = new Set(["clean", "saving", "saved"]);
const LONG = 400; // ms after which saving is worth a word

const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export default function stateLine(form) {
    const line = form.querySelector("[data-state]");
    const spoken = form.querySelector("[data-state-said]");
    const words = line.dataset;
    let kind = "clean";
    let timer = 0;

    function write(sentence) {
        clearTimeout(timer);
        timer = 0;
        if (line.textContent !== sentence) line.textContent = sentence;
    }

    const said = (at) => `${words.saved} ${clock(at)}`;

    return {
        words,
        /** kind: clean (nothing was written here yet), saving, saved (at), offline, unkept, signedOut, locked, stopped. */
        show(next, at) {
            const before = kind;
            kind = next;
            form.dataset.link = kind;
            if (kind === "saving" && CALM.has(before)) {
                timer ||= setTimeout(write, LONG, words.saving);
                return;
            }
            const sentence = kind === "saved" ? said(at) : words[kind];
            write(sentence);
            if (before !== kind && !(CALM.has(before) && CALM.has(kind))) spoken.textContent = sentence;
        },
        /** Somebody asked for it. */
        confirm(at) {
            spoken.textContent = "";
            spoken.textContent = said(at);
        },
        say(sentence) {
            spoken.textContent = sentence;
        },
    };
}
