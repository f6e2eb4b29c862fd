// Sends the fields of a form and gives the answer, which is one that went well.
// What went otherwise is thrown: as Refused what the server said, as any other error that there was no answer.
export class Refused extends Error {
    constructor(status, view) {
        super(view?.error?.message ?? "");
        this.status = status;
        this.view = view; // null when it is none of ours
    }
}

export async function send(address, body) {
    const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body });
    if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
    return answer;
}

export default function post(form, body) {
    return send(form.getAttribute("action"), body);
}

/** Says a sentence in the form's line for it; one of a failure looks like that, and has the server's reason behind it. */
export function teller(form) {
    const state = form.querySelector("[data-state]");
    return (sentence, failure = null) => {
        const reason = failure instanceof Refused ? failure.message : ""; // else there was no answer
        state.textContent = reason ? `${sentence} ${reason}` : sentence;
        state.classList.toggle("error-text", failure !== null);
    };
}
