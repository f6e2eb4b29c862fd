// Where two texts are put together: a button for each, which puts it into the field.
import replace from "./replace.js";

export default function choose(form) {
    const { text } = form.elements;
    for (const button of form.querySelectorAll("[data-use]")) {
        const source = form.querySelector(`[data-text="${button.dataset.use}"]`);
        button.addEventListener("click", () => replace(text, 0, text.value.length, source.content.textContent));
    }
    form.querySelector("[data-choose]").hidden = false;
}
