// The texts that the finder sends, as a file for `caregraph documents publish`: a server that
// runs only published documents then runs these.

import { createRequest, stringifyDocument } from '@urql/core';
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import * as generated from '../src/generated/graphql.ts';

export function documents(): Plugin {
  return {
    name: 'documents',
    apply: 'build',
    generateBundle() {
      const texts = Object.entries(generated)
        .filter(([name]) => name.endsWith('Document'))
        // As the client writes it, to the letter.
        .map(([, document]) => stringifyDocument(createRequest(String(document), {}).query));
      const byHash = texts
        .map((text) => [createHash('sha256').update(text).digest('hex'), text] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      this.emitFile({
        type: 'asset',
        fileName: 'documents.json',
        source: `${JSON.stringify(Object.fromEntries(byHash), null, 2)}\n`,
      });
    },
  };
}
