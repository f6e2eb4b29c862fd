#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "kosshi/base/picture.h"

/* Files put together by hand, as the specifications have them: PNG third edition, T.81 with JFIF and Exif 2.32, RFC
 * 9649. Their pixels are not looked at. */

#define ADD(b, bytes) buf_add(b, bytes, sizeof(bytes) - 1)
#define PNG "\x89PNG\r\n\x1a\n"

static void big_32(struct buf *b, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_byte(b, (char)(value >> shift & 0xFF));
}

static void little_32(struct buf *b, uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8)
        buf_byte(b, (char)(value >> shift & 0xFF));
}

static void chunk(struct buf *b, const char *type, const char *data, size_t size) {
    big_32(b, (uint32_t)size);
    size_t start = b->size;
    buf_add(b, type, 4);
    buf_add(b, data, size);
    big_32(b, (uint32_t)crc32(0, (const Bytef *)b->data + start, (uInt)(size + 4)));
}

#define CHUNK(b, type, data) chunk(b, type, data, sizeof(data) - 1)

static void header(struct buf *b, uint32_t width, uint32_t height) {
    BUF(data);
    big_32(&data, width);
    big_32(&data, height);
    ADD(&data, "\x08\x02\0\0\0");
    chunk(b, "IHDR", data.data, data.size);
}

static void png(struct buf *b, uint32_t width, uint32_t height) {
    ADD(b, PNG);
    header(b, width, height);
    CHUNK(b, "IDAT", "pixels");
    CHUNK(b, "IEND", "");
}

static void segment(struct buf *b, int marker, const char *data, size_t size) {
    buf_byte(b, (char)0xFF);
    buf_byte(b, (char)marker);
    buf_byte(b, (char)((size + 2) >> 8));
    buf_byte(b, (char)((size + 2) & 0xFF));
    buf_add(b, data, size);
}

#define SEGMENT(b, marker, data) segment(b, marker, data, sizeof(data) - 1)

/* 640 × 480, three components. */
#define FRAME "\x08\x01\xE0\x02\x80\x03\x01\x11\0\x02\x11\0\x03\x11\0"
#define SCAN "\x03\x01\0\x02\0\x03\0\0\x3f\0"
#define JFIF "JFIF\0\x01\x02\0\0\x48\0\x48\0\0"

/* What follows the segments of the application. */
static void jpeg_body(struct buf *b) {
    SEGMENT(b, 0xDB, "a table");
    SEGMENT(b, 0xC0, FRAME);
    SEGMENT(b, 0xC4, "another table");
    SEGMENT(b, 0xDA, SCAN);
    ADD(b, "coded \xFF\0 pixels \xFF\xD0 and more \xFF\xD7.\xFF\xD9");
}

/* A chunk of a WebP with its padding. */
static void riff(struct buf *b, const char *name, const char *data, size_t size) {
    buf_add(b, name, 4);
    little_32(b, (uint32_t)size);
    buf_add(b, data, size);
    if (size % 2) buf_byte(b, '\0');
}

#define RIFF(b, name, data) riff(b, name, data, sizeof(data) - 1)
#define LOSSY "\x10\x02\0\x9D\x01\x2A\x80\x02\xE0\x01pixels" /* 640 × 480 */
#define LOSSLESS "\x2F\x7F\xC2\x77\0pixels"                  /* 0x27F + 1 = 640, 0x1DF + 1 = 480 */
#define EXTENDED(flags) flags "\0\0\0\x7F\x02\0\xDF\x01\0"

/* The head of a WebP around its chunks. */
static void webp(struct buf *b, const struct buf *chunks) {
    ADD(b, "RIFF");
    little_32(b, (uint32_t)chunks->size + 4);
    ADD(b, "WEBP");
    buf_add(b, chunks->data, chunks->size);
}

static void refuse(const char *bytes, size_t size) {
    BUF(clean);
    struct picture p;
    assert_int_equal(picture_clean(bytes, size, &clean, &p), ERR_BAD_PICTURE);
    assert_int_equal(clean.size, 0);
}

