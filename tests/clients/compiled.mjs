// What is compiled against the contract: typed documents by graphql-codegen, in strict TypeScript, and
// Relay's, by its compiler. Both run against a live hub afterwards, and both refuse what the contract has
// not.
//
//   node compiled.mjs HUB CITY
//
// HUB is the address of the graph, CITY the id of a city in it. What came of it is JSON on standard output.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import relay from 'relay-runtime';

const here = import.meta.dirname;
const [hub, city] = process.argv.slice(2);
const made = await mkdtemp(path.join(tmpdir(), 'passerelle-compiled-'));

// A copy of a folder, with the contract beside it, which finds our packages.
async function copy(name) {
  const folder = path.join(made, name);
  await cp(path.join(here, name), folder, { recursive: true });
  await cp(path.join(here, '../../schema.graphql'), path.join(folder, 'schema.graphql'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

async function run(folder, program, ...args) {
  const child = spawn(process.execPath, [path.join(here, 'node_modules', program), ...args], { cwd: folder });
  const said = [];
  child.stdout.on('data', (text) => said.push(text));
  child.stderr.on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  return { ok: code === 0, said: said.join('') };
}

async function must(folder, program, ...args) {
  const { ok, said } = await run(folder, program, ...args);
  if (!ok) throw new Error(`${program}: ${said}`);
}

// What a program says of a file in which one thing was changed.
async function changed(folder, file, [from, to], program, args, complaint) {
  const whole = path.join(folder, file);
  const text = await readFile(whole, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  await writeFile(whole, text.replace(from, to));
  const { ok, said } = await run(folder, program, ...args);
  await writeFile(whole, text);
  if (ok) return `${to} was taken`;
  return said.match(complaint)?.[0] ?? said;
}

const codegen = ['@graphql-codegen/cli/esm/bin.js', ['--config', 'codegen.json']];
const tsc = ['typescript/bin/tsc', ['--project', '.']];
const compiler = ['relay-compiler/cli.js', []];

async function typed() {
  const folder = await copy('typed');
  await must(folder, codegen[0], ...codegen[1]);
  await must(folder, tsc[0], ...tsc[1]);
  const refused = (change, [program, args], complaint) =>
    changed(folder, 'view.ts', change, program, args, complaint);
  const view = await import(path.join(folder, 'view.ts'));
  return {
    projects: await view.firstProjects(hub),
    follow: await view.follow(hub, city).catch(({ message }) => message),
    aFieldThatIsNotAskedFor: await refused(['stage, leadCity })', 'budget })'], tsc, /Property 'budget'.*/),
    nullIsNotLookedFor: await refused(['leadCity?.name', 'leadCity.name'], tsc, /'leadCity' is.*/),
    aValueThatIsNone: await refused(["eq: 'ACTIVE'", "eq: 'RUNNING'"], tsc, /Type '"RUNNING"' is not assignable/),
    aVariableIsMissing: await refused(['Follow, { node }', 'Follow, {}'], tsc, /Property 'node' is missing/),
    aFieldThatIsNotThere: await refused(['totalCount', 'budget'], codegen, /Cannot query field "budget".*/),
  };
}

// A store, and a network that asks the hub.
function environment() {
  const fetchFunction = async ({ text }, variables) => {
    const answer = await fetch(hub, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    });
    return answer.json();
  };
  return new relay.Environment({
    network: relay.Network.create(fetchFunction),
    store: new relay.Store(new relay.RecordSource()),
  });
}

async function relays() {
  const folder = await copy('relay');
  await must(folder, compiler[0], ...compiler[1]);
  const document = async (name) =>
    (await import(path.join(folder, '__generated__', `${name}.graphql.js`))).default;
  const store = environment();
  const ask = async (name, variables) =>
    relay.fetchQuery(store, await document(name), variables).toPromise();

  const page = await ask('CityPageQuery', { slug: 'cuneo' });
  const inFrench = await ask('CityPageInAnotherLanguageQuery', { id: city, locale: 'fr' });
  const more = await ask('CityPageProjectsPaginationQuery', { id: page.city.id, count: 1 });
  await ask('CityPageLogPaginationQuery', { count: 2 });
  const record = store.getStore().getSource().get(city);
  const refused = (change, complaint) =>
    changed(folder, 'CityPage.js', change, compiler[0], compiler[1], complaint);
  return {
    sameCity: [page.city.id, inFrench.node.__id, more.node.__id].map((id) => id === city),
    namesInTheStore: Object.keys(record).filter((key) => key.startsWith('name')).map((key) => [key, record[key]]),
    connections: store.getStore().getSource().getRecordIDs().filter((id) => /__CityPage_\w+_connection$/.test(id)).length,
    aFieldThatIsNotThere: await refused(['summary\n      locale', 'budget\n      locale'], /The type `\w+` has no field `budget`[^\n]*/),
    aListThatIsNoConnection: await refused(['content(locale: $locale) {', 'content(locale: $locale) @connection(key: "CityPage_content") {'], /Expected field[^\n]*/),
  };
}

try {
  await symlink(path.join(here, 'node_modules'), path.join(made, 'node_modules'));
  const [codegenSays, relaySays] = await Promise.all([typed(), relays()]);
  console.log(JSON.stringify({ codegen: codegenSays, relay: relaySays }));
} finally {
  await rm(made, { recursive: true, force: true });
}
process.exit(0);
