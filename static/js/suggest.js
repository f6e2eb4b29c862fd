// The form of a suggestion. The editor takes the place of its field and shows what is changed; it is kept on this device (keep.js) until it is sent.
// Where the editor cannot be loaded the field stays, and what it says is found when it is sent.
import keep from "./keep.js";
import saver from "./saver.js";
import saying from "./saying.js";
import draft from "./suggest_draft.js";

const marked = (name, words) => Object.assign(document.createElement(name), { textContent: words });

// The pieces in a list below the text: for what the text itself cannot show, as a table's cells, and for who does not see it.
function lister(form) {
    const place = form.querySelector("[data-pieces]");
    const list = place.querySelector("ol");
    return (pieces) => {
        place.hidden = pieces.length === 0;
        place.querySelector("[data-count]").textContent = pieces.length;
        list.replaceChildren(
            ...pieces.map(({ before, deleted, inserted, after }) => {
                const item = document.createElement("li");
                item.append(before, ...(deleted ? [marked("del", deleted)] : []), ...(inserted ? [marked("ins", inserted)] : []), after);
                return item;
            }),
        );
    };
}

function sending(form, sent) {
    const say = saying(form);
    const saves = saver(form, say, {
        take: () => ({ body: new FormData(form) }),
        saved(view) {
            sent();
            location.assign(`${form.elements.back.value}#g${view.id}`);
        },
        refused: () => false,
    });
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        saves.save("");
    });
    form.addEventListener("input", say.nothingWrong);
    form.addEventListener("kept", () => saves.busy || say.typed());
}

// What keep.js keeps of it: "" while nothing is suggested.
function source(form, text) {
    const { reason } = form.elements;
    let isSent = false;
    return {
        saved: "",
        get text() {
            return isSent || text.isEmpty ? "" : form.elements.text.value;
        },
        get base() {
            return { ...text.kept(), reason: reason.value };
        },
        older: ({ base }) => base.version !== text.version,
        put({ base }) {
            text.again(base);
            reason.value = base.reason;
        },
        sent() {
            isSent = true;
            form.dispatchEvent(new CustomEvent("saved", { detail: { text: "" } }));
        },
    };
}

async function write(form) {
    const { default: open } = await import(form.dataset.editor);
    let text;
    const { view } = open(form, (own, parts) => (text = draft(own, parts)));
    const list = lister(form);
    const own = source(form, text);
    text.changed = () => list(text.pieces());
    keep(form, own);
    sending(form, own.sent);
    return view;
}

export default async function suggest(form) {
    try {
        await write(form);
    } catch (fault) {
        document.querySelector("[data-tools]").hidden = true;
        delete form.dataset.editor; // the field is seen
        keep(form);
        throw fault;
    }
}
