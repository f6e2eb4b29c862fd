// A form whose answer is a file: while it is being made the page says so, then that it is there; where it could not be made, why.
import post, { teller } from "./post.js";

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
    const say = teller(form);
    const button = form.querySelector("button");

    async function fetchFile() {
        const answer = await post(form, new URLSearchParams(new FormData(form)));
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
        } catch (failure) {
            clearTimeout(timer);
            say(form.dataset.failed, failure);
        }
        button.removeAttribute("aria-disabled");
    });
}
