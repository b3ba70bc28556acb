/** The queue that a `job.json` names; null where it cannot be read. */
export function decodeJob(bytes: Uint8Array): string | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== 'object' || value === null || !('queue' in value)) return null;
    return typeof value.queue === 'string' ? value.queue : null;
  } catch {
    return null;
  }
}
