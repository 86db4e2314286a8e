import fc from 'fast-check';
import { DomainError } from '@orgledger/kernel';
import { sampleTag } from '../../testing/samples.js';
import type { Tags } from '../shared-types.js';
import type { TagDefinition, TagValueType } from '../tag-definition/tag-definition.events.js';
import { accountTags, inheritTags } from './account-tags.js';
import { checkTags, checkTagValue } from './tag-rules.js';

const refusalOf = (attempt: () => unknown): { code: string; field: string | undefined } | undefined => {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, field: error.field };
  }
};

describe('values of tags', () => {
  it.each<[TagValueType, readonly string[], readonly string[]]>([
    [{ kind: 'text', regex: '[0-9]{4}' }, ['4711'], ['471', '47111', 'x4711', '4711\n']],
    [{ kind: 'text' }, ['anything', 'Köln'], ['', 'x'.repeat(257)]],
    [{ kind: 'email' }, ['a.b@example.com'], ['a@b', 'a b@example.com', 'Jo <a@example.com>', 'jö@example.com']],
    [{ kind: 'number' }, ['0', '-12', '3.14'], ['1e3', '1,5', '.5', 'NaN']],
    [{ kind: 'date' }, ['2024-02-29'], ['2023-02-29', '2024-1-1', '2024-13-01', '2024-04-31']],
    [{ kind: 'boolean' }, ['true', 'false'], ['yes', 'TRUE']],
    [{ kind: 'singleSelect', options: ['a', 'b'] }, ['a'], ['c', 'a,b']],
    [{ kind: 'multiSelect', options: ['a', 'b'] }, ['a', 'b,a'], ['a,c', 'a,a', 'a,']],
  ])('%j', (type, right, wrong) => {
    for (const value of right) expect(refusalOf(() => checkTagValue('tags.k', value, type))).toBeUndefined();
    for (const value of wrong) expect(refusalOf(() => checkTagValue('tags.k', value, type))).toEqual({ code: 'TAG_VALUE_INVALID', field: 'tags.k' });
  });
});

const change = (definition: Partial<TagDefinition>, tags: unknown, previous: Tags = {}, asOperator = false) =>
  checkTags({ target: 'workspace', tags, previous, definitions: [sampleTag({ valueType: { kind: 'text' }, ...definition })], asOperator });

describe('tags of an object', () => {
  it('takes defaults for what is missing', () => {
    expect(change({ mandatory: true, default: 'none' }, {})).toEqual({ CostCenter: 'none' });
    expect(change({ restricted: true, default: 'none' }, undefined)).toEqual({ CostCenter: 'none' });
  });

  it.each<[string, () => unknown]>([
    ['TAG_MISSING', () => change({ mandatory: true }, {})],
    ['TAG_RESTRICTED', () => change({ restricted: true }, { CostCenter: 'a' })],
    ['TAG_RESTRICTED', () => change({ restricted: true }, {}, { CostCenter: 'a' })],
    ['TAG_IMMUTABLE', () => change({ immutable: true }, { CostCenter: 'b' }, { CostCenter: 'a' }, true)],
    ['TAG_IMMUTABLE', () => change({ immutable: true }, {}, { CostCenter: 'a' }, true)],
    ['TAG_VALUE_INVALID', () => change({}, { CostCenter: 12 })],
  ])('answers %s', (code, attempt) => {
    expect(refusalOf(attempt)).toEqual({ code, field: 'tags.CostCenter' });
  });

  it('lets operators set restricted tags, and everybody leave them as they are', () => {
    expect(change({ restricted: true }, { CostCenter: 'b' }, { CostCenter: 'a' }, true)).toEqual({ CostCenter: 'b' });
    expect(change({ restricted: true, immutable: true }, { CostCenter: 'a' }, { CostCenter: 'a' })).toEqual({ CostCenter: 'a' });
  });

  it('refuses tags that nobody defined, and what is no record', () => {
    expect(refusalOf(() => change({}, { Cost: 'a' }))).toEqual({ code: 'TAG_UNKNOWN', field: 'tags.Cost' });
    expect(refusalOf(() => change({}, ['a']))).toEqual({ code: 'FIELD_REQUIRED', field: 'tags' });
  });
});

const replicated = (key: string, more: Partial<TagDefinition> = {}): TagDefinition => sampleTag({ key, valueType: { kind: 'text' }, ...more });

describe('tags of an account', () => {
  it('inherits project before payment method before workspace', () => {
    const sources = { project: { a: 'p' }, paymentMethod: { a: 'm', b: 'm' }, workspace: { a: 'w', b: 'w', c: 'w' } };
    expect(inheritTags(sources)).toEqual({ a: 'p', b: 'm', c: 'w' });
  });

  it('puts replicated tags under the prefix, with their replication key and legal characters', () => {
    const definitions = [replicated('a', { replicationKey: 'cost centre' }), replicated('b'), replicated('c', { replicated: false })];
    expect(accountTags({ project: { b: 'x;y' }, workspace: { a: 'Köln', c: 'no' } }, definitions, 'ol:')).toEqual({
      tags: { 'ol:cost centre': 'Köln', 'ol:b': 'x_y' },
      problems: [],
    });
  });

  it('says beforehand that there are too many, and when two become one', () => {
    const many = Array.from({ length: 51 }, (_, index) => `k${index}`);
    const workspace = Object.fromEntries(many.map((key) => [key, 'v']));
    expect(
      accountTags(
        { project: {}, workspace },
        many.map((key) => replicated(key)),
        'ol:',
      ).problems,
    ).toMatchObject([{ code: 'ACCOUNT_TAGS_TOO_MANY' }]);
    const twins = [replicated('a', { replicationKey: 'x' }), replicated('b', { replicationKey: 'x' })];
    expect(accountTags({ project: { a: '1', b: '2' }, workspace: {} }, twins, 'ol:').problems).toMatchObject([{ code: 'ACCOUNT_TAG_COLLISION' }]);
  });

  it('is always legal for AWS, whatever the values', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), text), fc.dictionary(fc.constantFrom('a', 'b', 'c'), text), (project, workspace) => {
        const { tags } = accountTags(
          { project, workspace },
          ['a', 'b', 'c'].map((key) => replicated(key)),
          'ol:',
        );
        for (const [key, value] of Object.entries(tags)) {
          expect(key.startsWith('ol:') && key.length <= 128 && value.length <= 256).toBe(true);
          expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
        }
        expect(Object.keys(tags).length).toBe(new Set([...Object.keys(project), ...Object.keys(workspace)]).size);
      }),
    );
  });
});
