// The policies' tables: a form of flat names, saved as a whole, in which two people lose nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, exported, kosshi, newDocument, served, sql } from "./harness.mjs";

/** A document with the tables of one policy: `s.strategies`, `s.indicators` are their addresses. */
async function tables(t) {
  const s = await served(t, { from: OUTLINE });
  s.of = s.find("戦略と戦術(取組)").id;
  s.strategies = `/sections/${s.of}/table`;
  s.indicators = `/sections/${s.find("指標").id}/table`;
  s.view = async (path = s.strategies) => (await s.member.j.get(path)).json;
  return s;
}

const saved = async (answer) => {
  const got = await answer;
  assert.equal(got.status, 200, got.text);
  return got.json;
};
const there = (view) => view.rows.filter((row) => row.id);
const cell = (row, column) => row.cells.find((c) => c.column === column).value;
const titles = (view) => there(view).map((row) => cell(row, row.cells[0].column));

/** A form as the page has it: every field of it by its name, as a browser would send it. */
function fieldsOf(html) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
  const form = html.match(/<form class="grid"[\s\S]*?<\/form>/)[0].replaceAll(/<template[\s\S]*?<\/template>/g, "");
  const fields = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const attribute = (name) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1];
    if (attribute("type") === "checkbox" && !/ checked/.test(tag)) continue;
    if (attribute("name")) fields[attribute("name")] = plain(attribute("value") ?? "");
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n([\s\S]*?)<\/textarea>/g)) fields[name] = plain(value);
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = options.match(/value="([^"]*)" selected/)?.[1] ?? options.match(/value="([^"]*)"/)[1];
  return fields;
}
const nameOf = (fields, value) => Object.keys(fields).find((name) => fields[name] === value);

test("rows are added, changed, moved and taken out by one form, and read again", async (t) => {
  const s = await tables(t);
  const first = await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "tN1.title": "空き店舗", "tN1.content": "改修する\n貸し出す", "tN1.status": "new", "sN2.title": "観光" }));
  assert.deepEqual(titles(first), ["商店街", "空き店舗", "観光"]);
  const [a, b, c] = there(first);
  assert.equal(first.keys.tN1, b.key);
  assert.equal(cell(b, "content"), "改修する\n貸し出す");
  const second = await saved(s.member.j.postJson(s.strategies, { [`${b.key}.version`]: 1, [`${b.key}.owner`]: "商業課", order: `${c.key} ${b.key} ${a.key}`, base_order: first.base_order }));
  assert.deepEqual(titles(second), ["観光", "空き店舗", "商店街"], "the tactic went below another strategy");
  const third = await saved(s.member.j.postJson(s.strategies, { [`${c.key}.version`]: 1, [`${c.key}.remove`]: "1", [`${b.key}.version`]: 2, order: second.order, base_order: second.base_order }));
  assert.deepEqual(titles(third), ["商店街"], "a strategy goes with its tactics");
  assert.equal(sql(s.file, "SELECT count(*) FROM record_version"), "6");
  assert.match((await s.secretariat.get("/activity")).text, /表の保存/);
});

test("a browser's form: 303 back to the table, blank rows are left out, the choice of the years and of moving comes back unsaved", async (t) => {
  const s = await tables(t);
  let fields = fieldsOf((await s.member.get(s.strategies)).text);
  const strategy = Object.keys(fields).find((name) => /^sN\d+\.title$/.test(name));
  fields[strategy] = "商店街 <1>";
  let answer = await s.member.post(s.strategies, fields);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.location, `${s.strategies}?saved=1`);
  assert.deepEqual(titles(await s.view()), ["商店街 <1>"]);

  fields = fieldsOf((await s.member.get(s.strategies)).text);
  const added = Object.keys(fields).filter((name) => /^tN\d+\.title$/.test(name));
  fields[added[0]] = "一つ目";
  fields[Object.keys(fields).find((name) => /^sN\d+\.title$/.test(name))] = "観光";
  answer = await s.member.post(s.strategies, { ...fields, move: `${added[0].split(".")[0]} down` });
  assert.equal(answer.status, 200);
  const moved = fieldsOf(answer.text);
  assert.ok(moved.order.indexOf(nameOf(moved, "観光").split(".")[0]) < moved.order.indexOf(nameOf(moved, "一つ目").split(".")[0]), moved.order);
  assert.deepEqual(titles(await s.view()), ["商店街 <1>"], "nothing was saved by moving");
  assert.equal((await s.member.post(s.strategies, { ...moved, next: "chapter" })).headers.location, `/chapters/${s.find("方針").id}#s${s.of}`);
  assert.deepEqual(titles(await s.view()), ["商店街 <1>", "観光", "一つ目"]);

  fields = fieldsOf((await s.member.get(s.indicators)).text);
  const years = fields.years.split(" ");
  answer = await s.member.post(s.indicators, { ...fields, year: "earlier" });
  assert.equal(fieldsOf(answer.text).years, [Number(years[0]) - 1, ...years].join(" "));
});

