/** Text of a file as it may be shown in a message: line ends, escape codes and what nobody sees written out. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (control) => {
    const written = JSON.stringify(control).slice(1, -1);
    return written === control
      ? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
      : written;
  });
}

/** A value in quotes, as it may be shown in a message. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text));
}
