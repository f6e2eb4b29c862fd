// A form whose answer is a file: while it is being made the page says so, then that it is there; where it could not be made, why.
const LONG = 400; // ms until it is worth saying that it takes a while

// The name the server gave it (RFC 8187).
function fileName(answer) {
    const coded = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    return coded ? decodeURIComponent(coded[1]) : "";
}

function put(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export default function download(form) {
    const state = form.querySelector("[data-state]");
    const button = form.querySelector("button");

    function say(sentence, failed = false) {
        state.textContent = sentence;
        state.classList.toggle("error-text", failed);
    }

    async function fetchFile() {
        const body = new URLSearchParams(new FormData(form));
        const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
        if (!answer.ok) throw new Error((await answer.json()).error.message);
        put(await answer.blob(), fileName(answer));
    }

    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (button.hasAttribute("aria-disabled")) return;
        button.setAttribute("aria-disabled", "true");
        say("");
        const timer = setTimeout(() => say(form.dataset.making), LONG);
        try {
            await fetchFile();
            clearTimeout(timer);
            say(form.dataset.made);
        } catch (error) {
            clearTimeout(timer);
            const refused = error.constructor === Error; // else there was no answer
            say(refused ? `${form.dataset.failed} ${error.message}` : form.dataset.failed, true);
        }
        button.removeAttribute("aria-disabled");
    });
}
