import { KWARG_WORDS } from '../../src/declare/kwarg-words.ts';
import { camelCase } from '../../src/fluent/names.ts';
import { methodName, subjectOf } from '../../src/fluent/subject.ts';
import type { Subject } from '../../src/fluent/subject.ts';
import { BUILT_IN } from '../../src/index.ts';

const SUBJECTS: readonly Subject[] = ['column', 'columns', 'pair', 'table'];

/** A property of an interface, with its comment. */
function property(name: string, words: readonly string[], indent: string): string {
  const lines = words.map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...lines, `${indent} */`, `${indent}readonly ${name}: unknown;`].join(
    '\n',
  );
}

function methodsOf(subject: Subject): string {
  const methods = BUILT_IN.filter((each) => subjectOf(each) === subject)
    .map(({ type, summary }) => ({ name: methodName(type, subject), type, summary }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, summary }) => property(name, [summary, '', `\`${type}\``], '    '));
  return [`  readonly ${subject}: {`, ...methods, '  };'].join('\n');
}

/** The interfaces from which methods and kwargs of the fluent suite builder take what editors show of them. */
export function hoverDocs(): string {
  const kwargs = Object.entries(KWARG_WORDS)
    .map(([name, words]) => [camelCase(name), words] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `// Generated from the declarations: remove it, and test/fluent/hover-docs.test.ts writes it anew.

/** What editors show of the methods of each subject. */
export interface MethodDocs {
${SUBJECTS.map(methodsOf).join('\n')}
}

/** What editors show of kwargs. */
export interface KwargDocs {
${kwargs.map(([name, words]) => property(name, [words], '  ')).join('\n')}
}
`;
}
