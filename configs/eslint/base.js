import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import { sharedTypesParser } from './shared-types.js';

/** Who may know whom: a package or an app lists those of ours that it may import, in tests too. */
const MAY_KNOW = {
  contract: [],
  expectations: [],
  kernels: [],
  export: [],
  tracking: ['fake-trackers'],
  flow: ['test-doubles'],
  config: [],
  report: [],
  ui: ['dataset', 'flow', 'report', 'tracking'],
  dataset: ['config', 'contract', 'test-doubles'],
  recommenders: ['config', 'contract', 'kernels'],
  'train-intent': ['config', 'contract', 'dataset', 'export', 'kernels', 'tracking'],
  'train-rec': ['config', 'contract', 'dataset', 'export', 'kernels', 'recommenders', 'tracking'],
  serving: ['contract', 'export', 'recommenders', 'test-doubles'],
  deploy: ['contract', 'test-doubles'],
  endpoint: ['config', 'contract', 'deploy', 'serving', 'test-doubles', 'train-rec'],
  'serverless-api': [
    'contract',
    'deploy',
    'kernels',
    'serving',
    'test-doubles',
    'train-intent',
    'train-rec',
  ],
  docs: ['test-doubles'],
  // It starts the endpoint's program, and imports nothing else of an app
  pipeline: [
    'config',
    'contract',
    'dataset',
    'deploy',
    'endpoint',
    'expectations',
    'export',
    'flow',
    'kernels',
    'recommenders',
    'report',
    'serving',
    'test-doubles',
    'tracking',
    'train-intent',
    'train-rec',
    'ui',
  ],
};

const depConstraints = [
  ...Object.entries(MAY_KNOW).map(([name, known]) => ({
    sourceTag: `scope:${name}`,
    onlyDependOnLibsWithTags: [name, ...known].map((scope) => `scope:${scope}`),
  })),
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
];

/**
 * Where the rules of a package in `directory` get types from: the nearest tsconfig of each file. `npm run lint` names by
 * LF_LINT_PROGRAMS programs that many packages share (tools/workspace/src/lint), which give the same types sooner.
 */
function typesOf(directory) {
  const shared = process.env.LF_LINT_PROGRAMS;
  if (!shared)
    return [
      {
        files: ['**/*.ts'],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: directory } },
      },
    ];
  return JSON.parse(readFileSync(shared, 'utf8'))[directory].map(
    ({ files, ignores, project, own }) => ({
      files,
      ignores,
      languageOptions: {
        ...(own ? {} : { parser: sharedTypesParser }),
        parserOptions: { project: [project], tsconfigRootDir: directory },
      },
    }),
  );
}

/** ESLint's configuration for a package in `directory`. */
export function lintConfig(directory) {
  return [
    {
      ignores: ['**/dist', '**/.reports', '**/out-tsc', '**/.serverless', '**/.esbuild', '**/.lf'],
    },
    ...nx.configs['flat/base'],
    ...tseslint.configs.strictTypeChecked.map((config) => ({ files: ['**/*.ts'], ...config })),
    ...typesOf(directory),
    {
      files: ['**/*.ts'],
      rules: {
        '@nx/enforce-module-boundaries': [
          'error',
          {
            enforceBuildableLibDependency: true,
            buildTargets: ['build-types'],
            allow: ['../../configs/**'],
            depConstraints,
          },
        ],
        '@typescript-eslint/restrict-template-expressions': [
          'error',
          { allowNumber: true, allowBoolean: true },
        ],
        '@typescript-eslint/no-unused-vars': [
          'error',
          { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
        ],
        '@typescript-eslint/consistent-type-imports': 'error',
        '@typescript-eslint/no-explicit-any': 'error',
        '@typescript-eslint/no-non-null-assertion': 'error',
        '@typescript-eslint/no-unnecessary-condition': 'off',
        '@typescript-eslint/no-confusing-void-expression': [
          'error',
          { ignoreArrowShorthand: true },
        ],
        '@typescript-eslint/require-await': 'off',
        'no-console': 'error',
      },
    },
    {
      files: ['test/**/*.ts', 'bench/**/*.ts'],
      rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
    },
    prettier,
  ];
}
