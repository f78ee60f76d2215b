// Writes that subscribers are to hear of.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const article = new URL('../../demo/articles/migraine.en.md', import.meta.url);

/** Publishes an article that was not there, under this slug. */
export async function publishArticle(server, slug) {
  const text = await readFile(article, 'utf8');
  const renamed = text.replace(/^slug: .*$/m, `slug: ${slug}`);
  const file = join(server.folder, `${slug}.en.md`);
  await writeFile(file, renamed);
  const report = await server.caregraph('import', 'articles', file);
  if (!report.includes('article: 1 added')) throw new Error(`nothing was published: ${report}`);
}
