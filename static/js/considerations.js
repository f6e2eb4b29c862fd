// Ticking what this section answers is recorded at once, one after the other; where it could not be, the tick goes back and a sentence says so.
export default function considerations(form) {
    const state = form.querySelector("[data-state]");
    let last = Promise.resolve();
    for (const part of form.querySelectorAll("[data-no-script]")) part.hidden = true;

    function say(sentence, failed) {
        state.textContent = sentence;
        state.classList.toggle("error-text", failed);
    }

    async function send(name, ticked) {
        const body = new FormData();
        body.set(name, ticked ? "1" : "0");
        const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body });
        if (!answer.ok) throw new Error((await answer.json()).error.message);
    }

    async function record(box, ticked) {
        try {
            await send(box.name, ticked);
            say(`${form.dataset.noted} ${box.labels[0].textContent.trim()}`, false);
        } catch (error) {
            if (box.checked === ticked) box.checked = !ticked;
            const refused = error.constructor === Error; // else there was no answer, or none of ours
            say(`${form.dataset.failed} ${refused ? error.message : ""}`, true);
        }
    }

    form.addEventListener("change", ({ target: box }) => {
        const ticked = box.checked;
        say("", false);
        last = last.then(() => record(box, ticked));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
}
