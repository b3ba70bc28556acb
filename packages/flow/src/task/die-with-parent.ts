/** A child whose parent is gone must not go on: whoever resumes the run does the task anew. */
export function dieWithParent(): void {
  if (process.send === undefined) return;
  if (!process.connected) dieWithGroup();
  // Once, though a process that stood by says it again when its task begins
  process.off('disconnect', dieWithGroup);
  process.on('disconnect', dieWithGroup);
}

/** Ends this process and, when the parent made it the leader of a group, all that it started. */
function dieWithGroup(): never {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // It leads no group: there is only itself to end.
  }
  process.exit(1);
}
