// A WebSocket without a client library above it: what was sent and received, and how it closed.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import WebSocket from 'ws';

const patience = 10_000;

/** Opens a socket and reads its messages into a queue. */
export async function opened(address, protocols = ['graphql-transport-ws'], options = {}) {
  const raw = new WebSocket(address, protocols, options);
  const queue = [];
  let waiting;
  raw.on('message', (data) => {
    queue.push(JSON.parse(data));
    waiting?.();
  });
  const closed = once(raw, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  closed.then(() => waiting?.());
  await once(raw, 'open');

  async function next() {
    if (queue.length === 0) await soon(new Promise((resolve) => (waiting = resolve)));
    if (queue.length === 0) assert.fail(`closed: ${JSON.stringify(await closed)}`);
    return queue.shift();
  }

  return {
    raw,
    get closed() {
      return soon(closed);
    },
    protocol: raw.protocol,
    next,
    once: (event) => soon(once(raw, event)),
    send: (message) =>
      raw.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** Nothing has come that was not read: what is sent is answered in order, a ping last. */
    async quiet() {
      raw.send(JSON.stringify({ type: 'ping' }));
      assert.equal((await next()).type, 'pong');
      assert.deepEqual(queue, []);
    },
    close: () => raw.close(1000),
  };
}

/** How a server refuses a handshake with these headers: by a status, or by closing with a code. */
export function refused(address, headers) {
  const upgrading = request(address.replace('ws:', 'http:'), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    },
  });
  const answer = new Promise((resolve, reject) => {
    upgrading.on('error', reject);
    upgrading.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    upgrading.on('upgrade', async ({ statusCode: status }, socket, head) => {
      let bytes = head;
      // A close frame: its mark, its length, and a code of two bytes.
      while (bytes.length < 4) bytes = Buffer.concat([bytes, (await once(socket, 'data'))[0]]);
      socket.destroy();
      assert.equal(bytes[0], 0x88, 'the first frame does not close');
      resolve({ status, code: bytes.readUInt16BE(2) });
    });
  });
  upgrading.end();
  return soon(answer);
}

/** Fails, rather than hang, when nothing comes. */
export function soon(promise) {
  let late;
  const limit = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error(`nothing came in ${patience / 1000} s`)), patience);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(late));
}
