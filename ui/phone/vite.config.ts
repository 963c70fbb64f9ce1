import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// Both shells serve dist/ with `script-src 'self'; style-src 'self'; font-src 'self'`: nothing may be inlined as data:.
// The oldest engine is the WebView of a cheap Android phone.
// The texts are compiled by `npm run texts` before everything else; only the development server watches them.
const texts = paraglideVitePlugin({ project: './project.inlang', outdir: './src/paraglide', strategy: ['baseLocale'] });

export default defineConfig(({ command }) => ({
  plugins: [command === 'serve' && process.env['VITEST'] === undefined ? texts : [], svelte(), svelteTesting({ autoCleanup: false })],
  base: './',
  build: { target: ['chrome105', 'safari15.4'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/bridge': 'http://127.0.0.1:8016' } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}));
