// Time node-diff3's diffIndices on pairs of word lists, split before the clock starts. First line of stdin: [[base, revised], ...] as
// JSON, answered 0; each further line asks for one round over all pairs, answered with the milliseconds for one pair.
import { createInterface } from "node:readline";
import { diffIndices } from "node-diff3";

let words;
createInterface({ input: process.stdin }).on("line", (line) => {
  let ms = 0;
  if (words === undefined) {
    words = JSON.parse(line).map(([base, revised]) => [base.split(" "), revised.split(" ")]);
  } else {
    const start = process.hrtime.bigint();
    for (const [base, revised] of words) diffIndices(base, revised);
    ms = Number(process.hrtime.bigint() - start) / 1e6 / words.length;
  }
  process.stdout.write(`${ms}\n`);
});