/* The copy of `given` is `wanted`, and so is the copy of that. */
static void become(const struct buf *given, const struct buf *wanted, const char *type, int width, int height) {
    BUF(clean);
    BUF(twice);
    struct picture p;
    assert_int_equal(picture_clean(given->data, given->size, &clean, &p), OK);
    assert_int_equal(clean.size, wanted->size);
    assert_memory_equal(clean.data, wanted->data, wanted->size);
    assert_string_equal(p.type, type);
    assert_int_equal(p.width, width);
    assert_int_equal(p.height, height);
    assert_int_equal(picture_clean(clean.data, clean.size, &twice, &p), OK);
    assert_int_equal(twice.size, clean.size);
    assert_memory_equal(twice.data, clean.data, clean.size);
    assert_int_equal(p.width, width);
}

/* No beginning of the file passes, nor the file with something behind it. */
static void needs_all_of(const struct buf *file) {
    for (size_t size = 0; size < file->size; size++)
        refuse(file->data, size);
    BUF(longer);
    buf_add(&longer, file->data, file->size);
    ADD(&longer, "<script>alert(1)</script>");
    refuse(longer.data, longer.size);
}

static void what_is_no_picture_is_refused(void **state) {
    (void)state;
    static const char *const others[] = {"",
                                         "GIF89a\1\0\1\0\x80\0\0",
                                         "BM",
                                         "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                                         "<!doctype html><script>alert(1)</script>",
                                         "\x89PNG\r\n\x1a\n<!doctype html><script>alert(1)</script>",
                                         "\xFF\xD8\xFF\xE0<html>",
                                         "RIFF\x10\0\0\0WAVEfmt "};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        refuse(others[i], strlen(others[i]));
    refuse("\0\0\0\x18"
           "ftypheic\0\0\0\0mif1heic",
           24);
    refuse("RIFF\x10\0\0\0WAVEfmt \0\0\0\0", 24);
}

static void a_png_keeps_its_picture_and_colours_and_tells_nothing_else(void **state) {
    (void)state;
    BUF(given);
    BUF(wanted);
    for (int whole = 0; whole < 2; whole++) {
        struct buf *b = whole ? &given : &wanted;
        ADD(b, PNG);
        header(b, 640, 480);
        CHUNK(b, "sRGB", "\0");
        CHUNK(b, "iCCP", "a profile");
        CHUNK(b, "pHYs", "\0\0\x0B\x13\0\0\x0B\x13\x01");
        if (whole) CHUNK(b, "eXIf", "MM\0*GPS");
        if (whole) CHUNK(b, "tIME", "\x07\xEA\x0B\x1A\x0B\0\0");
        CHUNK(b, "PLTE", "abc");
        CHUNK(b, "tRNS", "\0\0\0\0\0\0");
        if (whole) CHUNK(b, "tEXt", "Author\0Tanaka");
        if (whole) CHUNK(b, "prVt", "of some program");
        CHUNK(b, "IDAT", "pixels");
        CHUNK(b, "IDAT", "more");
        if (whole) CHUNK(b, "zTXt", "Comment\0\0x");
        if (whole) CHUNK(b, "iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x/>");
        CHUNK(b, "IEND", "");
    }
    become(&given, &wanted, "image/png", 640, 480);
    needs_all_of(&given);
}

static void of_a_moving_png_the_still_picture_stays(void **state) {
    (void)state;
    BUF(given);
    BUF(wanted);
    ADD(&given, PNG);
    header(&given, 640, 480);
    CHUNK(&given, "acTL", "\0\0\0\x02\0\0\0\0");
    CHUNK(&given, "fcTL", "a frame");
    CHUNK(&given, "IDAT", "pixels");
    CHUNK(&given, "fcTL", "a frame");
    CHUNK(&given, "fdAT", "pixels");
    CHUNK(&given, "IEND", "");
    png(&wanted, 640, 480);
    become(&given, &wanted, "image/png", 640, 480);
}

static void a_png_with_one_bit_changed_is_refused(void **state) {
    (void)state;
    BUF(file);
    png(&file, 640, 480);
    for (size_t i = 0; i < file.size * 8; i++) {
        file.data[i / 8] ^= (char)(1 << i % 8);
        refuse(file.data, file.size);
        file.data[i / 8] ^= (char)(1 << i % 8);
    }
}

