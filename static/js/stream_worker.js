// A SharedWorker: one stream for all pages of this browser, for a browser opens only six connections to a server, and the seventh page would not load.
import source from "./stream_source.js";

const MOST = 50; // sections a stream

const pages = new Map(); // port → the sections it watches; none: the desk's
const people = new Map(); // section → who is there, for pages that come later
let asked = null; // what the stream was opened with: {sections, desk}
let open = false;

const stream = source((name, data) => {
    if (name === "open" || name === "lost") open = name === "open";
    if (name === "open") people.clear(); // the stream says it anew
    if (name === "presence") people.set(data.section, data);
    for (const port of pages.keys()) port.postMessage({ name, data });
});

// Sections that nobody watches any more stay in the stream until it is opened anew.
function watch() {
    const wanted = [...pages.values()];
    const sections = [...new Set(wanted.flat())].slice(-MOST);
    const desk = wanted.some((ids) => !ids.length);
    if (asked && (asked.desk || !desk) && sections.every((id) => asked.sections.includes(id))) return false;
    asked = { sections, desk };
    stream.watch(sections, desk);
    return true;
}

function hear(port, { watch: sections, bye, again }) {
    if (bye) pages.delete(port);
    if (again) stream.again();
    if (!sections) return;
    pages.set(port, sections);
    if (watch()) return;
    if (open) port.postMessage({ name: "open", data: {} });
    else stream.again();
    for (const data of people.values()) port.postMessage({ name: "presence", data });
}

addEventListener("connect", ({ ports: [port] }) => {
    port.onmessage = ({ data }) => hear(port, data);
    port.addEventListener("close", () => pages.delete(port)); // a page that went without a word
});
