import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// The same app over a scripted phone, for the browser tests and the screenshots. It is another entry and another folder,
// so nothing of it can get into dist/.
export default defineConfig({
  plugins: [svelte()],
  root: 'tests/fixture',
  publicDir: '../../public',
  build: { target: 'es2022', outDir: '../../test-dist', emptyOutDir: true, assetsInlineLimit: 0 },
});
