#ifndef KOSSHI_TEXT_OUTLINE_NUMBER_H
#define KOSSHI_TEXT_OUTLINE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"

/* How a number is written. */
enum numeral {
    NUMERAL_DIGITS,       /* 5, ５ */
    NUMERAL_ROMAN,        /* Ⅴ, V, Ｖ */
    NUMERAL_SMALL_ROMAN,  /* ⅴ, v */
    NUMERAL_KANJI,        /* 五 */
    NUMERAL_CIRCLE,       /* ⑤ */
    NUMERAL_BLACK_CIRCLE, /* ❺ */
    NUMERAL_KANA          /* ア: a mark whose order is not known (アイウ or イロハ), so it has no value */
};

/* A number taken apart: "第5章" is 5 in digits between 第 and 章, "2-1" is 1 behind "2-". Before and behind are
 * normalized in form. */
struct outline_numeral {
    enum numeral kind;
    int value; /* from 1; 0 for kana */
    char before[24], behind[8];
    char kana[4];
};

/* Reads a whole string as a number. False when it is none. */
bool outline_number_read(const char *number, struct outline_numeral *out);

/* The number of that value in the same style (第5章, 6 → 第6章), normalized in form: with its own value, the normal
 * form of itself. In the arena. */
const char *outline_number_write(struct arena *a, const struct outline_numeral *style, int value);

/* True when two numbers belong to one row: they differ in their value alone. */
bool outline_number_same_style(const struct outline_numeral *x, const struct outline_numeral *y);

/* What stands in front of a title. */
struct outline_number_front {
    struct outline_numeral numeral;
    size_t size; /* bytes of the number with the dots and spaces behind it */
    bool loose;  /* nothing but an ASCII space parts it from the title: "3 か年" might be one too */
};

/* Finds the number at the front of a title: "Ⅰ．策定の趣旨", "第1章 はじめに", "（１）目的". False when there is none,
 * or nothing behind it. */
bool outline_number_front(const char *title, size_t size, struct outline_number_front *out);

#endif
