// A page's end of the browser's one stream of events. Where there is no SharedWorker the page has a stream of its own.
import source from "./stream_source.js";

function ownStream(sections, hear) {
    const own = source(hear);
    const come = () => own.watch(sections, !sections.length);
    come();
    return { again: own.again, leave: own.close, come };
}

function sharedStream(sections, hear, failed) {
    const worker = new SharedWorker("/static/stream_worker.js", { type: "module", name: "kosshi" });
    const { port } = worker;
    worker.addEventListener("error", failed, { once: true });
    port.onmessage = ({ data }) => hear(data.name, data.data);
    const come = () => port.postMessage({ watch: sections });
    come();
    return { again: () => port.postMessage({ again: true }), leave: () => port.postMessage({ bye: true }), come };
}

/**
 * hear(name, data) gets the events of GET /events of these sections, or who is in any section when none is given; besides them "open", when whatever may
 * have been missed should be asked for, and "lost" {status}. again(): try now.
 */
export default function stream(sections, hear) {
    let way;
    const own = () => (way = ownStream(sections, hear));
    if (typeof SharedWorker === "function") way = sharedStream(sections, hear, own);
    else own();
    window.addEventListener("pagehide", () => way.leave());
    window.addEventListener("pageshow", ({ persisted }) => persisted && way.come());
    window.addEventListener("online", () => way.again());
    return { again: () => way.again() };
}
