// Programs that a test starts, and that end with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// Loading a large package takes long where other tests have the processor.
const DEADLINE = 120_000;

// Starts a program in a folder, and waits until it says where it listens: a line that ends in an address.
export async function serve(folder, file, env) {
  const child = start(folder, [file], env);
  const errors = [];
  child.stderr.on('data', (text) => errors.push(text));
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = line.match(/https?:\S+$/)?.[0];
      if (url) {
        // Nobody reads what it says later.
        child.stdout.resume();
        return { url, stop: () => stop(child) };
      }
    }
  } finally {
    clearTimeout(deadline);
  }
  throw new Error(`${file} did not start: ${errors.join('')}`);
}

// Starts `hive-gateway supergraph` in a folder that has a supergraph.graphql, and waits until it is ready. It
// cannot be told to find a free port by itself: when somebody else was quicker, there is another one.
export async function serveByProgram(folder) {
  const bin = new URL('gateway/node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/graphql`;
    const args = [fileURLToPath(bin), 'supergraph', 'supergraph.graphql', '--host', '127.0.0.1', '--port', port];
    const child = start(folder, args, { NO_COLOR: '1' });
    const said = [];
    child.stdout.on('data', (text) => said.push(text));
    child.stderr.on('data', (text) => said.push(text));
    if (await isReady(child, `http://127.0.0.1:${port}/readiness`)) return { url, stop: () => stop(child) };
    await stop(child);
    if (attempt === 3) throw new Error(`hive-gateway did not start: ${said.join('')}`);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// Whether it is, before it has ended.
async function isReady(child, url) {
  const deadline = Date.now() + DEADLINE;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(50);
  }
  return false;
}

// Runs a program in a folder to its end, which has to be a good one, and hands back what it has to say.
export async function run(folder, file, env) {
  const child = start(folder, [file], env);
  const said = [];
  child.stdout.on('data', (text) => said.push(text));
  child.stderr.on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${said.join('')}`);
  return said.join('');
}

function start(folder, args, env) {
  const child = spawn(process.execPath, args.map(String), { cwd: folder, env: { ...process.env, ...env } });
  process.on('exit', () => child.kill('SIGKILL'));
  return child;
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
