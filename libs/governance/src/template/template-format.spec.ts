import { applyFormat, parseFormat } from './template-format.js';

describe('formats', () => {
  // What java.lang.String.format gives.
  it.each([
    ['%s', 'projekt', 'projekt'],
    ['%.7s', 'projektname', 'projekt'],
    ['%.7s', 'pro', 'pro'],
    ['%-10s', 'abc', 'abc       '],
    ['%5s', 'abc', '  abc'],
    ['%10.3s', 'abcdef', '       abc'],
    ['%S', 'abc', 'ABC'],
    ['%d', 42, '42'],
    ['%03d', 7, '007'],
    ['%03d', 1234, '1234'],
    ['%5d', 42, '   42'],
    ['%-5d', 42, '42   '],
    ['%x', 255, 'ff'],
    ['%04X', 255, '00FF'],
  ])('%s of %p is %p', (format, value, expected) => {
    const parsed = parseFormat(format);
    expect(parsed && applyFormat(parsed, value)).toBe(expected);
  });

  it.each(['', '%', 's', '%s%s', '%q', '%.s', '%.0s', '%-s', '%0d', '%05s', '%.2d', '%-05d', '%1000s', '% d'])('refuses %p', (format) => {
    expect(parseFormat(format)).toBeUndefined();
  });

  it('never ends a cut in a hyphen, which another hyphen could follow', () => {
    const parsed = parseFormat('%.7s');
    expect(parsed && applyFormat(parsed, 'abcdef-ghi')).toBe('abcdef');
  });
});
