/** Where in its sources the runtime noticed it: a path, a line, and the signature of a C++ function. */
const PLACE = /\S+\.(?:cc|cpp|cu|h|hpp):\d+\s[^)]*\)(?:\s*const)?(?:\s*\[with [^\]]*\])?\s*/g;
/** What is left of it where a signature holds more than one list of parameters. */
const INNARDS = /\S*(?:onnxruntime|std)::|\S+\.(?:cc|cpp|cu|h|hpp):\d/;
const MAX_CHARACTERS = 300;

/** What ONNX Runtime says is wrong with a model, on one line and without its own sources. */
export function runtimeReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.replace(PLACE, '').replace(/\s+/g, ' ').trim();
  if (reason === '' || INNARDS.test(reason)) return 'it gives no reason in plain words';
  return reason.slice(0, MAX_CHARACTERS).replace(/\.$/, '');
}
