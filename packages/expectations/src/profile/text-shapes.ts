/** A form that all texts of a column may share. */
export interface TextShape {
  readonly name: string;
  readonly regex: string;
  /** Whether the form itself says how long a text is. */
  readonly fixesLength: boolean;
  /** Whether texts of the form are made to be told apart. */
  readonly isKeyLike: boolean;
}

/** The most telling first: a column gets the first that fits it. Linear in RE2, no look-around. */
export const TEXT_SHAPES: readonly TextShape[] = [
  {
    name: 'UUIDs',
    regex: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
    fixesLength: true,
    isKeyLike: true,
  },
  // Lengths of MD5, SHA-1 and SHA-256 in hexadecimal digits.
  ...[32, 40, 64].map((length) => ({
    name: `hexadecimal digests of ${length} digits`,
    regex: `^[0-9a-f]{${length}}$`,
    fixesLength: true,
    isKeyLike: true,
  })),
  {
    name: 'ISO dates',
    regex: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    fixesLength: true,
    isKeyLike: false,
  },
  {
    name: 'ISO times',
    regex: '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?$',
    fixesLength: false,
    isKeyLike: false,
  },
  {
    name: 'e-mail addresses',
    regex: '^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$',
    fixesLength: false,
    isKeyLike: true,
  },
  {
    name: 'web addresses',
    regex: '^https?://[^\\s]+$',
    fixesLength: false,
    isKeyLike: false,
  },
  { name: 'integers', regex: '^[+-]?[0-9]+$', fixesLength: false, isKeyLike: true },
  {
    name: 'decimal numbers',
    regex: '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$',
    fixesLength: false,
    isKeyLike: false,
  },
  {
    name: 'hexadecimal digits',
    regex: '^[0-9a-f]{8,}$',
    fixesLength: false,
    isKeyLike: true,
  },
];
