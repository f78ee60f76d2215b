import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { documents } from './build/documents.ts';
import { licences } from './build/licences.ts';
import { queries } from './build/queries.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const server = process.env.CAREGRAPH_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [queries(here('../examples/queries')), licences(here('.')), documents()],
  server: { proxy: proxied(server) },
  preview: { proxy: proxied(server) },
  worker: { format: 'es' },
  // It names workers in Vite's own way, which is not for what bundles packages beforehand.
  optimizeDeps: { exclude: ['graphiql/setup-workers/vite', '@graphiql/react/setup-workers/vite'] },
  build: {
    target: 'es2022',
    // The policy of the pages allows no inline script, and a data: address is one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor of the playground is large; the finder is held to its size by a test.
    chunkSizeWarningLimit: 5000,
    rolldownOptions: {
      onLog(level, log, handle) {
        // Words of a library to another kind of bundler.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
      input: [here('index.html'), here('playground.html')],
    },
  },
});

/** What is the server's while the pages come from Vite. */
function proxied(target: string) {
  return {
    '^/(graphql|schema.graphql|doctor|clinic|article)': { target, changeOrigin: true, ws: true },
  };
}
