// Starts the real binary on a database of its own and stops it again.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const built = fileURLToPath(new URL('../../target/debug/caregraph', import.meta.url));

const cuts = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const startLimit = 60_000;
const stopLimit = 10_000;

/** Starts the server with the demonstration and waits until it answers. */
export async function start() {
  const binary = resolve(process.env.CAREGRAPH_BINARY || built);
  const folder = await mkdtemp(join(tmpdir(), 'caregraph-browser-'));
  const child = spawn(
    binary,
    [
      'serve',
      ...['--listen', '127.0.0.1:0'],
      ...['--database-url', `sqlite:${join(folder, 'test.db')}`],
      ...['--data-dir', join(folder, 'data')],
    ],
    { cwd: folder, env: withoutSettings(process.env), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const kill = () => child.kill('SIGKILL');
  // A test run that is cut short must leave neither the server nor its files behind.
  const clear = () => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const leave = () => process.exit(1);
  process.once('exit', clear);
  for (const signal of cuts) process.once(signal, leave);

  async function stop() {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const late = setTimeout(kill, stopLimit);
      child.kill('SIGTERM');
      await once(child, 'exit');
      clearTimeout(late);
    }
    process.off('exit', clear);
    for (const signal of cuts) process.off(signal, leave);
    await rm(folder, { recursive: true, force: true });
  }

  try {
    return { url: await ready(child, binary), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** The address in the log line that says that the server is ready. */
function ready(child, binary) {
  return new Promise((found, failed) => {
    let log = '';
    const late = setTimeout(
      () => failed(new Error(`the server was not ready after ${startLimit / 1000} s:\n${log}`)),
      startLimit,
    );
    child.stderr.setEncoding('utf8').on('data', (text) => {
      // A chunk may end anywhere, even inside the port or a colour code.
      log += text;
      const plain = stripVTControlCharacters(log);
      const address = /Caregraph is ready at (http:\/\/127\.0\.0\.1:\d+)\D/.exec(plain);
      if (!address) return;
      clearTimeout(late);
      found(address[1]);
    });
    child.once('error', (problem) => {
      clearTimeout(late);
      failed(new Error(`${binary} cannot be started, is it built?`, { cause: problem }));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      failed(new Error(`the server stopped before it was ready (${code ?? signal}):\n${log}`));
    });
  });
}

/** A developer's own settings would change the limits and could silence the log line. */
function withoutSettings(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('CAREGRAPH_')),
  );
}
