// One pushed update on a text of 100 KB, JSON included: tests/bench/push_cost.c measures its CPU, the file is not in it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

const AIM = 50; // µs

export function pushing({ cost, print, verdict }) {
  const ran = spawnSync(cost, { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  const us = Number(ran.stdout);
  print(`One pushed update on a text of 100 KB, JSON included (aim: ${AIM} µs of CPU: ${verdict(us <= AIM)})`, ["", "µs"], [["read, mapped, applied, inverted, written as JSON", us.toFixed(1)]]);
}
