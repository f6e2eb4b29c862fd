// The text as readers will see it, rendered by the server while one types: one request at a time, the newest text wins.
// The pane says "drawn" when there is something new in it; what was read of it stays where it was. While there is no answer it shows what it showed.
const PAUSE = 300; // ms without typing before it is drawn anew
const AGAIN = 5000; // ms before it is asked again when there was no answer

export default function preview(form) {
    const text = form.elements.text;
    const pane = document.querySelector("[data-preview]");
    const shelf = pane.closest("details");
    const url = `${form.getAttribute("action")}/preview`;
    let timer = 0;
    let busy = false;
    let place = 0; // how far the pane was scrolled when it showed the text last
    let drawn = text.defaultValue; // the text that the pane shows, or of which it says why it cannot be shown

    for (const button of form.querySelectorAll("[data-no-script]")) button.hidden = true;

    function remember() {
        if (pane.querySelector(".prose")) place = pane.scrollTop;
    }

    function notice(sentence) {
        const note = document.createElement("p");
        note.className = "notice shu";
        note.textContent = sentence;
        return note;
    }

    function say(sentence) {
        remember();
        pane.replaceChildren(notice(sentence));
    }

    function sayLate() {
        if (!pane.querySelector(":scope > .late")) pane.prepend(notice(pane.dataset.failed));
        pane.firstElementChild.classList.add("late");
    }

    function put(html) {
        const page = document.createElement("div");
        page.className = "prose";
        page.lang = "ja";
        page.innerHTML = html; // made by the server, which lets no markup of the text through
        remember();
        pane.replaceChildren(page);
        pane.scrollTo({ top: place, behavior: "instant" });
        pane.dispatchEvent(new CustomEvent("drawn"));
    }

    /** Gives false when there was no answer: no connection, nobody signed in, a server in trouble. */
    async function ask(typed) {
        const body = new FormData();
        body.set("text", typed);
        try {
            const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body });
            const view = await answer.json();
            if (answer.status === 401 || answer.status >= 500) return false;
            if (typeof view.html === "string") put(view.html);
            else say(view.message ?? view.error.message);
            return true;
        } catch {
            return false;
        }
    }

    async function draw() {
        if (busy || !shelf.open) return;
        busy = true;
        while (drawn !== text.value) {
            const typed = text.value;
            if (await ask(typed)) {
                drawn = typed;
                continue;
            }
            sayLate();
            clearTimeout(timer);
            timer = setTimeout(draw, AGAIN);
            break;
        }
        busy = false;
    }

    text.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(draw, PAUSE);
    });
    shelf.addEventListener("toggle", draw);
    draw(); // what was typed before this script was there
}
