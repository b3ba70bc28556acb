/** Colours of a dark terminal by the code that a program writes (ECMA-48, SGR 31 to 36). */
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
};
const STYLES: Readonly<Record<string, string>> = {
  '1': 'font-weight:600',
  '2': 'opacity:.7',
  '4': 'text-decoration:underline',
};

/** A page that shows a command and what it printed, as a `data:` address. */
export function terminalPage(command: string, printed: string): string {
  const page = `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #0d1117; color: #e6edf3; }
    pre { margin: 0; padding: 20px 24px; font: 13.5px/1.45 'DejaVu Sans Mono', monospace; }
  </style><pre><span style="color:#7ee787">$</span> ${escape(command)}\n${coloured(printed)}</pre>`;
  return `data:text/html;base64,${Buffer.from(page).toString('base64')}`;
}

/** Text with its codes of colours as HTML. */
export function coloured(text: string): string {
  let codes: readonly string[] = [];
  return text
    .trimEnd()
    .split(/\u001b\[([\d;]*)m/)
    .map((part, index) => {
      if (index % 2 === 1) {
        codes = nextCodes(codes, part);
        return '';
      }
      const style = codes.flatMap((code) => STYLES[code] ?? colourOf(code)).join(';');
      return style === '' || part === ''
        ? escape(part)
        : `<span style="${style}">${escape(part)}</span>`;
    })
    .join('');
}

/** The codes in force after another; 0 and nothing end all, 22, 24 and 39 end their kind. */
function nextCodes(codes: readonly string[], code: string): readonly string[] {
  if (code === '' || code === '0') return [];
  if (code === '22') return codes.filter((one) => one !== '1' && one !== '2');
  if (code === '24') return codes.filter((one) => one !== '4');
  if (code === '39') return codes.filter((one) => !(one in COLOURS));
  return [...codes, code];
}

function colourOf(code: string): readonly string[] {
  const colour = COLOURS[code];
  return colour === undefined ? [] : [`color:${colour}`];
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
