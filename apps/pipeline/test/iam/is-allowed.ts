import type { Policy } from '../../src/iam/write-policy.ts';

/** As IAM decides: a statement allows an action on a resource, in which `*` stands for any text. */
export function isAllowed({ Statement }: Policy, action: string, resource: string): boolean {
  const matches = (pattern: string): boolean =>
    new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(resource);
  return Statement.some((each) => each.Action.includes(action) && each.Resource.some(matches));
}

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`);
