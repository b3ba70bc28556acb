/** How often the same status is told again, for those who wait. */
const REPEAT_MS = 60_000;

/** Tells the status of an endpoint or a training job in SageMaker when it is new, and each minute that it lasts. */
export function tellProgress(log: (line: string) => void) {
  let told = { status: '', waitedMs: 0 };
  return (now: { readonly status: string; readonly waitedMs: number }): void => {
    if (now.status === told.status && now.waitedMs - told.waitedMs < REPEAT_MS) return;
    told = now;
    log(`SageMaker: ${now.status}, ${Math.round(now.waitedMs / 1000)} s`);
  };
}