static void a_png_whose_chunks_are_out_of_order_is_refused(void **state) {
    (void)state;
    enum { NO_PIXELS, TWO_HEADERS, HEADER_SECOND, PIXELS_APART, UNKNOWN_NEEDED, END_WITH_DATA, CASES };
    for (int wrong = 0; wrong < CASES; wrong++) {
        BUF(b);
        ADD(&b, PNG);
        if (wrong == HEADER_SECOND) CHUNK(&b, "gAMA", "\0\0\xB1\x8F");
        header(&b, 640, 480);
        if (wrong == TWO_HEADERS) header(&b, 640, 480);
        if (wrong == UNKNOWN_NEEDED) CHUNK(&b, "NeED", "");
        if (wrong != NO_PIXELS) CHUNK(&b, "IDAT", "pixels");
        if (wrong == PIXELS_APART) {
            CHUNK(&b, "tIME", "x");
            CHUNK(&b, "IDAT", "pixels");
        }
        if (wrong == END_WITH_DATA)
            CHUNK(&b, "IEND", "x");
        else
            CHUNK(&b, "IEND", "");
        refuse(b.data, b.size);
    }
}

static void a_picture_has_a_largest_size(void **state) {
    (void)state;
    static const struct {
        uint32_t width, height;
        enum err result;
    } cases[] = {{1, 1, OK},
                 {12000, 8333, OK},
                 {10000, 10000, OK},
                 {12000, 8334, ERR_BAD_PICTURE},
                 {12001, 1, ERR_BAD_PICTURE},
                 {1, 12001, ERR_BAD_PICTURE},
                 {0, 1, ERR_BAD_PICTURE},
                 {1, 0, ERR_BAD_PICTURE},
                 {0x80000001, 1, ERR_BAD_PICTURE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        BUF(file);
        BUF(clean);
        struct picture p;
        png(&file, cases[i].width, cases[i].height);
        assert_int_equal(picture_clean(file.data, file.size, &clean, &p), cases[i].result);
    }
}

static void a_jpeg_keeps_its_picture_and_colours_and_tells_nothing_else(void **state) {
    (void)state;
    BUF(given);
    BUF(wanted);
    for (int whole = 0; whole < 2; whole++) {
        struct buf *b = whole ? &given : &wanted;
        ADD(b, "\xFF\xD8");
        if (whole)
            SEGMENT(b, 0xE0, "JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01rgb");
        else
            SEGMENT(b, 0xE0, JFIF);
        if (whole) {
            SEGMENT(b, 0xE0, "JFXX\0\x10 a thumbnail");
            SEGMENT(b, 0xE1, "Exif\0\0MM\0*\0\0\0\x08\0\0 35.6466N 139.6533E");
            SEGMENT(b, 0xE1, "http://ns.adobe.com/xap/1.0/\0<x/>");
            SEGMENT(b, 0xED, "Photoshop 3.0\0 who");
            SEGMENT(b, 0xFE, "a comment");
            SEGMENT(b, 0xEC, "Ducky");
            SEGMENT(b, 0xE2, "FPXR\0");
        }
        SEGMENT(b, 0xE2, "ICC_PROFILE\0\x01\x01 a profile");
        SEGMENT(b, 0xEE, "Adobe\0\x64\0\0\0\0\x01");
        jpeg_body(b);
    }
    become(&given, &wanted, "image/jpeg", 640, 480);
    needs_all_of(&given);
}

static void a_jpeg_that_is_to_be_turned_says_so_and_nothing_else(void **state) {
    (void)state;
    for (int orientation = 0; orientation <= 9; orientation++) {
        for (int little = 0; little < 2; little++) {
            BUF(given);
            BUF(wanted);
            /* camera's maker, then the orientation, then where the position would be */
            char motorola[] = "Exif\0\0MM\0*\0\0\0\x08\0\x03"
                              "\x01\x0F\0\x02\0\0\0\x04"
                              "abc\0"
                              "\x01\x12\0\x03\0\0\0\x01\0?\0\0"
                              "\x88\x25\0\x04\0\0\0\x01\0\0\0\x40"
                              "\0\0\0\0 35.6466N";
            char intel[] = "Exif\0\0II*\0\x08\0\0\0\x03\0"
                           "\x0F\x01\x02\0\x04\0\0\0"
                           "abc\0"
                           "\x12\x01\x03\0\x01\0\0\0?\0\0\0"
                           "\x25\x88\x04\0\x01\0\0\0\x40\0\0\0"
                           "\0\0\0\0 35.6466N";
            motorola[37] = intel[36] = (char)orientation;
            ADD(&given, "\xFF\xD8");
            segment(&given, 0xE1, little ? intel : motorola, sizeof motorola - 1);
            jpeg_body(&given);

            char alone[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
            alone[25] = (char)orientation;
            ADD(&wanted, "\xFF\xD8");
            if (orientation >= 2 && orientation <= 8) segment(&wanted, 0xE1, alone, sizeof alone - 1);
            jpeg_body(&wanted);

            bool lies = orientation >= 5 && orientation <= 8;
            become(&given, &wanted, "image/jpeg", lies ? 480 : 640, lies ? 640 : 480);
        }
    }
}

static void a_directory_that_leads_out_of_its_segment_turns_nothing(void **state) {
    (void)state;
    static const char *const directories[] = {
        "Exif\0\0MM\0*\xFF\xFF\xFF\xFF\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0",
        "Exif\0\0MM\0*\0\0\0\0\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0",
        "Exif\0\0MM\0*\0\0\0\x1E\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0",
        "Exif\0\0MM\0*\0\0\0\x08\xFF\xFF\x01\x13\0\x03\0\0\0\x01\0\x06\0\0\0\0\0"};
    BUF(wanted);
    ADD(&wanted, "\xFF\xD8");
    jpeg_body(&wanted);
    for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
        BUF(given);
        ADD(&given, "\xFF\xD8");
        segment(&given, 0xE1, directories[i], 32);
        jpeg_body(&given);
        become(&given, &wanted, "image/jpeg", 640, 480);
    }
}

static void a_progressive_jpeg_has_several_scans(void **state) {
    (void)state;
    BUF(file);
    ADD(&file, "\xFF\xD8");
    SEGMENT(&file, 0xDB, "a table");
    SEGMENT(&file, 0xC2, FRAME);
    SEGMENT(&file, 0xDD, "\0\x10");
    for (int i = 0; i < 3; i++) {
        SEGMENT(&file, 0xC4, "another table");
        SEGMENT(&file, 0xDA, SCAN);
        ADD(&file, "coded \xFF\0 pixels");
    }
    ADD(&file, "\xFF\xD9");
    become(&file, &file, "image/jpeg", 640, 480);
    needs_all_of(&file);
}

static void what_a_telephone_puts_behind_a_jpeg_goes(void **state) {
    (void)state;
    BUF(several);
    BUF(film);
    BUF(wanted);
    ADD(&wanted, "\xFF\xD8");
    jpeg_body(&wanted);
    ADD(&several, "\xFF\xD8");
    SEGMENT(&several, 0xE2, "MPF\0MM\0*");
    jpeg_body(&several);
    ADD(&several, "\xFF\xD8 another picture \xFF\xD9");
    become(&several, &wanted, "image/jpeg", 640, 480);
    ADD(&film, "\xFF\xD8");
    jpeg_body(&film);
    ADD(&film, "SEFH a film and where it was taken SEFT");
    become(&film, &wanted, "image/jpeg", 640, 480);
}

static void a_jpeg_that_browsers_do_not_show_is_refused(void **state) {
    (void)state;
    static const int markers[] = {0x01, 0xC3, 0xC5, 0xC8, 0xC9, 0xCC, 0xCF, 0xD0, 0xD8, 0xDC, 0xDE, 0xF0};
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        BUF(file);
        ADD(&file, "\xFF\xD8");
        SEGMENT(&file, markers[i], FRAME);
        jpeg_body(&file);
        refuse(file.data, file.size);
    }
    BUF(twice);
    ADD(&twice, "\xFF\xD8");
    SEGMENT(&twice, 0xC0, FRAME);
    jpeg_body(&twice);
    refuse(twice.data, twice.size);
    BUF(scan_first);
    ADD(&scan_first, "\xFF\xD8");
    SEGMENT(&scan_first, 0xDA, SCAN);
    jpeg_body(&scan_first);
    refuse(scan_first.data, scan_first.size);
    static const char no_scan[] = "\xFF\xD8\xFF\xC0\0\x11" FRAME "\xFF\xD9";
    refuse(no_scan, sizeof no_scan - 1);
}

