import { InputType } from '@nestjs/graphql';
import { Identifier, Instant, Nested, NestedList, Text, TextList, Uuid, Whole } from './input-fields.js';
import { InputPipe, InvalidInput } from './input.pipe.js';

@InputType()
class PartInput {
  @Text({ max: 5, description: 'a name' })
  readonly name!: string;
}

@InputType({ isAbstract: true })
abstract class KeyInput {
  @Identifier({ description: 'a key' })
  readonly key!: string;
}

@InputType()
class ThingInput extends KeyInput {
  @Uuid({ optional: true, description: 'an id' })
  readonly id?: string;

  @Instant({ optional: true, description: 'a time' })
  readonly at?: string;

  @Whole({ min: 1, max: 3, optional: true, description: 'a number' })
  readonly count?: number;

  @Nested(() => PartInput, { optional: true, description: 'a part' })
  readonly part?: PartInput;

  @NestedList(() => PartInput, { optional: true, maxItems: 2, description: 'parts' })
  readonly parts?: readonly PartInput[];

  @TextList({ max: 3, maxItems: 2, optional: true, description: 'texts' })
  readonly texts?: readonly string[];
}

const transform = (value: unknown, data = 'input'): unknown => new InputPipe().transform(value, { type: 'body', metatype: ThingInput, data });

const problemsOf = (value: unknown): readonly (readonly [string, string])[] => {
  try {
    transform(value);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(({ field, rule }) => [field, rule] as const);
    throw error;
  }
  return [];
};

describe('InputPipe', () => {
  it('passes what keeps the rules, without what was sent as null', () => {
    const value = {
      key: 'a-b1',
      id: '0198C5A0-7b1e-7c3a-9d2f-1a2b3c4d5e6f',
      at: '2026-11-30T18:00:00+01:00',
      count: null,
      parts: [{ name: 'é✓😀👍' }],
    };
    expect(transform(value)).toEqual({ key: value.key, id: value.id, at: value.at, parts: value.parts });
  });

  it.each([
    [{ key: '' }, ['key', 'notBlank']],
    [{ key: 'A' }, ['key', 'identifier']],
    [{ key: 'ä' }, ['key', 'identifier']],
    [{ key: 'a--b' }, ['key', 'identifier']],
    [{ key: '-a' }, ['key', 'identifier']],
    [{ key: 'a.b' }, ['key', 'identifier']],
    [{ key: 'a\n' }, ['key', 'identifier']],
    [{ key: 'a'.repeat(65) }, ['key', 'maxLength:64']],
    [{ key: 'a', id: 'not-a-uuid' }, ['id', 'uuid']],
    [{ key: 'a', at: 'tomorrow' }, ['at', 'instant']],
    [{ key: 'a', at: '2026-02-30T25:00:00Z' }, ['at', 'instant']],
    [{ key: 'a', at: '2026-11-30T18:00:00' }, ['at', 'instant']],
    [{ key: 'a', count: 4 }, ['count', 'between:1:3']],
    [{ key: 'a', part: { name: ' ' } }, ['part.name', 'notBlank']],
    [{ key: 'a', part: { name: 'a\u0000' } }, ['part.name', 'plainText']],
    [{ key: 'a', part: { name: '\ud800' } }, ['part.name', 'plainText']],
    [{ key: 'a', parts: [{ name: 'a' }, { name: 'abcdef' }] }, ['parts[1].name', 'maxLength:5']],
    [{ key: 'a', parts: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }, ['parts', 'maxItems:2']],
    [{ key: 'a', texts: ['abc', 'abcd'] }, ['texts[1]', 'maxLength:3']],
  ])('refuses %j', (value, problem) => {
    expect(problemsOf(value)).toEqual([problem]);
  });

  it('finds all problems, in the order of the fields', () => {
    expect(problemsOf({ key: 'A', id: 'x', parts: [{ name: '' }] })).toEqual([
      ['key', 'identifier'],
      ['id', 'uuid'],
      ['parts[0].name', 'notBlank'],
    ]);
  });

  it('leaves alone what has no rules', () => {
    const pipe = new InputPipe();
    expect(pipe.transform('any text', { type: 'body', metatype: String, data: 'id' })).toBe('any text');
    expect(pipe.transform({ principal: {} }, { type: 'custom', metatype: Object })).toEqual({ principal: {} });
  });
});
