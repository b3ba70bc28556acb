import { existsSync } from 'node:fs';

/** What of assembly/ the host reads: each module's words, modes and numbers, and those of all modules' tasks. */
export const LAYOUTS = [
  { name: 'tasks', words: 'task-words.ts', numbers: 'tasks.ts' },
  ...['lstm', 'masked-lm', 'session-encoder', 'top-k', 'word2vec'].map((name) => ({
    name,
    words: `${name}/words.ts`,
    modes: `${name}/modes.ts`,
    numbers: `${name}/layout.ts`,
  })),
] as const;
export type Layout = { readonly name: string; readonly words: string } & Partial<
  Record<'modes' | 'numbers', string>
>;

const WORD_BYTES = 4;

/** Where a layout's generated source lies. */
export function layoutFile({ name }: Layout): URL {
  return new URL(`../src/generated/${name}-layout.ts`, import.meta.url);
}

/** The host's half of a module's layout: what its assembly says, so that the two can never differ. */
export async function layoutSource({ name, words, modes, numbers }: Layout): Promise<string> {
  const constant = name.toUpperCase().replaceAll('-', '_');
  const offsets = await numbersOf(words);
  const indices = [...offsets].map(([word, bytes]) => [word, bytes / WORD_BYTES] as const);
  const others = numbers === undefined ? [] : [...(await numbersOf(numbers))];
  const parts = [
    table('Index of each 32-bit word.', `${constant}_WORD`, indices),
    ...(modes === undefined || !existsSync(assembly(modes))
      ? []
      : [table('What a job or task does.', `${constant}_MODE`, [...(await numbersOf(modes))])]),
    table(
      'Numbers that both halves use; offsets are bytes.',
      `${constant}_NUMBER`,
      others.filter(([key]) => !offsets.has(key)),
    ),
  ];
  return [
    `// Read from assembly/ by \`npm run build:wasm\`; a test holds it to what stands there.`,
    ...parts.map((part) => `\n${part}`),
    '',
  ].join('\n');
}

function assembly(path: string): URL {
  return new URL(`../assembly/${path}`, import.meta.url);
}

/** The numbers that a file of AssemblyScript exports: but for its types, it is TypeScript. */
async function numbersOf(path: string): Promise<ReadonlyMap<string, number>> {
  const exported = (await import(assembly(path).href)) as Readonly<Record<string, unknown>>;
  const numbers = Object.entries(exported).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  numbers.sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1));
  return new Map(numbers.map(([key, value]) => [camelCase(key), value]));
}

function camelCase(constant: string): string {
  return constant.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function table(
  about: string,
  constant: string,
  entries: readonly (readonly [string, number])[],
): string {
  const lines = entries.map(([key, value]) => `  ${key}: ${value},`);
  return [`/** ${about} */`, `export const ${constant} = {`, ...lines, '} as const;'].join('\n');
}
