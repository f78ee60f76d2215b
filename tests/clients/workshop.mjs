// A folder to build in: the project's contract and queries, and the packages installed here.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Makes the folder; `run` runs an installed program in it, and fails with what that says. */
export async function workshop() {
  const folder = await mkdtemp(join(tmpdir(), 'caregraph-build-'));
  await cp(here('../../schema.graphql'), join(folder, 'schema.graphql'));
  await cp(here('../../examples/queries'), join(folder, 'queries'), { recursive: true });
  await symlink(here('node_modules'), join(folder, 'node_modules'));

  async function write(name, content) {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    await writeFile(join(folder, name), text);
  }

  async function run(program, ...words) {
    const child = spawn(join(folder, 'node_modules/.bin', program), words, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (said += text));
    }
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`${program} ended with ${code}:\n${said}`);
    return said;
  }

  return {
    folder,
    path: (name) => join(folder, name),
    copy: (name) => cp(here(name), join(folder, name), { recursive: true }),
    write,
    run,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
