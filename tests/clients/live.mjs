// Runs every client in live/ against a hub, one after the other: each may write what the next one reads.
//
//   node live.mjs HUB TOKEN [NAME...]
//
// HUB is the address of the graph, TOKEN a bearer token for who follows nothing yet. What came of each is
// JSON on standard output, by its name.
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const [hub, token, ...wanted] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, 'live');
const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort();

const report = {};
for (const file of files) {
  const name = path.basename(file, '.mjs');
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { default: client } = await import(path.join(folder, file));
  try {
    report[name] = await client({ hub, token });
  } catch (error) {
    report[name] = { failed: error.stack };
  }
}
console.log(JSON.stringify(report));
process.exit(0);
