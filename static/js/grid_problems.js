// Beside each field what is wrong with it, and above the table the list of all; the same as the server makes without scripts.
import { field } from "./grid_rows.js";

function element(name, attributes, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
}

export default function gridProblems(form) {
    const list = form.querySelector("[data-errors]");

    function mark(problem) {
        const at = document.getElementById(problem.name);
        if (!at) return;
        const id = `${problem.name}-problem`;
        at.setAttribute("aria-invalid", "true");
        at.setAttribute("aria-describedby", id);
        const parts = [element("p", { className: "error-text", id }, problem.message)];
        if (problem.has_theirs) {
            const box = element("input", { type: "checkbox", name: `${problem.name}.take`, value: problem.theirs_value });
            const words = element("span", {}, form.dataset.take, element("span", { className: "visually-hidden" }, `: ${problem.theirs}`));
            parts.push(element("label", { className: "grid-take" }, box, words));
        }
        at.closest("td").append(...parts);
    }

    return {
        clear() {
            list.replaceChildren();
            for (const at of form.querySelectorAll("[aria-invalid]")) {
                at.removeAttribute("aria-invalid");
                at.removeAttribute("aria-describedby");
            }
            for (const part of form.querySelectorAll("td > .error-text, .grid-take")) part.remove();
        },

        show(error) {
            this.clear();
            for (const problem of error.fields) mark(problem);
            const links = error.fields.map((problem) =>
                element("li", {}, element("a", { href: `#${problem.name}` }, `${problem.row} ${problem.label}`), `: ${problem.message}`),
            );
            const notice = element("div", { className: "notice shu" }, element("strong", {}, error.message), element("p", {}, error.text), element("ul", {}, ...links));
            notice.setAttribute("role", "alert");
            list.append(notice);
            notice.scrollIntoView({ block: "nearest" });
        },

        /** The other person's value goes into the field at once, and out of it again; the box itself is not sent. */
        take(box) {
            const to = field(box.closest("td"));
            box.removeAttribute("name");
            if (box.checked) box.dataset.mine = to.value;
            to.value = box.checked ? box.value : box.dataset.mine;
        },
    };
}
