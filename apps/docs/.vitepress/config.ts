import { defineConfig, type DefaultTheme } from 'vitepress';
import { repositoryPages } from '../src/pages/repository-pages.ts';

const { readmes } = repositoryPages();

/** The READMEs of packages/, apps/ or tools/, as items of the side bar. */
function readmesOf(parent: string): DefaultTheme.SidebarItem[] {
  return readmes
    .filter(({ page }) => page.startsWith(`${parent}/`))
    .map(({ page }) => ({ text: page.slice(parent.length + 1), link: `/${page}` }));
}

const TUTORIALS: DefaultTheme.SidebarItem[] = [
  { text: '1. The synthetic shop', link: '/tutorials/synthetic-shop' },
  { text: '2. Your own CSV', link: '/tutorials/your-own-csv' },
  { text: '3. A sweep', link: '/tutorials/sweep' },
  { text: '4. Validate data alone', link: '/tutorials/validate-data' },
  { text: '5. Serve and roll back', link: '/tutorials/serve-and-roll-back' },
  { text: '6. Write a flow', link: '/tutorials/write-a-flow' },
  { text: '7. Add a model', link: '/tutorials/add-a-model' },
  { text: '8. Your datastore in S3', link: '/tutorials/datastore-in-s3' },
  { text: "9. A shop's own export", link: '/tutorials/a-shops-own-export' },
  { text: '10. Your model in SageMaker', link: '/tutorials/serve-in-sagemaker' },
  { text: '11. From nothing to AWS', link: '/tutorials/on-aws' },
  { text: '12. The history of runs', link: '/tutorials/history-of-runs' },
  { text: '13. Every night', link: '/tutorials/every-night' },
];

export default defineConfig({
  title: 'Local Flow',
  description: 'Raw e-commerce click-streams to live predictions in one command',
  srcDir: 'book',
  outDir: 'dist',
  cacheDir: '.vitepress/cache',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  // TypeDoc writes these afterwards; src/links/check-site.ts follows them
  ignoreDeadLinks: [/^\/api\//],
  // VitePress' own colours of code have too little contrast on its ground
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Tutorials', link: '/tutorials/' },
      { text: 'Settings', link: '/settings' },
      { text: 'API', link: '/api/', target: '_self' },
    ],
    sidebar: [
      { text: 'Start here', link: '/' },
      { text: 'Tutorials', link: '/tutorials/', items: TUTORIALS },
      {
        text: 'The house',
        items: [
          { text: 'Design', link: '/design' },
          { text: 'Style', link: '/style' },
          { text: 'Walks', link: '/walks' },
          { text: 'Decisions', link: '/decisions/' },
          { text: 'Benchmarks', link: '/benchmarks' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'When drift rings', link: '/when-drift-rings' },
          { text: 'Settings', link: '/settings' },
          { text: 'API', link: '/api/', target: '_self' },
          { text: 'Packages', link: '/packages', collapsed: true, items: readmesOf('packages') },
          { text: 'Apps', link: '/packages#apps', collapsed: true, items: readmesOf('apps') },
          { text: 'Tools', link: '/packages#tools', collapsed: true, items: readmesOf('tools') },
        ],
      },
    ],
  },
});
