// The page is built to be served from any folder, and to be opened from a disk: one classic script, one style
// sheet, the planner beside them. build/single.mjs makes the one file of them.

import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { output: { format: 'iife' } },
  },
  worker: { format: 'iife' },
  server: { fs: { allow: ['..'] } },
})