test("indicators: numbers and years as people write them, strategies by their numbers", async (t) => {
  const s = await tables(t);
  const strategies = there(await saved(s.member.j.postJson(s.strategies, { "sN1.title": "一", "sN2.title": "二" })));
  const view = await saved(
    s.member.j.postJson(s.indicators, { "iN1.name": "開業数", "iN1.baseline": "１，２００", "iN1.baseline_year": "R4", "iN1.actual_2023": 12.5, "iN1.target": "▲3", "iN1.target_year": "令和15年度", "iN1.direction": "down", "iN1.strategies": "２、１" }),
  );
  const [row] = there(view);
  assert.deepEqual(
    ["baseline", "baseline_year", "actual_2023", "target", "target_year", "direction", "strategies"].map((column) => cell(row, column)),
    ["1200", "令和4年度", "12.5", "-3", "令和15年度", "down", "1、2"],
  );
  assert.equal(sql(s.file, "SELECT group_concat(strategy_id) FROM indicator_strategy"), strategies.map((r) => r.id).join(","));
  const changed = await saved(s.member.j.postJson(s.indicators, { [`${row.key}.version`]: 1, [`${row.key}.strategies`]: [strategies[1].id] }));
  assert.equal(cell(there(changed)[0], "strategies"), "2");
});

test("numbers of strategies mean what they meant when the form was made", async (t) => {
  const s = await tables(t);
  const view = await saved(s.member.j.postJson(s.strategies, { "sN1.title": "一", "sN2.title": "二" }));
  const fields = fieldsOf((await s.member.get(s.indicators)).text);
  const [one, two] = there(view);
  await saved(s.secretariat.j.postJson(s.strategies, { order: `${two.key} ${one.key}`, base_order: view.base_order }));
  const name = Object.keys(fields).find((n) => /^iN\d+\.name$/.test(n));
  await s.member.post(s.indicators, { ...fields, [name]: "開業数", [name.replace("name", "strategies")]: "1" });
  assert.equal(sql(s.file, "SELECT strategy_id FROM indicator_strategy"), String(one.id));
});

test("two people on different fields and rows both get theirs", async (t) => {
  const s = await tables(t);
  await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "tN1.title": "空き店舗", "tN2.title": "案内板" }));
  const mine = fieldsOf((await s.member.get(s.strategies)).text);
  const theirs = fieldsOf((await s.secretariat.get(s.strategies)).text);
  const tactic = nameOf(mine, "空き店舗").split(".")[0];
  theirs[`${tactic}.owner`] = "商業課";
  theirs[nameOf(theirs, "案内板").replace("title", "period")] = "令和9年度";
  theirs[Object.keys(theirs).find((name) => /^sN\d+\.title$/.test(name))] = "観光";
  mine[`${tactic}.title`] = "空き家";
  mine[Object.keys(mine).find((name) => /^tN\d+\.title$/.test(name))] = "駐輪場";
  assert.equal((await s.secretariat.post(s.strategies, theirs)).status, 303);
  assert.equal((await s.member.post(s.strategies, mine)).status, 303);
  const view = await s.view();
  assert.deepEqual(titles(view), ["商店街", "空き家", "案内板", "駐輪場", "観光"]);
  assert.equal(cell(there(view)[1], "owner"), "商業課");
  assert.equal(cell(there(view)[2], "period"), "令和9年度");
});

