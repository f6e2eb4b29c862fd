// Signing in on the spot when the session is over in mid-edit (section_sign_in.mustache). It takes no focus from who is typing. Only the person whose text
// this is can go on here: whoever else signs in is signed out again.
async function post(address, body) {
    const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body });
    return answer.json();
}

/** user: the id of the person. done() when that person is signed in again. */
export default function signIn(dialog, user, done) {
    const form = dialog.querySelector("form");
    const problem = dialog.querySelector("[data-problem]");
    const words = dialog.dataset;

    function complain(sentence) {
        problem.textContent = sentence;
        problem.hidden = !sentence;
    }

    async function submit() {
        complain("");
        const view = await post(form.getAttribute("action"), new FormData(form));
        if (view.error) return complain(`${view.error.message} ${view.error.text ?? ""}`);
        if (view.user.id === user) return done();
        await post("/logout");
        complain(words.other);
    }

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        submit().catch(() => complain(words.offline));
    });

    return {
        open() {
            dialog.open = true;
        },
        /** Gives true when it was open and had the focus. */
        close() {
            const focused = dialog.contains(document.activeElement);
            form.reset();
            complain("");
            dialog.open = false;
            return focused;
        },
    };
}
