// Puts a city's subgraph beside a hub, as docs/federation.md says.
//
//   node federation.mjs HUB FOLDER OPERATOR TOKEN
//
// FOLDER has the programs of that document, as they stand there. OPERATOR is the id of an organisation
// that the city's subgraph points at; TOKEN a bearer token that the hub takes. What came of it is JSON on
// standard output.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { composeServices as composeWithApollo } from '@apollo/composition';
import { parse } from 'graphql';

import { run, serve, serveByProgram } from './processes.mjs';

const [hub, folder, operator, token] = process.argv.slice(2);

async function ask(url, query, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await answer.json();
  return { data, errors };
}

const sdlOf = async (url) => (await ask(url, '{ _service { sdl } }')).data._service.sdl;

// Hands everything on to the city's subgraph, and keeps the headers that came with it.
function listenTo(subgraph, seen) {
  const server = createServer(async (request, response) => {
    seen.push(request.headers);
    const chunks = await Array.fromAsync(request);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const answer = await fetch(subgraph, { method: 'POST', headers, body: Buffer.concat(chunks) });
    response.setHeader('content-type', 'application/json').end(await answer.text());
  });
  return new Promise((ready) => {
    server.listen(0, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${server.address().port}/graphql`;
      ready({ url, stop: () => server.close() && server.closeAllConnections() });
    });
  });
}

const report = {};
const city = await serve(folder, 'subgraph.mjs', { PORT: '0', OPERATOR: operator });
const seenByCity = [];
const listener = await listenTo(city.url, seenByCity);

const { errors, hints } = composeWithApollo([
  { name: 'hub', url: hub, typeDefs: parse(await sdlOf(hub)) },
  { name: 'clermont_ferrand', url: city.url, typeDefs: parse(await sdlOf(city.url)) },
]);
report.apollo = { errors: errors ?? [], hints: hints?.map(({ message }) => message) };

await run(folder, 'compose.mjs', { HUB: hub, CITY: listener.url });
const gateway = await serve(folder, 'gateway.mjs', { PORT: '0' });

const joined = readFileSync(`${folder}/joined.graphql`, 'utf8');
report.joined = await ask(gateway.url, joined);
// For many cities at once, of which one has something to say.
report.many = await ask(
  gateway.url,
  '{ cities(first: 40) { nodes { id clermontFerrand { bikeStations { name } } } } }',
);
report.many.data.cities.nodes = report.many.data.cities.nodes.filter((city) => city.clermontFerrand);

seenByCity.length = 0;
const headers = { authorization: `Bearer ${token}`, 'accept-language': 'fr' };
const viewer = 'viewer { person { name } } city(slug: "clermont-ferrand") { name clermontFerrand { bikeStations { name } } }';
report.signedIn = await ask(gateway.url, `{ ${viewer} }`, headers);
report.headersForCity = seenByCity.map(({ authorization, 'accept-language': languages }) => ({
  authorization: authorization ?? null,
  languages,
}));
report.mutation = await ask(
  gateway.url,
  'mutation { follow(input: { node: "city_00000000000000000000000000" }) { errors { code path } } }',
  headers,
);
report.mistake = await ask(gateway.url, '{ node(id: "nonsense") { id } }');

// The gateway's own program, with nothing but the supergraph.
const program = await serveByProgram(folder);
report.byProgram = await ask(program.url, joined);
await program.stop();

// The city's subgraph goes away.
listener.stop();
await city.stop();
report.cityIsDown = await ask(gateway.url, joined);
await gateway.stop();

console.log(JSON.stringify(report));
process.exit(0);
