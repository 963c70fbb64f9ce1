import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// The control room serves dist/ itself with `default-src 'self'; style-src 'self'`: nothing may be inlined as data:.
export default defineConfig({
  plugins: [
    paraglideVitePlugin({ project: './project.inlang', outdir: './src/paraglide', strategy: ['baseLocale'] }),
    svelte(),
    svelteTesting(),
  ],
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:8015' } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
