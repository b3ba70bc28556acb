/** Moves a column into a longer one. */
export function grown<Column extends Uint32Array | Float32Array>(
  values: Column,
  room: Column,
): Column {
  room.set(values);
  return room;
}
