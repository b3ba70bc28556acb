/** A part of an axis, 0 at its bottom to 1 at its top. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** Ranges of axes by their place, for each drawing. */
const ranges = new WeakMap<Element, Map<number, Range>>();

/** Lets people drag along the axes of parallel coordinates: only lines that cross every dragged part stay in sight. */
export function brushAxes(): void {
  let dragged: { readonly hit: Element; readonly from: number } | null = null;
  document.addEventListener('pointerdown', (event) => {
    if (!(event.target instanceof Element) || !event.target.matches('.parallel .hit')) return;
    dragged = { hit: event.target, from: shareAt(event.target, event.clientY) };
    event.target.setPointerCapture(event.pointerId);
  });
  document.addEventListener('pointermove', (event) => {
    if (dragged !== null) brush(dragged.hit, dragged.from, shareAt(dragged.hit, event.clientY));
  });
  document.addEventListener('pointerup', (event) => {
    if (dragged === null) return;
    brush(dragged.hit, dragged.from, shareAt(dragged.hit, event.clientY));
    dragged = null;
  });
}

function shareAt(hit: Element, clientY: number): number {
  const { top, height } = hit.getBoundingClientRect();
  const [least, greatest] = [numberOf(hit, 'data-top'), numberOf(hit, 'data-bottom')];
  const y = numberOf(hit, 'y') + ((clientY - top) / height) * numberOf(hit, 'height');
  return Math.min(1, Math.max(0, (greatest - y) / (greatest - least)));
}

function numberOf(element: Element, name: string): number {
  return Number(element.getAttribute(name));
}

/** A click is the shortest drag: it takes the range away. */
const LEAST_SHARE = 0.01;

function brush(hit: Element, from: number, to: number): void {
  const drawing = hit.closest('.parallel');
  const axis = hit.closest('[data-axis]');
  if (drawing === null || axis === null) return;
  const own = ranges.get(drawing) ?? new Map<number, Range>();
  ranges.set(drawing, own);
  const place = numberOf(axis, 'data-axis');
  const range = { low: Math.min(from, to), high: Math.max(from, to) };
  axis.querySelector('.brush')?.remove();
  if (range.high - range.low < LEAST_SHARE) own.delete(place);
  else {
    own.set(place, range);
    axis.append(brushMark(hit, range));
  }
  const lines = [...drawing.querySelectorAll('.trial')];
  for (const line of lines) line.classList.toggle('out', !isIn(line, own));
  const left = lines.filter((line) => !line.classList.contains('out'));
  const told = drawing.parentElement?.querySelector('[data-brushed]');
  if (told)
    told.textContent =
      own.size === 0
        ? ''
        : `${left.length} of ${lines.length}: ${left
            .slice(0, 10)
            .map((line) => line.textContent)
            .join(', ')}`;
}

function brushMark(hit: Element, { low, high }: Range): Element {
  const [top, bottom] = [numberOf(hit, 'data-top'), numberOf(hit, 'data-bottom')];
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const size = {
    class: 'brush',
    x: numberOf(hit, 'x') + 6,
    width: 16,
    y: bottom - high * (bottom - top),
    height: (high - low) * (bottom - top),
  };
  for (const [name, value] of Object.entries(size)) mark.setAttribute(name, String(value));
  return mark;
}

function isIn(line: Element, own: ReadonlyMap<number, Range>): boolean {
  const heights = (line.getAttribute('data-heights') ?? '').split(',');
  return [...own].every(([place, { low, high }]) => {
    const height = heights[place] ?? '';
    return height !== '' && Number(height) >= low && Number(height) <= high;
  });
}
