import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
import generatePackage from '../src/package/generator.js';

const options = { name: 'click-paths', description: 'Paths of clicks' };

function workspace() {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('LICENSE', 'MIT License');
  return tree;
}

describe('the package generator', () => {
  it('makes a package that exports its error class and ships its sources', async () => {
    const tree = workspace();
    await generatePackage(tree, options);
    const manifest = JSON.parse(tree.read('packages/click-paths/package.json', 'utf8'));
    expect(manifest).toMatchObject({ name: '@lf/click-paths', description: 'Paths of clicks' });
    expect(manifest.files).toContain('src');
    expect(tree.read('packages/click-paths/src/index.ts', 'utf8')).toBe(
      "export { ClickPathsError } from './errors.ts';\n",
    );
  });

  it('leaves no template marker behind', async () => {
    const tree = workspace();
    await generatePackage(tree, options);
    const files = tree.listChanges().filter(({ path }) => path.startsWith('packages/'));
    expect(files.length).toBeGreaterThan(10);
    for (const { path, content } of files) {
      expect(path).not.toContain('__');
      expect(content?.toString()).not.toContain('<%');
    }
  });

  it('never overwrites a package', async () => {
    const tree = workspace();
    tree.write('packages/click-paths/package.json', '{}');
    await expect(generatePackage(tree, options)).rejects.toThrow(/exists already/);
  });
});
