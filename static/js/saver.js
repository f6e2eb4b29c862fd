// Saves a form without leaving the page. Whatever happens is said in a sentence, and what was typed stays.
import post from "./post.js";

// take(): what is to be sent, {body} and what else the other two want to know of it
// saved(view, sent, next): it is there. refused(view, sent, next): the server did not take it; true when that is dealt with
export default function saver(form, say, { take, saved, refused }) {
    let busy = false;
    let waiting = null; // what to do next after the save that was asked for meanwhile

    async function send(next) {
        const sent = take();
        say.sentence(say.words.saving);
        let view;
        try {
            const answer = await post(form, sent.body);
            view = await answer.json();
        } catch ({ status, view: said }) {
            if (said && refused(said, sent, next)) return;
            if (status === 401) say.failed("signed_out");
            else say.failed(said?.error ? "refused" : "offline", said?.error);
            return;
        }
        saved(view, sent, next);
    }

    // One save at a time: a second one would be held against the first. A fault of this page stops none that comes later.
    async function save(next) {
        if (busy) {
            waiting = next;
            return;
        }
        busy = true;
        try {
            await send(next);
        } catch (fault) {
            say.typed();
            throw fault;
        } finally {
            busy = false;
            const then = waiting;
            waiting = null;
            if (then) save(then);
        }
    }

    return {
        save,
        get busy() {
            return busy;
        },
    };
}
