// One push to POST /sections/{id}/updates. Gives {version, updates, more}: all since body.version in order, one's own included; more: these are only
// the first of them.
// Throws Refused for what the server said, any other error when there was no answer. last: the page goes, and nobody waits for the answer.
import { Refused } from "../js/post.js";

const PATIENCE = 20_000; // ms without an answer; a push may be sent again

export default async function send(section, body, last = false) {
    const answer = await fetch(`/sections/${section}/updates`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body),
        keepalive: last,
        signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
    return answer.json();
}
