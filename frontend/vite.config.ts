/** How the pages are built: hashed files under /assets, nothing inlined but small SVG drawings. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
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
        // The scales are needed with the first list, not with the page.
        codeSplitting: {
          groups: [
            { name: 'scale', test: /node_modules\/(d3-|internmap)/ },
            // Shared by the pages that have lists or forms; the first page waits for neither.
            { name: 'table', test: /node_modules\/@tanstack\/(react-table|table-core)/ },
            { name: 'forms', test: /node_modules\/(react-hook-form|zod|@hookform)/ },
            // By a name that the budget knows: it is large, and only the API's page asks for it.
            { name: 'swagger-ui', test: /node_modules\/swagger-ui-dist/ },
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
