// Time node-diff3 merging amendments one after the other. First line of stdin: [[base, [revised, ...]], ...] as JSON, answered 0; each
// further line asks for one round over all units, answered with its milliseconds of CPU. What conflicts keeps the text merged so far.
import { createInterface } from "node:readline";
import { diff3Merge } from "node-diff3";

let units;
createInterface({ input: process.stdin }).on("line", (line) => {
  let ms = 0;
  if (units === undefined) {
    units = JSON.parse(line).map(([base, texts]) => [base.split(" "), texts.map((text) => text.split(" "))]);
  } else {
    const start = process.cpuUsage();
    for (const [base, texts] of units) {
      let merged = base;
      for (const text of texts) {
        merged = diff3Merge(merged, base, text).flatMap((part) => part.ok ?? part.conflict.a);
      }
    }
    const used = process.cpuUsage(start);
    ms = (used.user + used.system) / 1000;
  }
  process.stdout.write(`${ms}\n`);
});
