import { expect, it } from 'vitest';
import { escapedInJson, printable, printableLines } from '../../src/terminal/printable.ts';

const ESC = '\u001b';

it.each([
  ['a colour', `${ESC}[31mred${ESC}[0m`, '\\x1b[31mred\\x1b[0m'],
  ['a title of the window', `${ESC}]0;mine\u0007`, '\\x1b]0;mine\\x07'],
  ['a sequence in one character', '\u009b2J', '\\x9b2J'],
  ['a return to the start of the line', 'bad\rgood', 'bad\\x0dgood'],
  ['letters from right to left', 'a\u202etxt.exe', 'a\\u202etxt.exe'],
])('shows %s instead of doing it', (_name, text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printableLines(text)).toBe(shown);
});

it('leaves letters of all scripts and emoji as they are', () => {
  const text = 'Größe, 尺寸, حجم, 👟';
  expect(printable(text)).toBe(text);
});

it('keeps the ends of lines, and of Windows, in a text of several', () => {
  expect(printableLines('a\n\tb\r\nc')).toBe('a\n\tb\nc');
  expect(printable('a\nb')).toBe('a\\x0ab');
});

it('keeps what JSON says while nothing in it reaches the terminal', () => {
  const value = { tag: `${ESC}[2J\u009b2J\u202e`, text: 'a\nb' };
  const json = escapedInJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toMatch(/^[\n\x20-\x7e]*$/);
});
