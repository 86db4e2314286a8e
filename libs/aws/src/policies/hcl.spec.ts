import { parse } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { hclString } from './hcl.js';

/** What Terraform evaluates the raw text of a quoted template to. */
const evaluated = async (hcl: string): Promise<unknown> => {
  const { locals } = (await parse('x.tf', `locals {\n  a = jsonencode(${hcl})\n}`)) as { locals: [{ a: string }] };
  const raw = /^\$\{jsonencode\(([\s\S]*)\)\}$/.exec(locals[0].a)?.[1] ?? '';
  expect(raw.replace(/([$%])\1\{/g, '')).not.toMatch(/[$%]\{/);
  return JSON.parse(raw.replace(/([$%])\1\{/g, '$1{'));
};

describe('hclString', () => {
  it.each(['${path.root}', '%{ for x in y }', '$${x}', '$$${x}', '%%{x}', '"; evil = "', 'a\nb\t\\', '\\b \b \f', 'ünïcode 🚀'])(
    'keeps %j as text',
    async (text) => {
      expect(await evaluated(hclString(text))).toBe(text);
    },
  );

  it('keeps any text, and leaves nothing to interpolate', async () => {
    const hostile = fc.array(fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', '\b', 'b', 'x', '~')).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect(await evaluated(hclString(text))).toBe(text);
      }),
    );
  });
});
