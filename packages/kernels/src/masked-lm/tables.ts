/** Writes rows `[row, D]` into panels `[row / 8, D, 8]`. */
export function toPanels(rows: Float32Array, dimensions: number, panels: Float32Array): void {
  for (let start = 0; start < rows.length; start += dimensions) {
    const end = start + dimensions;
    let to = panelIndex(start, dimensions);
    for (let from = start; from < end; from++, to += 8) panels[to] = rows[from] ?? 0;
  }
}

/** Reads rows `[row, D]` back out of panels. */
export function fromPanels(panels: Float32Array, rows: number, dimensions: number): Float32Array {
  const values = new Float32Array(rows * dimensions);
  for (let i = 0; i < values.length; i++) values[i] = panels[panelIndex(i, dimensions)] ?? 0;
  return values;
}

function panelIndex(index: number, dimensions: number): number {
  const row = Math.floor(index / dimensions);
  return (Math.floor(row / 8) * dimensions + (index % dimensions)) * 8 + (row % 8);
}
