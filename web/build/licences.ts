// The licence texts of the packages that the pages are made of, as a file whose address is the
// module `virtual:licences`.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const asked = 'virtual:licences';
const resolved = `\0${asked}`;

export function licences(root: string): Plugin {
  let building = false;
  return {
    name: 'licences',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id === asked ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return undefined;
      if (!building) return "export default '/licences.txt';";
      const reference = this.emitFile({
        type: 'asset',
        name: 'licences.txt',
        source: await collected(root),
      });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}

/**
 * All installed packages: which of them leave something in the pages changes with every release,
 * and a licence too many does no harm.
 */
async function collected(root: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const parts = new Map<string, string>();
  for (const path of Object.keys(lock.packages)) {
    if (!path || path.includes('node_modules/@types/')) continue;
    const files = await readdir(join(root, path)).catch((): string[] => []);
    // A package for another platform, or an optional one, may be absent.
    if (!files.includes('package.json')) continue;
    const info = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license?: string;
    };
    const file = files.filter((name) => /^licen[cs]e/i.test(name)).sort()[0];
    const text = file ? (await readFile(join(root, path, file), 'utf8')).trim() : '';
    parts.set(`${info.name} ${info.version} (${info.license ?? 'see the licence text'})`, text);
  }
  const rule = '-'.repeat(80);
  return `These pages hold parts of some of the packages below; others were only used to build them.\n\n${[
    ...parts,
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([head, text]) => `${rule}\n${head}\n${text ? `\n${text}\n` : ''}`)
    .join('\n')}`;
}
