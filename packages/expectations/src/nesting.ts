/** What is given is a few levels deep; what goes on for thousands ends the stack of whatever reads or writes it. */
const MOST_LEVELS = 200;

/** Whether lists and objects lie in one another beyond so many levels. */
export function isNestedDeeper(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isNestedDeeper(member, levels - 1));
}

/** What is wrong with it, for a message. */
export const TOO_DEEP = `nested more than ${MOST_LEVELS} levels deep`;
