import { csvRows } from './csv.js';

describe('CSV with a header', () => {
  it('is read by the names of its columns, quotes and all', () => {
    const content = '\ufeffamount,note,extra\r\n1.50,"a, ""b""",x\r\n\r\n"-2","two\nlines",\n';
    expect(csvRows(content, ['note', 'amount'])).toEqual([
      { note: 'a, "b"', amount: '1.50' },
      { note: 'two\nlines', amount: '-2' },
    ]);
    expect(csvRows('a,b\n', ['a'])).toEqual([]);
  });

  it('says what is wrong with it', () => {
    expect(() => csvRows('a,b\n1,2', ['a', 'c'])).toThrow('c is missing');
    expect(() => csvRows('a,b\n1', ['a'])).toThrow('Row 1 has 1 cells; the first line names 2.');
    expect(() => csvRows('a,b\n"1,2', ['a'])).toThrow('A quote is opened in line 2');
    expect(() => csvRows('', ['a'])).toThrow('a is missing');
  });
});
