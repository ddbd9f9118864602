/** How the pages are built: hashed files under /assets, nothing inlined but small SVG drawings. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The folder of a feature, which is one file: its pages, their parts and their texts. */
const featureOf = (id: string): string | null => /\/src\/([a-z-]+)\//.exec(id)?.[1] ?? null;
const backend = process.env['PEJLING_DEV_BACKEND'] ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The design system exports its JavaScript only; its fonts and icons are reached by this name.
    alias: { '@dkfds': here('./node_modules/dkfds/src') },
  },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: [here('./node_modules/dkfds/src/stylesheets')],
        // The design system's own deprecations are its maintainers' to mend.
        quietDeps: true,
        silenceDeprecations: ['if-function', 'import', 'global-builtin'],
      },
    },
  },
  build: {
    target: 'es2022',
    // The content security policy allows `data:` for images and for nothing else.
    assetsInlineLimit: (file) => file.endsWith('.svg'),
    modulePreload: { polyfill: false },
    // Swagger UI alone is larger; scripts/check-budget.mjs holds every chunk to its size.
    chunkSizeWarningLimit: 1800,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        // A page is a handful of files: the first load, what pages share, and its feature's own.
        // The group that stands first takes a module, with what it imports.
        codeSplitting: {
          groups: [
            // Libraries change less often than we do, and stay longer in the browser's cache.
            { name: 'libraries', tags: ['$initial'], test: /node_modules/ },
            // All but the start itself, which waits for the texts; nothing else waits for it.
            { name: 'frame', tags: ['$initial'], test: /^(?!.*(main\.tsx|index\.html))/ },
            // By a name that the budget knows: it is large, and only the API's page asks for it.
            { name: 'swagger-ui', test: /node_modules\/swagger-ui-dist/ },
            {
              name: 'shared',
              test: /@tanstack\/react-(query|router)|src\/(api|lib|session)\/|src\/ui\/(?!figures|sums-dialog|data-table)/,
            },
            { name: 'figures', test: /src\/ui\/(figures|sums-dialog)/ },
            { name: 'table', test: /src\/ui\/data-table/ },
            { name: featureOf, test: /src\/(?!api-docs|locales)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': backend, '/demonstration': backend },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./src/test-setup.ts'],
    sequence: { shuffle: true },
    // One document for all files of a worker: a new one each costs more than the tests.
    isolate: false,
    maxWorkers: 2,
  },
});
