// The table of opinions: the secretariat answers in it (opinion_table_cells.js, opinion_table_keys.js, opinion_table_merge.js), what is typed is saved by itself
// (opinion_table_saves.js), and what others change comes into it (opinion_table_live.js).
import opinionTableCells from "./opinion_table_cells.js";
import opinionTableKeys from "./opinion_table_keys.js";
import opinionTableLive from "./opinion_table_live.js";
import opinionTableMerge from "./opinion_table_merge.js";
import opinionTableSaves from "./opinion_table_saves.js";
import saying from "./saying.js";

export default function opinionTable(page) {
    if (!("answers" in page.dataset)) {
        opinionTableLive(page, { isBusy: () => false });
        return;
    }
    const say = saying(page);
    const saves = opinionTableSaves(page, say);
    const cells = opinionTableCells(page, saves);
    const live = opinionTableLive(page, {
        isBusy: (row) => row.contains(document.activeElement) || saves.has(row),
        renewed: cells.prepare,
        again: saves.again,
    });
    opinionTableKeys(page, say);
    opinionTableMerge(page, say, { saved: saves.all, renew: live.all });
    cells.prepare(page);
    saves.bring(cells.show);
}
