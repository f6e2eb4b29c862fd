// Comments: write, reply, resolve, reopen; counts on the desk; the list of all with its filters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served, sql } from "./harness.mjs";

async function withComments(t) {
  const s = await served(t, { from: OUTLINE });
  s.shop = s.find("商業").id;
  s.factory = s.find("工業").id;
  s.goal = s.find("目指す姿").id;
  s.first = (await s.reviewer.j.post(`/sections/${s.shop}/comments`, { body: "一つ目\r\n二行目" })).json.id;
  s.second = (await s.member.j.post(`/sections/${s.factory}/comments`, { body: "二つ目" })).json.id;
  s.third = (await s.member.j.post(`/sections/${s.goal}/comments`, { body: "三つ目" })).json.id;
  return s;
}

const bodies = (view) => view.comments.map((c) => c.body.split("\n")[0]);

test("a browser that comments comes back to its comment", async (t) => {
  const s = await withComments(t);
  const path = `/sections/${s.shop}/comments`;
  const made = await s.reviewer.post(path, { body: "四つ目" });
  assert.equal(made.status, 303);
  const [page, anchor] = made.headers.location.split("#");
  assert.equal(page, `${path}?at=${anchor.slice(1)}`);
  const shown = await s.reviewer.get(page);
  assert.match(shown.text, new RegExp(`id="${anchor}"`));
  assert.match(shown.text, /四つ目/);
  assert.match(shown.text, /一つ目/);
});

test("it comes back only to a page of ours", async (t) => {
  const s = await withComments(t);
  for (const back of ["//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:x", "/a\r\nSet-Cookie: x=y"]) {
    const made = await s.reviewer.post(`/sections/${s.shop}/comments`, { body: "x", back });
    assert.equal(made.status, 303);
    assert.match(made.headers.location, new RegExp(`^/sections/${s.shop}/comments\\?at=\\d+#`), back);
    assert.equal(made.headers["set-cookie"], undefined);
  }
  const made = await s.reviewer.post(`/sections/${s.shop}/comments`, { body: "x", back: `/sections/${s.shop}/edit` });
  assert.match(made.headers.location, new RegExp(`^/sections/${s.shop}/edit\\?at=\\d+#`));
});

/** So many comments on one section, in one go; the ids of all. */
function fill(s, most = 103) {
  sql(s.file, `INSERT INTO comment (section_id, author_id, author, body, at) SELECT ${s.shop}, 2, '森', 'n' || value, 5000 FROM generate_series(2, ${most})`);
  return sql(s.file, `SELECT id FROM comment WHERE section_id = ${s.shop} ORDER BY id`).split("\n").map(Number);
}

test("a long list comes in pages that keep its filter and its counts", async (t) => {
  const s = await withComments(t);
  const ids = fill(s, 1003);
  const chapter = s.find("地域の産業").id;
  const first = (await s.viewer.j.get(`/comments?chapter=${chapter}&state=open`)).json;
  assert.equal(first.comments.length, 500);
  assert.deepEqual([first.total, first.open_count, first.resolved_count, first.previous], [1004, 1004, 0, null]);
  const listed = [];
  for (let path = `/comments?chapter=${chapter}&state=open`; path; ) {
    const view = (await s.viewer.j.get(path)).json;
    assert.match(path, /^\/comments\?chapter=\d+&state=open/);
    assert.equal(view.total, 1004);
    listed.push(...view.comments.map((c) => c.id));
    path = view.next;
  }
  assert.deepEqual(listed, [...ids, s.second], "each once, in the order of the document");
  const last = (await s.viewer.j.get("/comments?page=99")).json;
  assert.deepEqual([last.page, last.pages, last.comments.length, last.next, last.previous], [3, 3, 5, null, "/comments?page=2"], "a page too far is the last one");
  for (const page of ["0", "-1", "x", "99999999999999999999"]) assert.equal((await s.viewer.j.get(`/comments?page=${page}`)).json.page, 1, page);
  const html = (await s.viewer.get("/comments?page=2&state=open")).text;
  assert.match(html, /href="\/comments\?state=open"/);
  assert.match(html, /href="\/comments\?state=open&amp;page=3"/);
  assert.equal(html.match(/<tr class="opinion"/g).length, 500);
});

