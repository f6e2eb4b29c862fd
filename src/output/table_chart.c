#include "kosshi/output/table_chart.h"

#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/output/chart.h"

/* "Line chart, from … to …": marks for the words, which are the reader's (output/figures.h), and labels between. */
static void describe(const struct markdown_chart *m, struct buf *html) {
    const char *first = m->labels[0], *last = m->labels[m->label_count - 1];
    buf_string(html, m->line ? MARKDOWN_LINE_HTML : MARKDOWN_BAR_HTML);
    buf_html(html, first, strlen(first));
    buf_string(html, MARKDOWN_TO_HTML);
    buf_html(html, last, strlen(last));
    buf_string(html, MARKDOWN_END_HTML);
}

void table_chart_draw(const struct markdown_chart *m, struct buf *out) {
    ARENA(a);
    BUF(description);
    describe(m, &description);
    struct chart_series *series = arena_alloc(a, m->series_count * sizeof *series);
    for (size_t i = 0; i < m->series_count; i++)
        series[i] = (struct chart_series){
            .name = m->series[i].name, .values = m->series[i].values, .texts = m->series[i].texts};
    struct chart chart = {.kind = m->line ? CHART_LINE : CHART_BAR,
                          .id = m->id,
                          .title = m->title,
                          .description_html = description.data,
                          .unit = m->unit,
                          .labels = m->labels,
                          .label_count = m->label_count,
                          .series = series,
                          .series_count = m->series_count};
    chart_svg(&chart, out);
}