test("two people on one field: nothing is written, both values are shown, and sending again decides", async (t) => {
  const s = await tables(t);
  await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "tN1.title": "空き店舗", "tN1.owner": "課" }));
  const mine = fieldsOf((await s.member.get(s.strategies)).text);
  const tactic = nameOf(mine, "空き店舗").split(".")[0];
  await saved(s.secretariat.j.postJson(s.strategies, { [`${tactic}.version`]: 1, [`${tactic}.owner`]: "産業課", [`${tactic}.period`]: "通年" }));
  mine[`${tactic}.owner`] = "観光課";
  mine[`${tactic}.content`] = "改修する";

  const json = await s.member.j.post(s.strategies, mine);
  assert.equal(json.status, 409);
  assert.equal(json.json.error.code, "stale");
  const [problem] = json.json.error.fields;
  assert.deepEqual(
    [json.json.error.fields.length, problem.name, problem.reason, problem.theirs, problem.by],
    [1, `${tactic}.owner`, "changed", "産業課", "secretariat"],
  );

  const page = await s.member.post(s.strategies, mine);
  assert.equal(page.status, 409);
  assert.match(page.text, new RegExp(`<a href="#${tactic}.owner">`));
  assert.match(page.text, new RegExp(`id="${tactic}.owner"[^>]* aria-invalid="true" aria-describedby="${tactic}.owner-problem"`));
  assert.match(page.text, /secretariatさんが先に「産業課」に変えました/);
  assert.equal(cell(there(await s.view())[1], "content"), "", "nothing of it is written");
  const again = fieldsOf(page.text);
  assert.deepEqual([again[`${tactic}.owner`], again[`${tactic}.content`], again[`${tactic}.period`]], ["観光課", "改修する", "通年"]);

  const other = structuredClone(again);
  assert.equal((await s.member.post(s.strategies, { ...other, [`${tactic}.owner.take`]: "産業課" })).status, 303);
  assert.equal(cell(there(await s.view())[1], "owner"), "産業課");
  assert.equal(cell(there(await s.view())[1], "period"), "通年");
  assert.equal((await s.member.post(s.strategies, again)).status, 303);
  assert.equal(cell(there(await s.view())[1], "owner"), "観光課", "sent again as it is, it decides for one's own");
});

test("a strategy is not taken out with a tactic one has not seen; the page shows it, and sending again decides", async (t) => {
  const s = await tables(t);
  await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "sN2.title": "観光" }));
  const mine = fieldsOf((await s.member.get(s.strategies)).text);
  const strategy = nameOf(mine, "商店街").split(".")[0];
  await saved(s.secretariat.j.postJson(s.strategies, { order: `${strategy} tN1`, base_order: mine.base_order, "tN1.title": "新しい取組" }));
  mine[`${strategy}.remove`] = "1";
  const page = await s.member.post(s.strategies, mine);
  assert.equal(page.status, 409);
  const again = fieldsOf(page.text);
  assert.ok(nameOf(again, "新しい取組"));
  assert.equal(again[`${strategy}.remove`], "1");
  assert.equal((await s.member.post(s.strategies, again)).status, 303);
  assert.deepEqual(titles(await s.view()), ["観光"]);
});

test("mistakes: nothing is written and each field says what is wrong with it", async (t) => {
  const s = await tables(t);
  const answer = await s.member.j.postJson(s.indicators, { "iN1.name": "良い", "iN2.unit": "件", "iN2.actual_2024": "約10", "iN2.strategies": "7", "iN2.target_year": "来年" });
  assert.equal(answer.status, 400);
  assert.deepEqual(
    answer.json.error.fields.map(({ name, reason }) => [name, reason]),
    [["iN2.name", "needed"], ["iN2.actual_2024", "not_a_number"], ["iN2.target_year", "not_a_year"], ["iN2.strategies", "unknown_strategy"]],
  );
  assert.deepEqual(there(await s.view(s.indicators)), []);
  const fields = fieldsOf((await s.member.get(s.strategies)).text);
  const tactic = Object.keys(fields).find((name) => /^tN\d+\.content$/.test(name));
  const page = await s.member.post(s.strategies, { ...fields, [tactic]: "題のない取組 & <b>" });
  assert.equal(page.status, 400);
  assert.ok(nameOf(fieldsOf(page.text), "題のない取組 & <b>"), "what was typed is still there");
  assert.match(page.text, /aria-invalid="true"/);
});

