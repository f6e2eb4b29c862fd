#include "store_fixture.h"

#include "kosshi/store/image.h"

static const char picture[] = "\x89PNG\0 not looked at here \xff\xfe";

static struct image an_image(const char *name) {
    return (struct image){
        .type = "image/png", .name = name, .width = 640, .height = 480, .data = picture, .size = sizeof picture - 1};
}

static void an_image_is_kept_to_the_byte(void **state) {
    struct fixture *f = *state;
    struct image given = an_image("地図.png"), got;
    int64_t id;
    DO(image_add(f->db, &given, MEMBER, 7000, &id, NULL));
    DO(image_get(f->db, f->arena, id, &got));
    assert_string_equal(got.type, "image/png");
    assert_string_equal(got.name, "地図.png");
    assert_int_equal(got.width, 640);
    assert_int_equal(got.height, 480);
    assert_int_equal(got.created_at, 7000);
    assert_string_equal(got.created_by, "田中");
    assert_int_equal(got.size, sizeof picture - 1);
    assert_memory_equal(got.data, picture, sizeof picture - 1);
    assert_int_equal(image_get(f->db, f->arena, id + 1, &got), ERR_NOT_FOUND);
}

static void the_same_picture_is_kept_once(void **state) {
    struct fixture *f = *state;
    struct image first = an_image("a.png"), again = an_image("b.png"), other = an_image("c.png");
    int64_t id, id_again, id_other;
    bool added;
    other.size--;
    DO(image_add(f->db, &first, 0, 7000, &id, &added));
    assert_true(added);
    DO(image_add(f->db, &again, 0, 8000, &id_again, &added));
    assert_int_equal(id_again, id);
    assert_false(added);
    DO(image_add(f->db, &other, 0, 9000, &id_other, &added));
    assert_int_not_equal(id_other, id);
    assert_true(added);
}

static void a_list_leaves_the_pictures_out_unless_asked(void **state) {
    struct fixture *f = *state;
    struct image given = an_image(""), *list;
    size_t count;
    int64_t id;
    given.id = 12;
    DO(image_add(f->db, &given, 0, 7000, &id, NULL));
    assert_int_equal(id, 12);
    DO(image_list(f->db, f->arena, false, &list, &count));
    assert_int_equal(count, 1);
    assert_null(list[0].data);
    assert_string_equal(list[0].created_by, "");
    assert_int_equal(list[0].size, sizeof picture - 1);
    DO(image_list(f->db, f->arena, true, &list, &count));
    assert_memory_equal(list[0].data, picture, sizeof picture - 1);
}

static void an_image_is_found_among_others_by_its_id(void **state) {
    (void)state;
    static const struct image images[] = {{.id = 2}, {.id = 3}, {.id = 12}};
    assert_ptr_equal(image_among(images, 3, 12), &images[2]);
    assert_ptr_equal(image_among(images, 3, 2), &images[0]);
    assert_null(image_among(images, 3, 1));
    assert_null(image_among(NULL, 0, 1));
}

static void what_cannot_be_is_refused(void **state) {
    struct fixture *f = *state;
    struct image given = an_image("a.png"), taken, empty, large, flat, named;
    int64_t id;
    taken = empty = large = flat = named = given;
    DO(image_add(f->db, &given, 0, 7000, &id, NULL));
    taken.id = id;
    taken.size--;
    empty.size = 0;
    large.size = IMAGE_SIZE_LIMIT + 1;
    flat.height = 0;
    named.name = fixture_repeat(f, "a", 201);
    assert_int_equal(image_add(f->db, &taken, 0, 7000, &id, NULL), ERR_BAD_FIELD);
    assert_int_equal(image_add(f->db, &empty, 0, 7000, &id, NULL), ERR_BAD_FIELD);
    assert_int_equal(image_add(f->db, &large, 0, 7000, &id, NULL), ERR_TOO_LARGE);
    assert_int_equal(image_add(f->db, &flat, 0, 7000, &id, NULL), ERR_BAD_FIELD);
    assert_int_equal(image_add(f->db, &named, 0, 7000, &id, NULL), ERR_BAD_FIELD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(an_image_is_kept_to_the_byte),
        WITH_DOCUMENT(the_same_picture_is_kept_once),
        WITH_DOCUMENT(a_list_leaves_the_pictures_out_unless_asked),
        cmocka_unit_test(an_image_is_found_among_others_by_its_id),
        WITH_DOCUMENT(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
