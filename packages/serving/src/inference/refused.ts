import { TensorsRefusedError, TreeModelError, VocabularyError } from '@lf/contract';
import { ModelRefusedError, ShowcaseError } from '../errors.ts';

/** Reads what a bundle says of its model. @throws ModelRefusedError where @lf/contract finds it wrong */
export function refusing<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof TensorsRefusedError || error instanceof VocabularyError) {
      throw new ModelRefusedError(error.reason, { cause: error });
    }
    if (error instanceof TreeModelError) {
      throw new ModelRefusedError(`its trees.json: ${error.reason}`, { cause: error });
    }
    if (error instanceof ShowcaseError) {
      throw new ModelRefusedError(`its showcase.json: ${error.reason}`, { cause: error });
    }
    throw error;
  }
}
