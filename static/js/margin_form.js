// The form of a new opinion: about words that were selected, about a sentence or words in it that are chosen from a list, or about the whole section.
import mention from "./mention.js";
import post, { teller } from "./post.js";

/**
 * form: the element. words: sentences of the margin. show(words): marks on the page what it is about. close({keep}): it goes, with what was written or
 * without.
 * sent(section, view): the opinion was added. where(place): {version, from, to} of what it is about, when it is sent.
 */
export default function marginForm(form, { words: said, show, close, sent, where = (place) => place }) {
    const part = (name) => form.querySelector(`[data-${name}]`);
    const [quote, byList, sentence, narrow, words, wrong] = ["quote", "by-list", "sentence", "narrow", "words", "wrong"].map(part);
    const { body, kind } = form.elements;
    const button = form.querySelector("button:not([type])");
    const tell = teller(form);
    let section = null;
    let version = 0; // of the text that the places are in
    let about = null; // {from, to}; null for the whole section
    let sentences = [];

    function choose() {
        const chosen = sentences[sentence.value];
        narrow.hidden = !chosen;
        about = chosen ? chosen.find(words.value.trim() || undefined) : null;
        wrong.hidden = !chosen || about !== null;
        words.setAttribute("aria-invalid", String(!wrong.hidden));
        show(about && { version, ...about });
    }

    sentence.addEventListener("change", () => {
        words.value = "";
        choose();
    });
    words.addEventListener("input", choose);

    async function send() {
        button.setAttribute("aria-disabled", "true");
        try {
            const place = about && (await where({ version, ...about }));
            const fields = new URLSearchParams({ body: body.value, kind: kind.value });
            for (const [name, value] of Object.entries(place ?? {})) fields.set(`anchor_${name}`, value);
            const view = await (await post(form, fields)).json();
            form.reset();
            tell("");
            sent(section, view);
        } catch (failure) {
            tell(said.failed, failure);
        }
        button.removeAttribute("aria-disabled");
    }

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (button.hasAttribute("aria-disabled")) return;
        if (wrong.hidden) send();
        else words.focus();
    });
    mention(body);
    part("cancel").addEventListener("click", () => close({ keep: false }));
    form.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
        event.stopPropagation();
        close({ keep: true });
    });

    function begin(of, at = of.version) {
        section = of;
        version = at;
        form.action = `/sections/${of.id}/comments`;
        part("all").href = form.action;
        tell("");
        wrong.hidden = true;
        words.value = "";
    }

    return {
        /** What is written so far, and what about; null for nothing. */
        get kept() {
            const quoted = quote.hidden ? sentences[sentence.value] && (words.value.trim() || sentences[sentence.value].words) : quote.textContent;
            return body.value.trim() ? { text: body.value, kind: kind.value, about: about && { version, ...about }, quoted: about ? quoted : "" } : null;
        },
        put({ text, kind: chosen }) {
            body.value = text;
            kind.value = chosen;
        },
        /** About words that were selected: {from, to} in a version, the one that is shown without, and how they look. What was written already stays. */
        aboutWords(of, { version: at, ...place }, quoted) {
            begin(of, at);
            about = place;
            quote.textContent = quoted;
            quote.hidden = false;
            byList.hidden = true;
            show({ version, ...about });
        },
        /** About what is chosen from the sentences of a section's map (null: it shows no text). */
        byList(of, map) {
            begin(of);
            sentences = map?.sentences() ?? [];
            const [whole] = sentence.options;
            sentence.replaceChildren(whole, ...sentences.map((one, i) => new Option(one.words, i)));
            sentence.value = "";
            quote.hidden = true;
            byList.hidden = false;
            choose();
        },
        focus() {
            (byList.hidden ? body : sentence).focus({ preventScroll: true });
        },
    };
}