test("a section's comments come in pages to a browser and all at once as JSON", async (t) => {
  const s = await withComments(t);
  fill(s);
  const path = `/sections/${s.shop}/comments`;
  const json = (await s.viewer.j.get(path)).json;
  assert.deepEqual([json.comments.length, json.total, json.next], [103, 103, null]);
  const html = (await s.viewer.get(path)).text;
  assert.equal(html.match(/<article class="comment/g).length, 50);
  assert.match(html, new RegExp(`href="${path}\\?page=2"`));
  sql(s.file, `INSERT INTO comment (section_id, author_id, author, body, at) SELECT ${s.shop}, 2, '森', 'm' || value, 5000 FROM generate_series(1, 400)`);
  const much = (await s.viewer.j.get(`${path}?page=1`)).json;
  assert.deepEqual([much.comments.length, much.total, much.next], [500, 503, `${path}?page=2`]);
  assert.equal((await s.viewer.j.get(much.next)).json.comments.length, 3);
});

test("who wrote on a late page comes back to it", async (t) => {
  const s = await withComments(t);
  const ids = fill(s, 603);
  const path = `/sections/${s.shop}/comments`;
  const shows = async (answer) => {
    assert.equal(answer.status, 303);
    const [page, anchor] = answer.headers.location.split("#");
    return (await s.reviewer.get(page)).text.includes(`id="${anchor}"`);
  };
  assert.ok(await shows(await s.reviewer.post(path, { body: "最後" })));
  assert.ok(await shows(await s.reviewer.post(`/comments/${ids[70]}/replies`, { body: "返信", back: path })));
  assert.ok(await shows(await s.secretariat.post(`/comments/${ids[70]}/resolve`, { back: "/comments?state=resolved" })));
  const gone = await s.secretariat.post(`/comments/${ids[599]}/resolve`, { back: "/comments?state=open" });
  assert.equal((await s.viewer.j.get(gone.headers.location.split("#")[0])).json.page, 2, "what the filter hides now stood here");
});

test("a comment is answered, resolved and opened again, and says by whom", async (t) => {
  const s = await withComments(t);
  const list = async () => (await s.viewer.j.get(`/sections/${s.shop}/comments`)).json.comments[0];
  assert.equal((await s.member.j.post(`/comments/${s.first}/replies`, { body: "一の返信" })).status, 200);
  assert.equal((await s.secretariat.j.post(`/comments/${s.first}/replies`, { body: "二の返信" })).status, 200);
  assert.deepEqual((await list()).replies.map((r) => [r.author, r.body]), [
    ["member", "一の返信"],
    ["secretariat", "二の返信"],
  ]);
  const resolved = await s.secretariat.j.post(`/comments/${s.first}/resolve`);
  assert.equal(resolved.json.state, "resolved");
  assert.equal((await list()).resolved_by, "secretariat");
  const { resolved_at } = await list();
  assert.equal((await s.member.j.post(`/comments/${s.first}/resolve`)).status, 200, "twice is no error");
  assert.deepEqual([(await list()).resolved_by, (await list()).resolved_at], ["secretariat", resolved_at], "and changes nothing");
  assert.equal((await s.reviewer.j.post(`/comments/${s.first}/reopen`)).json.state, "open");
  assert.equal((await list()).state, "open");
  assert.ok(!(await list()).resolved_by);
});

test("the list has all comments in the order of the document, and filters by state, chapter and person", async (t) => {
  const s = await withComments(t);
  const get = async (query = "") => (await s.viewer.j.get(`/comments${query}`)).json;
  assert.deepEqual(bodies(await get()), ["一つ目", "二つ目", "三つ目"]);
  await s.secretariat.post(`/comments/${s.second}/resolve`);
  assert.deepEqual(bodies(await get("?state=open")), ["一つ目", "三つ目"]);
  assert.deepEqual(bodies(await get("?state=resolved")), ["二つ目"]);
  assert.deepEqual(bodies(await get(`?chapter=${s.find("地域の産業").id}`)), ["一つ目", "二つ目"]);
  assert.deepEqual(bodies(await get(`?chapter=${s.find("方針").id}`)), ["三つ目"]);
  const users = (await s.secretariat.j.get("/users")).json.users;
  const member = users.find((u) => u.name === "member").id;
  assert.deepEqual(bodies(await get(`?author=${member}`)), ["二つ目", "三つ目"]);
  assert.deepEqual(bodies(await get(`?author=${member}&state=open&chapter=${s.find("方針").id}`)), ["三つ目"]);
  assert.deepEqual(bodies(await get("?state=&chapter=&author=")), ["一つ目", "二つ目", "三つ目"], "an empty form field does not narrow");
  const bad = await s.viewer.j.get("/comments?state=nonsense");
  assert.equal(bad.status, 400);
  assert.equal(bad.json.error.field, "state");
});

test("open comments are counted on the desk", async (t) => {
  const s = await withComments(t);
  const industry = s.find("地域の産業").id;
  const policies = s.find("方針").id;
  const counts = async () => {
    const desk = (await s.viewer.j.get("/")).json;
    const of = (list, id) => list.find((section) => section.id === id).open_comments;
    const below = desk.chapters.flatMap((chapter) => chapter.sections);
    return {
      document: desk.open_comments,
      chapters: [of(desk.chapters, industry), of(desk.chapters, policies)],
      sections: [of(below, s.shop), of(below, s.factory), of(below, s.goal)],
    };
  };
  assert.deepEqual(await counts(), { document: 3, chapters: [2, 1], sections: [1, 1, 1] });
  await s.secretariat.post(`/comments/${s.third}/resolve`);
  assert.deepEqual(await counts(), { document: 2, chapters: [2, 0], sections: [1, 1, 0] });
  await s.reviewer.post(`/sections/${s.shop}/comments`, { body: "四つ目" });
  assert.deepEqual(await counts(), { document: 3, chapters: [3, 0], sections: [2, 1, 0] });
});

test("comments of a deleted section leave the list and come back with it", async (t) => {
  const s = await withComments(t);
  await s.secretariat.post(`/sections/${s.shop}/delete`);
  assert.deepEqual(bodies((await s.viewer.j.get("/comments")).json), ["二つ目", "三つ目"]);
  await s.secretariat.post(`/sections/${s.shop}/restore`);
  assert.deepEqual(bodies((await s.viewer.j.get("/comments")).json), ["一つ目", "二つ目", "三つ目"]);
});

test("a comment names its section with the way down to it; a narrowed list says of how many", async (t) => {
  const s = await withComments(t);
  const view = (await s.viewer.j.get(`/comments?chapter=${s.find("地域の産業").id}`)).json;
  assert.deepEqual(view.comments.map((c) => c.section.place), ["Ⅱ-1 商業", "Ⅱ-2 工業"]);
  assert.deepEqual([view.total, view.all_count], [2, 3]);
  assert.match((await s.viewer.get("/comments?state=resolved")).text, /3 件のうち 0 件/);
  assert.equal((await s.viewer.j.get(`/sections/${s.shop}/comments`)).json.section.place, "Ⅱ-1 商業");
});
