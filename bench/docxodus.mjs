// Consolidate returned files on their draft with docxodus. Arguments: DRAFT RETURNED... Prints the size of what came out.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { docxDiffConsolidate, initialize } from "docxodus/core";

const [draft, ...returned] = process.argv.slice(2);
await initialize();
const reviewers = returned.map((path) => ({ document: new Uint8Array(readFileSync(path)), author: basename(path, ".docx") }));
const out = await docxDiffConsolidate(new Uint8Array(readFileSync(draft)), reviewers);
console.log(`${reviewers.length} files, ${out.length} bytes`);
