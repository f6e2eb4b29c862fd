// Strategies, tactics and indicators put straight into a document's file.
import { sql } from "./harness.mjs";

const quoted = (value) => `'${String(value ?? "").replaceAll("'", "''")}'`;
const nextId = (file, table) => Number(sql(file, `SELECT coalesce(max(id), 0) + 1 FROM ${table}`));

/** strategies: [{title, tactics: [{title, content, owner, period, status}]}]. Gives their ids. */
export function putStrategies(file, section, strategies) {
  let id = nextId(file, "strategy");
  let tactic = nextId(file, "tactic");
  const lines = [];
  const ids = strategies.map((s, at) => {
    lines.push(`INSERT INTO strategy (id, section_id, position, title) VALUES (${id}, ${section}, ${at + 1}, ${quoted(s.title)})`);
    for (const [k, t] of (s.tactics ?? []).entries())
      lines.push(
        `INSERT INTO tactic (id, strategy_id, position, title, content, owner, period, status) VALUES (${tactic++}, ${id}, ${k + 1}, ${[t.title, t.content, t.owner, t.period, t.status].map(quoted)})`,
      );
    return id++;
  });
  sql(file, `BEGIN; ${lines.join(";\n")}; COMMIT`);
  return ids;
}

/** indicators: [{name, unit, direction, baseline: [value, year], target: [value, year], source, owner, actuals: {year: value}, measures: [ids]}]. Gives their ids. */
export function putIndicators(file, section, indicators) {
  let id = nextId(file, "indicator");
  const lines = [];
  const ids = indicators.map((i, at) => {
    const [baseline, baselineYear] = i.baseline ?? ["", 0];
    const [target, targetYear] = i.target ?? ["", 0];
    lines.push(
      `INSERT INTO indicator (id, section_id, position, name, unit, direction, baseline, baseline_year, target, target_year, source, owner) VALUES (${id}, ${section}, ${at + 1}, ${quoted(i.name)}, ${quoted(i.unit)}, ${quoted(i.direction ?? "up")}, ${quoted(baseline)}, ${baselineYear}, ${quoted(target)}, ${targetYear}, ${quoted(i.source)}, ${quoted(i.owner)})`,
    );
    for (const [year, value] of Object.entries(i.actuals ?? {})) lines.push(`INSERT INTO indicator_actual VALUES (${id}, ${year}, ${quoted(value)})`);
    for (const strategy of i.measures ?? []) lines.push(`INSERT INTO indicator_strategy VALUES (${id}, ${strategy})`);
    return id++;
  });
  sql(file, `BEGIN; ${lines.join(";\n")}; COMMIT`);
  return ids;
}

export function setDiagram(file, section) {
  sql(file, `UPDATE document SET diagram_section_id = ${section}`);
}

/** What a policy may hold: every state of progress, a lower-is-better, missing years, nothing measured, a strategy without tactics. */
export function putPolicy(file, strategies, indicators) {
  const [first, second, third] = putStrategies(file, strategies, [
    {
      title: "商店街と個店の魅力を高める",
      tactics: [
        { title: "空き店舗を生かした創業の支援", content: "改修費の一部を補助する。\n専門家が開業まで伴走する。", owner: "産業振興課", period: "令和9〜11年度", status: "new" },
        { title: "キャッシュレス決済の導入", content: "導入の講習会を開く。", owner: "商業課", period: "令和8年度から", status: "continued" },
        { title: "個店めぐりの催し" },
      ],
    },
    {
      title: "働く人と学ぶ人がつながる場をつくる",
      tactics: [{ title: "区内の大学と事業者による「しごと体験」のプログラム", content: "学生が区内の事業所で働く機会をつくる。", owner: "工業・雇用促進課、教育委員会事務局", period: "令和9年度", status: "new" }],
    },
    { title: "エシカル消費を広げる" },
  ]);
  return {
    strategies: [first, second, third],
    indicators: putIndicators(file, indicators, [
      { name: "区内で創業した件数", unit: "件", baseline: ["120", 2024], target: ["200", 2031], source: "創業支援事業の実績", owner: "産業振興課", actuals: { 2021: "98", 2022: "104", 2024: "120", 2025: "126", 2026: "139" }, measures: [first, second] },
      { name: "商店街の空き店舗の割合", unit: "%", direction: "down", baseline: ["12.5", 2024], target: ["8.0", 2031], owner: "商業課", actuals: { 2024: "12.5", 2025: "12.9" }, measures: [first] },
      { name: "商店街の催しに参加した人の数", unit: "人", baseline: ["98000", 2024], target: ["120000", 2030], actuals: { 2025: "118000", 2026: "121500" }, measures: [third] },
      { name: "事業所の数", unit: "所", baseline: ["27000", 2024], target: ["26000", 2031], actuals: { 2026: "25400" } },
      { name: "この区で働き続けたいと思う人の割合", unit: "%", baseline: ["61.2", 2025], target: ["75.0", 2031], measures: [second] },
      { name: "名前だけの指標" },
    ]),
  };
}
