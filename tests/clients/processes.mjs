// Programs that a test starts, and that end with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// Loading a large package takes long where other tests have the processor.
const DEADLINE = 120_000;

// Starts a program in a folder, and waits until it says where it listens: a line that ends in an address.
export async function serve(folder, file, env) {
  const child = start(folder, file, env);
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

// Runs a program in a folder to its end, which has to be a good one, and hands back what it has to say.
export async function run(folder, file, env) {
  const child = start(folder, file, env);
  const said = [];
  child.stdout.on('data', (text) => said.push(text));
  child.stderr.on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${said.join('')}`);
  return said.join('');
}

function start(folder, file, env) {
  const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...env } });
  process.on('exit', () => child.kill('SIGKILL'));
  return child;
}

async function stop(child) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