test("a target before its baseline is said beside the year that was typed, and years that stand so keep nobody from saving", async (t) => {
  const s = await tables(t);
  const said = async (fields) => {
    const answer = await s.member.j.postJson(s.indicators, fields);
    return answer.status === 200 ? "saved" : answer.json.error.fields.map(({ name, reason }) => `${name} ${reason}`).join();
  };
  assert.equal(await said({ "iN1.name": "件数", "iN1.baseline_year": "R8", "iN1.target_year": "2025" }), "iN1.target_year years_turned");
  assert.equal(await said({ "iN1.name": "件数", "iN1.baseline_year": "R7", "iN1.target_year": "2025" }), "saved");
  assert.equal(await said({ "i1.version": 1, "i1.baseline_year": "2026" }), "i1.baseline_year years_turned");
  sql(s.file, "UPDATE indicator SET baseline_year = 2026");
  assert.equal(await said({ "i1.version": 1, "i1.unit": "件" }), "saved");
});

test("what makes no sense is refused by its name", async (t) => {
  const s = await tables(t);
  const { rows } = await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街" }));
  const { key } = rows[0];
  for (const [body, field] of [
    [{ [`${key}.title`]: "a" }, `${key}.version`],
    [{ [`${key}.title`]: "a", [`${key}.version`]: 9 }, key],
    [{ "s999.title": "a", "s999.version": 1 }, "s999"],
    [{ "i1.name": "a", "i1.version": 1 }, "i1.name"],
    [{ "tN1.title": "a" }, "tN1"],
    [{ order: "s1 x2" }, "order"],
    [{ base_order: "sN1" }, "base_order"],
    [{ order: ["s1"] }, "order"],
    [{ "sN2.title": 0.1234567890123456 }, "sN2.title"],
    [{ "sN2.title": { a: 1 } }, "sN2.title"],
  ]) {
    const answer = await s.member.j.postJson(s.strategies, body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.equal(answer.json.error.field, field);
  }
  assert.equal((await s.member.j.get(`/sections/${s.find("商業").id}/table`)).status, 404);
  assert.deepEqual(titles(await s.view()), ["商店街"]);
});

test("roles, a locked table, and a form that is kept when it cannot be saved", async (t) => {
  const s = await tables(t);
  for (const who of ["viewer", "reviewer"]) {
    assert.equal((await s[who].j.get(s.strategies)).status, 403);
    assert.equal((await s[who].j.postJson(s.strategies, { "sN1.title": "a" })).status, 403);
  }
  await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街" }));
  const fields = fieldsOf((await s.member.get(s.strategies)).text);
  await s.secretariat.post(`/sections/${s.of}/state`, { state: "final" });
  assert.equal((await s.member.j.post(s.strategies, fields)).json.error.code, "locked");
  const page = await s.member.post(s.strategies, { ...fields, [nameOf(fields, "商店街")]: "書きかけ" });
  assert.equal(page.status, 409);
  assert.match(page.text, /name="s\d+\.title" value="書きかけ"/, "it can be sent again");
  const locked = (await s.member.get(s.strategies)).text;
  assert.match(locked, /商店街/);
  assert.doesNotMatch(locked, /<form class="grid"/);
});

test("the same form sent twice, as after a lost answer, adds its rows once", async (t) => {
  const s = await tables(t);
  const fields = fieldsOf((await s.member.get(s.strategies)).text);
  fields[Object.keys(fields).find((name) => /^sN\d+\.title$/.test(name))] = "商店街";
  fields[Object.keys(fields).find((name) => /^tN\d+\.title$/.test(name))] = "空き店舗";
  for (let i = 0; i < 3; i++) assert.equal((await s.member.post(s.strategies, fields)).status, 303);
  assert.deepEqual(titles(await s.view()), ["商店街", "空き店舗"]);
});

test("ten strategies with ten tactics each, and forty indicators over thirty years, are one form", async (t) => {
  const s = await tables(t);
  const body = {};
  for (let i = 1; i <= 10; i++) {
    body[`sN${i}.title`] = `戦略${i}`;
    for (let k = 1; k <= 10; k++) body[`tN${i * 100 + k}.title`] = `取組${i}-${k}`;
  }
  assert.equal(there(await saved(s.member.j.postJson(s.strategies, body))).length, 110);
  const fields = fieldsOf((await s.member.get(s.strategies)).text);
  assert.equal((await s.member.post(s.strategies, fields)).status, 303);
  assert.equal(sql(s.file, "SELECT count(*) FROM record_version"), "110", "nothing changed, so nothing is a new version");
  const many = { order: "", base_order: "" };
  for (let i = 1; i <= 40; i++) {
    many[`iN${i}.name`] = `指標${i}`;
    for (let year = 2000; year < 2030; year++) many[`iN${i}.actual_${year}`] = String(year + i);
  }
  assert.ok(Object.keys(many).length > 1200);
  assert.equal((await s.member.post(s.indicators, many)).status, 303);
  assert.equal(sql(s.file, "SELECT count(*) FROM indicator_actual"), "1200");
});

test("the file itself refuses a value that is no number and a year that is none", async (t) => {
  const s = await tables(t);
  await saved(s.member.j.postJson(s.indicators, { "iN1.name": "件数", "iN1.baseline": "-12.50", "iN1.target": "0", "iN1.target_year": "2200", "iN1.actual_1900": "-0.5" }));
  for (const value of ["1-2", "..", "-", "5.", "-.5", "1.2.3"])
    for (const set of ["indicator SET baseline", "indicator SET target", "indicator_actual SET value"]) assert.throws(() => sql(s.file, `UPDATE ${set} = '${value}'`), `${set} ${value}`);
  for (const year of [1, 1899, 2201]) assert.throws(() => sql(s.file, `UPDATE indicator SET baseline_year = ${year}`), String(year));
});

test("a form that sends every row writes the one that was changed, and a row typed over an older version still meets what was saved since", async (t) => {
  const s = await tables(t);
  const first = await saved(s.member.j.postJson(s.indicators, { "iN1.name": "件数", "iN1.baseline": "1200", "iN1.baseline_year": "2024", "iN2.name": "割合", "iN2.unit": "%" }));
  const all = (view) => Object.assign({ order: view.order, base_order: view.base_order, years: view.years }, ...there(view).map((row) => Object.assign({ [`${row.key}.version`]: row.version }, ...row.cells.map((c) => ({ [c.name]: c.value })))));
  const kept = await saved(s.member.j.postJson(s.indicators, all(first)));
  assert.deepEqual(kept.rows, first.rows);
  await saved(s.member.j.postJson(s.indicators, { ...all(first), [`${there(first)[1].key}.unit`]: "人" }));
  assert.equal(sql(s.file, "SELECT group_concat(record_id || ':' || version) FROM record_version"), "1:1,2:1,2:2");
  const stale = await s.secretariat.j.postJson(s.indicators, { ...all(first), [`${there(first)[1].key}.unit`]: "校" });
  assert.equal(stale.status, 409);
  assert.equal(stale.json.error.fields[0].theirs, "人");
});

test("a strategy has one number, through all the sections of its policy, wherever it is read", async (t) => {
  const of = (id, kind, title, children = []) => ({ id, kind, number: "", title, version: 0, text: "", state: "outline", children });
  // the second section of strategies has the smaller id, and the indicators stand a level deeper than the strategies
  const policy = of(2, "policy", "人が集まるまち", [of(9, "strategies", "はじめの戦略"), of(5, "strategies", "あとの戦略"), of(3, "section", "測り方", [of(4, "indicators", "指標")])]);
  const strategy = (id, section, title) => ({ id, section, title, version: 1, tactics: [] });
  const indicator = { id: 1, section: 4, name: "件数", unit: "", direction: "up", baseline: "", baseline_year: 0, target: "", target_year: 0, actuals: [], source: "", owner: "", strategies: [1], version: 1 };
  const document = { title: "計画", sections: [of(1, "chapter", "方針", [policy])], references: [], considerations: [], strategies: [strategy(1, 5, "あとの題"), strategy(2, 9, "はじめの題")], indicators: [indicator], comments: [], editions: [] };
  const s = await served(t, { from: JSON.stringify(document) });
  assert.match((await s.member.get("/chapters/1")).text.replaceAll(/<[^>]*>/g, " "), /戦略1\s+はじめの題[\s\S]*戦略2\s+あとの題[\s\S]*戦略2\s+あとの題/);
  const table = (await s.member.j.get("/sections/4/table")).json;
  assert.deepEqual(table.strategies.map((one) => `${one.number} ${one.title}`), ["1 はじめの題", "2 あとの題"]);
  assert.equal(cell(table.rows[0], "strategies"), "2");
  assert.equal((await s.member.j.get("/sections/5/table")).json.rows[0].number, "2");
  assert.match(kosshi(["export", s.file, "--format", "text"]).stdout, /戦略1　はじめの題[\s\S]*戦略2　あとの題[\s\S]*測る戦略：戦略2　あとの題/);
  const md = kosshi(["export", s.file, "--format", "md"]).stdout;
  assert.match(md, /# 戦略1　はじめの題[\s\S]*# 戦略2　あとの題/);
  assert.match(md, /\| 件数 \|.*\| 2 \|/);
  const [again] = exported(newDocument(t, { from: md })).indicators;
  assert.deepEqual(again.strategies, [1]);
  await saved(s.member.j.postJson("/sections/4/table", { "i1.version": 1, "i1.strategies": "1" }));
  assert.deepEqual(exported(s.file).indicators[0].strategies, [2], "who types 1 means the one that the page calls 1");
});

test("a field no row has is named among the mistakes", async (t) => {
  const s = await tables(t);
  const answer = await s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "sN1.titel": "x" });
  assert.equal(answer.status, 400);
  assert.deepEqual(answer.json.error.fields.map(({ name, reason }) => [name, reason]), [["sN1.titel", "unknown_field"]]);
});

