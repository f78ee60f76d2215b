// Starts the real binary on a database of its own and stops it again.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';

const built = fileURLToPath(new URL('../target/debug/caregraph', import.meta.url));

const cuts = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const startLimit = 60_000;
const stopLimit = 10_000;

/** The server's binary: the one that `CAREGRAPH_BIN` names, or the one that `cargo build` makes. */
export const binary = resolve(process.env.CAREGRAPH_BIN || built);

/**
 * Starts the server with the demonstration and waits until it answers.
 *
 * `caregraph` runs another command on the same database, and gives what it prints.
 */
export async function start({ flags = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'caregraph-test-'));
  const storage = [
    ...['--database-url', `sqlite:${join(folder, 'test.db')}`],
    ...['--data-dir', join(folder, 'data')],
  ];
  const surroundings = { cwd: folder, env: withoutSettings(process.env) };
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', ...flags, ...storage], {
    ...surroundings,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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

  async function caregraph(...words) {
    const { stdout } = await promisify(execFile)(binary, [...words, ...storage], surroundings);
    return stdout;
  }

  try {
    const url = await named(child);
    await ready(url);
    return { url, folder, caregraph, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** The address in the log line that says where the server listens. */
function named(child) {
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

/** Waits until the server says itself that it can answer everything. */
async function ready(url) {
  const late = AbortSignal.timeout(startLimit);
  while (true) {
    const response = await fetch(`${url}/health/ready`, { signal: late });
    const body = await response.text();
    if (response.ok) return;
    if (late.aborted) throw new Error(`the server is not ready: ${body}`);
    await pause(50);
  }
}

/** A developer's own settings would change the limits and could silence the log line. */
function withoutSettings(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('CAREGRAPH_')),
  );
}
