/**
 * Halves of the projects, for a process each: those whose files all have types of the largest program, and the others,
 * which need a program of their own too. So that only one of the halves loads several programs.
 *
 * @param {ReturnType<import('./type-programs.js').typePrograms>} types
 * @returns {string[][]} folders of projects, none empty
 */
export function splitProjects({ programs, globs }) {
  const sizes = programs.map(({ files }) => files.length);
  const largest = sizes.indexOf(Math.max(...sizes));
  const projects = Object.keys(globs);
  const common = projects.filter((project) =>
    globs[project].every(({ program }) => program === largest),
  );
  const others = projects.filter((project) => !common.includes(project));
  return [others, common].filter((half) => half.length > 0);
}