test("a tactic somebody has put below another strategy stays when its old one is taken out", async (t) => {
  const s = await tables(t);
  const view = await saved(s.member.j.postJson(s.strategies, { "sN1.title": "商店街", "tN1.title": "空き店舗", "sN2.title": "観光" }));
  const [a, b, c] = there(view).map((row) => row.key);
  await saved(s.secretariat.j.postJson(s.strategies, { order: `${a} ${c} ${b}`, base_order: view.base_order }));
  const { base_order } = view;
  const after = await saved(s.member.j.postJson(s.strategies, { [`${a}.version`]: 1, [`${a}.remove`]: "1", [`${b}.version`]: 1, order: base_order, base_order }));
  assert.deepEqual(titles(after), ["観光", "空き店舗"]);
});

test("thirty years have columns; values of others stay, and the buttons go on to them", async (t) => {
  const s = await tables(t);
  const asked = await s.member.j.postJson(s.indicators, { years: "1900 2200", year: "later" });
  assert.equal(asked.status, 400);
  assert.equal(asked.json.error.code, "too_many_years");
  const view = await saved(s.member.j.postJson(s.indicators, { "iN1.name": "開業数", "iN1.actual_1990": "1", "iN1.actual_2100": "2" }));
  const years = view.years.split(" ");
  assert.equal(years.length, 30);
  assert.equal(view.more_years, true);
  const fields = fieldsOf((await s.member.get(s.indicators)).text);
  fields[`i${there(view)[0].id}.actual_${years[0]}`] = "7";
  const later = await s.member.post(s.indicators, { ...fields, year: "later" });
  const moved = fieldsOf(later.text);
  assert.equal(moved.years.split(" ")[0], String(Number(years[0]) + 10));
  assert.equal((await s.member.post(s.indicators, moved)).status, 303, "what was typed is saved from beside the columns");
  assert.equal(sql(s.file, "SELECT group_concat(value) FROM (SELECT value FROM indicator_actual ORDER BY year)"), "1,7,2");
});

test("a table of too many rows is refused", async (t) => {
  const s = await tables(t);
  const rows = (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`sN${i + 1}.title`, `戦略${i}`]));
  for (const count of [101, 1000]) {
    const answer = await s.member.j.postJson(s.strategies, rows(count));
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.code, "too_many_rows");
  }
  assert.deepEqual(titles(await s.view()), []);
  await saved(s.member.j.postJson(s.strategies, rows(100)));
});
