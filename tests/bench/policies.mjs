// A chapter of 4 policies × 10 strategies × 10 tactics × 20 indicators (a policy), each with eight years.
import { putIndicators, putStrategies } from "../http/policies.mjs";

const POLICIES = 4;
const STRATEGIES = 10;
const TACTICS = 10;
const INDICATORS = 20;
const YEARS = [2019, 2020, 2021, 2022, 2024, 2025, 2026];

let made = 0;
const policy = (n) => {
  const part = (kind, title) => ({ id: ++made, kind, number: "", title, version: 0, text: "", state: "outline", children: [] });
  const id = ++made;
  return { id, kind: "policy", number: String(n), title: `方針の題 ${n} 地域の産業を支える`, version: 0, text: "", state: "drafting", children: [part("strategies", "戦略と戦術(取組)"), part("indicators", "指標")] };
};
const chapter = (number, title, children) => ({ id: ++made, kind: "chapter", number, title, version: 0, text: "", state: "drafting", children });

const note = chapter("Ⅰ", "はじめに", []);
const policies = chapter("Ⅱ", "基本の方針", Array.from({ length: POLICIES }, (_, i) => policy(i + 1)));

export const POLICY_CHAPTER = policies.id;
export const NOTE = note.id; // a chapter to write into, so that no page is kept
export const POLICY_INTERCHANGE = JSON.stringify({ title: "産業ビジョン", sections: [note, policies], references: [], considerations: [], indicators: [], comments: [], editions: [] });

export function putPolicies(file) {
  for (const { children } of policies.children) {
    const [strategies, indicators] = children;
    const ids = putStrategies(
      file,
      strategies.id,
      Array.from({ length: STRATEGIES }, (_, s) => ({
        title: `戦略の題 ${s + 1} 商店街と個店の魅力を高める`,
        tactics: Array.from({ length: TACTICS }, (_, t) => ({ title: `取組 ${t + 1} 空き店舗を生かした創業の支援`, content: "改修費の一部を補助し、専門家が開業まで伴走する。", owner: "産業振興課", period: "令和9〜11年度", status: t % 2 ? "new" : "continued" })),
      })),
    );
    putIndicators(
      file,
      indicators.id,
      Array.from({ length: INDICATORS }, (_, i) => ({
        name: `指標 ${i + 1} 区内で創業した件数`,
        unit: "件",
        baseline: ["120", 2023],
        target: ["200", 2031],
        source: "創業支援事業の実績",
        owner: "産業振興課",
        actuals: Object.fromEntries(YEARS.map((year, y) => [year, String(100 + ((i * 7 + y * 11) % 90))])),
        measures: [ids[i % STRATEGIES], ids[(i + 3) % STRATEGIES]],
      })),
    );
  }
}
