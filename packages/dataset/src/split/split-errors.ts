import { DatasetError } from '../errors.ts';

/** A split would leave a part without a session, or cannot order the sessions. */
export class UnsplittableError extends DatasetError {
  override readonly name = 'UnsplittableError';
  readonly groups: number;

  constructor(groups: number, reason: string) {
    super('unsplittable', `Cannot split ${groups} ${groups === 1 ? 'group' : 'groups'}: ${reason}`);
    this.groups = groups;
  }
}
