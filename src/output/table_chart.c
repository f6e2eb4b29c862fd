#include "kosshi/output/table_chart.h"

#include "kosshi/base/arena.h"
#include "kosshi/output/chart.h"

void table_chart_draw(const struct markdown_chart *m, struct buf *out) {
    ARENA(a);
    struct chart_series *series = arena_alloc(a, m->series_count * sizeof *series);
    for (size_t i = 0; i < m->series_count; i++)
        series[i] = (struct chart_series){
            .name = m->series[i].name, .values = m->series[i].values, .texts = m->series[i].texts};
    struct chart chart = {.kind = m->line ? CHART_LINE : CHART_BAR,
                          .id = m->id,
                          .title = m->title,
                          .description = arena_printf(a, "%s。%sから%sまで。数値は図の下の表にあります。",
                                                      m->line ? "折れ線グラフ" : "棒グラフ", m->labels[0],
                                                      m->labels[m->label_count - 1]),
                          .unit = m->unit,
                          .labels = m->labels,
                          .label_count = m->label_count,
                          .series = series,
                          .series_count = m->series_count};
    chart_svg(&chart, out);
}
