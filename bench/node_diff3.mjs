// Time node-diff3's diffIndices on pairs of word lists. In: {"pairs": [[base, revised], ...], "rounds": n} as JSON on stdin.
// Out: {"ms": [milliseconds for one pair, one number a round]}. The words are split before the clock starts.
import { readFileSync } from "node:fs";
import { diffIndices } from "node-diff3";

const { pairs, rounds } = JSON.parse(readFileSync(0, "utf8"));
const words = pairs.map(([base, revised]) => [base.split(" "), revised.split(" ")]);
const ms = [];
for (let round = 0; round < rounds + 3; round++) {
  const start = process.hrtime.bigint();
  for (const [base, revised] of words) diffIndices(base, revised);
  if (round >= 3) ms.push(Number(process.hrtime.bigint() - start) / 1e6 / pairs.length);
}
process.stdout.write(JSON.stringify({ ms }));
