// Ticking what this section answers is recorded at once, one after the other; where it could not be, the tick goes back and a sentence says so.
import post, { teller } from "./post.js";

export default function considerations(form) {
    const say = teller(form);
    let last = Promise.resolve();
    for (const part of form.querySelectorAll("[data-no-script]")) part.hidden = true;

    async function record(box, ticked) {
        const body = new FormData();
        body.set(box.name, ticked ? "1" : "0");
        try {
            await post(form, body);
            say(`${form.dataset.noted} ${box.labels[0].textContent.trim()}`);
        } catch (failure) {
            if (box.checked === ticked) box.checked = !ticked;
            say(form.dataset.failed, failure);
        }
    }

    form.addEventListener("change", ({ target: box }) => {
        const ticked = box.checked;
        say("");
        last = last.then(() => record(box, ticked));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
}
