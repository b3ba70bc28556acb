import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const SOURCES = ['packages', 'apps', 'tools'].flatMap((room) =>
  readdirSync(join(ROOT, room))
    .map((name) => join(room, name, 'src'))
    .filter((folder) => existsSync(join(ROOT, folder))),
);

/** What is imported as a module is loaded: not `import type`, and not `import()`, which waits until it is called. */
const LOADED = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'(\.[^']+)'/gm;

/** Files by the files that each loads, all by their paths below `folder`. */
function importsIn(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|js)$/.test(file),
  );
  return new Map(
    files.map((file) => [
      file,
      [...readFileSync(join(folder, file), 'utf8').matchAll(LOADED)].map(([, specifier]) =>
        relative(folder, join(folder, dirname(file), specifier)),
      ),
    ]),
  );
}

/** The first circle that a walk along imports finds, as the files on it; undefined: none. */
function circleIn(imports) {
  const left = new Set();
  const path = [];
  const visit = (file) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (left.has(file)) return undefined;
    path.push(file);
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    path.pop();
    left.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('no file loads itself by way of others', () => {
  it.each(SOURCES)('%s', (source) => {
    expect(circleIn(importsIn(join(ROOT, source)))).toBeUndefined();
  });

  it('finds a circle where there is one, and none where a type alone closes it', () => {
    const loaded = (text) => [...text.matchAll(LOADED)].map(([, specifier]) => specifier);
    expect(
      loaded(
        "import './a.ts';\nimport {\n  b,\n  type C,\n} from './b.ts';\nexport * from './d.ts';",
      ),
    ).toEqual(['./a.ts', './b.ts', './d.ts']);
    expect(loaded("import type { A } from './a.ts';\nexport type { B } from './b.ts';")).toEqual(
      [],
    );
    const imports = new Map([
      ['a', ['b', 'c']],
      ['b', []],
      ['c', ['d']],
      ['d', ['a']],
    ]);
    expect(circleIn(imports)).toEqual(['a', 'c', 'd', 'a']);
  });
});
