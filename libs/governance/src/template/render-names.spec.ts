import fc from 'fast-check';
import { DomainError } from '@orgledger/kernel';
import { sampleSettings } from '../../testing/samples.js';
import type { NamingTemplates } from '../platform-settings.js';
import { checkTemplates } from './check-templates.js';
import {
  parseTemplates,
  randomText,
  renderAccountAlias,
  renderAccountEmail,
  renderAccountName,
  renderGroupName,
  renderUserName,
} from './render-names.js';
import type { NameValues } from './render-names.js';

const values: NameValues = {
  workspaceIdentifier: 'acme',
  projectIdentifier: 'web-shop',
  platform: 'aws',
  tenantNumber: 12,
  seed: 'seed',
  tags: { 'cost-center': 'Köln 4711' },
};

const withTemplate = (more: Partial<NamingTemplates>) => parseTemplates({ ...sampleSettings.templates, ...more });

describe('rendering', () => {
  it('fills in every placeholder', () => {
    const all = withTemplate({
      accountName: '#{workspaceIdentifier}|#{customerIdentifier:%S}|#{projectIdentifier:%.3s}|#{platform}|#{tenantNumber:%04d}|#{tagCostCenter}',
    });
    expect(renderAccountName(all, values)).toEqual({ value: 'acme|ACME|web|aws|0012|K_ln 4711' });
    expect(renderGroupName(all, values, 'admin', 'ol-')).toEqual({ value: 'ol-acme.web-shop-admin' });
    expect(renderUserName(all, 'jo@example.com')).toEqual({ value: 'jo@example.com' });
  });

  it('makes tags fit the name they stand in', () => {
    const templates = withTemplate({
      accountAlias: 'x-#{tagCostCenter:%.5s}-#{tenantNumber}',
      accountEmail: '#{tagCostCenter:%.5s}-#{tenantNumber}@e.com',
    });
    expect(renderAccountAlias(templates, values)).toEqual({ value: 'x-k-ln-12' });
    expect(renderAccountEmail(templates, values)).toEqual({ value: 'k-ln-12@e.com' });
  });

  it('says which tag is missing, and what is too long or not valid', () => {
    const templates = withTemplate({ accountEmail: '#{tagCostCenter}-#{tenantNumber}@e.com' });
    expect(renderAccountEmail(templates, { ...values, tags: {} }).problem).toMatchObject({ code: 'NAME_TAG_MISSING', field: 'accountEmail' });
    expect(renderAccountEmail(templates, { ...values, tags: { costCenter: '!!!' } }).problem).toMatchObject({ code: 'NAME_TAG_MISSING' });
    expect(renderAccountEmail(templates, { ...values, tags: { costCenter: 'x'.repeat(80) } }).problem).toMatchObject({ code: 'NAME_TOO_LONG' });
    expect(renderUserName(templates, 'jo smith').problem).toMatchObject({ code: 'NAME_INVALID', field: 'userName' });
  });

  it('draws the same random text for the same seed only', () => {
    expect(randomText('a')).toMatch(/^[a-z0-9]{100}$/);
    expect(randomText('a')).toBe(randomText('a'));
    expect(randomText('a')).not.toBe(randomText('b'));
  });
});

const identifier = (max: number) =>
  fc
    .array(fc.constantFrom('a', 'b', '1', '-'), { minLength: 1, maxLength: max })
    .map((letters) => letters.join('').replace(/-+/g, '-').replace(/^-|-$/g, ''))
    .filter((text) => text !== '');

const tenantValues = fc.record({
  workspaceIdentifier: identifier(5),
  projectIdentifier: identifier(6),
  platform: fc.constant('aws'),
  tenantNumber: fc.integer({ min: 1, max: 130 }),
  seed: fc.constantFrom('one', 'two'),
  tags: fc.record({ a: fc.constantFrom('1', '11', 'x-1', '1-') }),
});

const piece = fc.constantFrom(
  '#{workspaceIdentifier}',
  '#{projectIdentifier}',
  '#{projectIdentifier:%.3s}',
  '#{workspaceIdentifier:%S}',
  '#{tenantNumber}',
  '#{tenantNumber:%03d}',
  '#{tenantNumber:%x}',
  '#{tagA:%.3s}',
  '-',
  '.',
  '1',
  'a',
);

const template = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => `${pieces.join('')}@e.com`);

const accepts = (accountEmail: string): boolean => {
  try {
    const context = { platformIdentifier: 'aws', limits: { workspaceIdentifier: 5, projectIdentifier: 6 }, groupPrefix: 'ol-', tagKeys: ['a'] };
    checkTemplates('t', { ...sampleSettings.templates, accountEmail }, context);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
};

describe('a template that was accepted', () => {
  it('never gives two tenants one name, a name too long or a malformed one', () => {
    let compared = 0;
    fc.assert(
      fc.property(template, fc.array(tenantValues, { minLength: 12, maxLength: 12 }), (accountEmail, drawn) => {
        if (!accepts(accountEmail)) return;
        const parsed = withTemplate({ accountEmail });
        // One tenant per number, and per project: as the product's claims have it.
        const tenants = drawn.filter(
          (tenant, index) =>
            drawn.findIndex((other) => other.tenantNumber === tenant.tenantNumber) === index &&
            drawn.findIndex(
              (other) => other.workspaceIdentifier === tenant.workspaceIdentifier && other.projectIdentifier === tenant.projectIdentifier,
            ) === index,
        );
        const names = tenants.map((tenant) => renderAccountEmail(parsed, tenant));
        expect(names.filter(({ problem }) => problem)).toEqual([]);
        expect(new Set(names.map(({ value }) => value.toLowerCase())).size).toBe(tenants.length);
        compared += 1;
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
