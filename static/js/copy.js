// A button that copies what a field holds; its row is hidden without scripts. Over plain HTTP there is no navigator.clipboard.
async function copied(field) {
    if (navigator.clipboard) {
        try {
            await navigator.clipboard.writeText(field.value);
            return true;
        } catch {
            // refused: the older way may still do
        }
    }
    field.focus();
    field.select();
    return document.execCommand("copy");
}

export default function copy(row) {
    const field = document.getElementById(row.dataset.from);
    const said = row.querySelector("[role=status]");
    row.hidden = false;
    row.querySelector("button").addEventListener("click", async () => {
        said.textContent = (await copied(field)) ? said.dataset.copied : said.dataset.selected;
    });
}