static void a_webp_keeps_its_picture_and_colours_and_tells_nothing_else(void **state) {
    (void)state;
    BUF(given);
    BUF(wanted);
    BUF(chunks);
    BUF(kept);
    RIFF(&chunks, "VP8X", EXTENDED("\x2C")); /* a profile, Exif, XMP */
    RIFF(&chunks, "ICCP", "profile");
    RIFF(&chunks, "VP8 ", LOSSY);
    RIFF(&chunks, "EXIF", "MM\0*35.6466N ");
    RIFF(&chunks, "XMP ", "<x/>");
    RIFF(&chunks, "abcd", "of some program");
    webp(&given, &chunks);
    RIFF(&kept, "VP8X", EXTENDED("\x20"));
    RIFF(&kept, "ICCP", "profile");
    RIFF(&kept, "VP8 ", LOSSY);
    webp(&wanted, &kept);
    become(&given, &wanted, "image/webp", 640, 480);
    needs_all_of(&given);
}

static void a_webp_has_one_of_three_forms(void **state) {
    (void)state;
    for (int form = 0; form < 3; form++) {
        BUF(file);
        BUF(chunks);
        if (form == 0) RIFF(&chunks, "VP8 ", LOSSY);
        if (form == 1) RIFF(&chunks, "VP8L", LOSSLESS);
        if (form == 2) {
            RIFF(&chunks, "VP8X", EXTENDED("\x10"));
            RIFF(&chunks, "ALPH", "how opaque");
            RIFF(&chunks, "VP8 ", LOSSY);
        }
        webp(&file, &chunks);
        become(&file, &file, "image/webp", 640, 480);
        needs_all_of(&file);
    }
}

