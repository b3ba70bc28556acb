import { formatFiles, generateFiles } from '@nx/devkit';
import { fileURLToPath } from 'node:url';

const FILES = fileURLToPath(new URL('./files', import.meta.url));

/**
 * Makes `packages/<name>`: package.json, tsconfigs, lint and test set-up, errors, a first export with its test.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, description: string }} options
 */
export default async function generatePackage(tree, { name, description }) {
  const root = `packages/${name}`;
  if (tree.exists(`${root}/package.json`))
    throw new Error(`${root} exists already; choose another name`);
  const pascal = name.replace(/(^|-)([a-z])/g, (_match, _dash, letter) => letter.toUpperCase());
  generateFiles(tree, FILES, root, { name, description, pascal, tmpl: '' });
  tree.write(`${root}/LICENSE`, tree.read('LICENSE'));
  await formatFiles(tree);
  return () => {
    console.log(
      `\nNext: npm install && npx nx sync, then allow what it may import in configs/eslint/base.js`,
    );
  };
}
