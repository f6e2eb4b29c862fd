// The one stream of events of a browser (GET /events): opened, watched, and opened again from where it was.
// Read by fetch and not by EventSource, which shows neither the heartbeat nor why the server refused.
const SILENCE = 40_000; // ms; the server says something every 15 s
const FIRST = 500; // ms before the second try; each later one waits twice as long
const SLOWEST = 30_000;

// Gives found(name, data, id) each event whose pieces come in; one that says only how far the stream has come has no data.
function reader(found) {
    const none = { event: "", data: "", id: null };
    let rest = "";
    let now = { ...none };
    return (piece) => {
        const lines = (rest + piece).split("\n");
        rest = lines.pop();
        for (const line of lines) {
            const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
            if (field in now) now[field] = value;
            if (line) continue;
            if (now.data || now.id) found(now.event, now.data && JSON.parse(now.data), now.id);
            now = { ...none };
        }
    };
}

// say(name, data) hears every event; besides them "open", and "lost" {status}, which is 0 without an answer.
export default function source(say) {
    let query = [];
    let cursor = "";
    let stop = null; // ends the stream that is there now
    let silence = 0;
    let timer = 0;
    let tries = 0;

    function alive() {
        const { abort } = stop;
        clearTimeout(silence);
        silence = setTimeout(abort, SILENCE);
    }

    function found(name, data, id) {
        if (id) cursor = id;
        if (data) say(name, data);
    }

    async function listen(signal) {
        const asked = new URLSearchParams(cursor ? [...query, ["last_event_id", cursor]] : query);
        const answer = await fetch(`/events?${asked}`, { headers: { Accept: "text/event-stream, application/json" }, cache: "no-store", signal });
        if (!answer.ok) return answer.status;
        tries = 0;
        say("open", {});
        const take = reader(found);
        for (const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
            const { done, value } = await pieces.read();
            if (done) return 0;
            alive();
            take(value);
        }
    }

    async function open() {
        clearTimeout(timer);
        stop?.abort();
        const control = new AbortController();
        const own = { abort: () => control.abort() };
        stop = own;
        alive();
        const status = await listen(control.signal).catch(() => 0);
        if (stop !== own) return; // another one has been opened
        clearTimeout(silence);
        stop = null;
        say("lost", { status });
        timer = setTimeout(open, Math.min(SLOWEST, FIRST * 2 ** tries++) * (0.5 + Math.random() / 2));
    }

    return {
        /** The sections whose text is wanted; desk: and who is in any other. */
        watch(sections, desk) {
            query = sections.map((id) => ["section", id]);
            if (desk) query.push(["desk", 1]);
            open();
        },
        /** Tries now what is tried again later anyway: the network is back, or somebody has signed in. */
        again() {
            if (!stop) open();
        },
        close() {
            clearTimeout(timer);
            clearTimeout(silence);
            stop?.abort();
            stop = {};
        },
    };
}