static void a_webp_that_moves_or_contradicts_itself_is_refused(void **state) {
    (void)state;
    enum { MOVING, FRAMES, TWO_PICTURES, OTHER_CANVAS, NO_PICTURE, EXTENDED_SECOND, LATE_PROFILE, CASES };
    for (int wrong = 0; wrong < CASES; wrong++) {
        BUF(file);
        BUF(chunks);
        if (wrong == EXTENDED_SECOND) RIFF(&chunks, "VP8 ", LOSSY);
        if (wrong == MOVING)
            RIFF(&chunks, "VP8X", EXTENDED("\x02"));
        else if (wrong == OTHER_CANVAS)
            RIFF(&chunks, "VP8X", "\0\0\0\0\x80\x02\0\xDF\x01\0");
        else
            RIFF(&chunks, "VP8X", EXTENDED("\0"));
        if (wrong == FRAMES) RIFF(&chunks, "ANIM", "abcdef");
        if (wrong != NO_PICTURE && wrong != EXTENDED_SECOND) RIFF(&chunks, "VP8 ", LOSSY);
        if (wrong == TWO_PICTURES) RIFF(&chunks, "VP8L", LOSSLESS);
        if (wrong == LATE_PROFILE) RIFF(&chunks, "ICCP", "profile");
        webp(&file, &chunks);
        refuse(file.data, file.size);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(a_png_keeps_its_picture_and_colours_and_tells_nothing_else),
        cmocka_unit_test(of_a_moving_png_the_still_picture_stays),
        cmocka_unit_test(a_png_with_one_bit_changed_is_refused),
        cmocka_unit_test(a_png_whose_chunks_are_out_of_order_is_refused),
        cmocka_unit_test(a_picture_has_a_largest_size),
        cmocka_unit_test(a_jpeg_keeps_its_picture_and_colours_and_tells_nothing_else),
        cmocka_unit_test(a_jpeg_that_is_to_be_turned_says_so_and_nothing_else),
        cmocka_unit_test(a_directory_that_leads_out_of_its_segment_turns_nothing),
        cmocka_unit_test(a_progressive_jpeg_has_several_scans),
        cmocka_unit_test(what_a_telephone_puts_behind_a_jpeg_goes),
        cmocka_unit_test(a_jpeg_that_browsers_do_not_show_is_refused),
        cmocka_unit_test(a_webp_keeps_its_picture_and_colours_and_tells_nothing_else),
        cmocka_unit_test(a_webp_has_one_of_three_forms),
        cmocka_unit_test(a_webp_that_moves_or_contradicts_itself_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
