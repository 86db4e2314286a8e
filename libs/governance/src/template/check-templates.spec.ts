import { DomainError } from '@orgledger/kernel';
import { sampleSettings } from '../../testing/samples.js';
import type { NamingTemplates } from '../platform-settings.js';
import { checkTemplates } from './check-templates.js';
import type { TemplateContext } from './check-templates.js';

const context: TemplateContext = {
  platformIdentifier: 'aws-prod',
  limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
  groupPrefix: 'ol-',
  tagKeys: ['cost-center'],
};

const check = (more: Partial<NamingTemplates>, within: Partial<TemplateContext> = {}): { code: string; field: string | undefined } | 'accepted' => {
  try {
    checkTemplates('settings.templates', { ...sampleSettings.templates, ...more }, { ...context, ...within });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, field: error.field };
  }
};

const refusal = (code: string, field: keyof NamingTemplates) => ({ code, field: `settings.templates.${field}` });

describe('what saving templates accepts', () => {
  it.each<Partial<NamingTemplates>>([
    {},
    { accountEmail: 'aws-#{tenantNumber:%05d}@example.com' },
    { accountEmail: 'aws+#{customerIdentifier}_#{projectIdentifier}@e.com' },
    { accountEmail: 'a+#{projectIdentifier:%.7s}-#{tenantNumber}@example.com' },
    { accountEmail: '#{rand:%.20s}@example.com' },
    { accountEmail: '#{tagCostCenter:%.10s}-#{tenantNumber:%x}@example.com' },
    { accountAlias: 'acme-#{workspaceIdentifier}-#{tenantNumber}' },
    { group: '#{platform}-#{tenantNumber}-#{platformGroupAlias}' },
    { userName: 'corp_#{euid}' },
    { accountName: '#{tagCostCenter:%.10s} / same for all' },
  ])('accepts %j', (templates) => {
    expect(check(templates)).toBe('accepted');
  });

  it('accepts longer templates on a platform with shorter identifiers', () => {
    const accountEmail = 'aws.accounts+#{workspaceIdentifier}.#{projectIdentifier}@cloud.example.com';
    expect(check({ accountEmail })).toEqual(refusal('TEMPLATE_TOO_LONG', 'accountEmail'));
    expect(check({ accountEmail }, { limits: { workspaceIdentifier: 8, projectIdentifier: 12 } })).toBe('accepted');
  });

  it.each<[string, keyof NamingTemplates, string]>([
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{tenantNumber@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{tenant}@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{tenantNumber:%q}@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{projectIdentifier:%d}@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{tenantNumber}.example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws..#{tenantNumber}@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', 'aws+#{tenantNumber:%5d}@example.com'],
    ['TEMPLATE_INVALID', 'accountEmail', '#{tagNoSuch:%.3s}#{tenantNumber}@example.com'],
    ['TEMPLATE_INVALID', 'accountAlias', 'Acme-#{tenantNumber}'],
    ['TEMPLATE_INVALID', 'accountAlias', '-#{tenantNumber}-a'],
    ['TEMPLATE_INVALID', 'accountAlias', 'a-#{tenantNumber}-'],
    ['TEMPLATE_INVALID', 'accountAlias', 'a--#{tenantNumber}'],
    ['TEMPLATE_INVALID', 'accountAlias', 'a-#{workspaceIdentifier:%S}-#{tenantNumber}'],
    ['TEMPLATE_INVALID', 'userName', '#{tenantNumber}#{euid}'],
    ['TEMPLATE_INVALID', 'accountEmail', '#{euid}@example.com'],
    ['TEMPLATE_TOO_SHORT', 'accountAlias', '#{tenantNumber}'],
    ['TEMPLATE_TOO_LONG', 'accountAlias', 'a-very-long-company-name-#{workspaceIdentifier}-#{projectIdentifier}-#{tenantNumber}'],
    ['TEMPLATE_TOO_LONG', 'accountName', '#{workspaceIdentifier} #{projectIdentifier} #{platform}'],
    ['TEMPLATE_TOO_LONG', 'accountEmail', '#{rand}@example.com'],
    ['TEMPLATE_TOO_LONG', 'accountEmail', '#{tagCostCenter}-#{tenantNumber}@example.com'],
    ['TEMPLATE_TOO_LONG', 'group', `${'x'.repeat(100)}#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}`],
    ['FIELD_REQUIRED', 'accountEmail', ''],
  ])('answers %s for %s = %p', (code, field, template) => {
    expect(check({ [field]: template })).toEqual(refusal(code, field));
  });

  it.each<[keyof NamingTemplates, string, string]>([
    ['accountEmail', 'aws@example.com', 'nothing of the tenant'],
    ['accountEmail', '#{projectIdentifier}@example.com', 'projects of two workspaces'],
    ['accountEmail', '#{workspaceIdentifier}-#{projectIdentifier}@a.com', 'a-b and c is a and b-c'],
    ['accountEmail', '#{workspaceIdentifier}#{projectIdentifier}@a.com', 'no separator'],
    ['accountEmail', '#{workspaceIdentifier}.#{projectIdentifier:%.9s}@a.com', 'cut projects'],
    ['accountEmail', '#{projectIdentifier:%.7s}#{tenantNumber}@example.com', 'a1 and 2 is a and 12'],
    ['accountEmail', '#{tenantNumber}#{tagCostCenter:%.4s}@example.com', '1 and 23 is 12 and 3'],
    ['accountEmail', '#{rand:%.4s}@example.com', 'too little randomness'],
    ['accountAlias', 'acme-#{workspaceIdentifier}-#{projectIdentifier}', 'hyphens in identifiers'],
    ['group', '#{workspaceIdentifier}.#{projectIdentifier}', 'roles of one tenant'],
    ['group', '#{workspaceIdentifier}.#{projectIdentifier}#{platformGroupAlias}', 'no separator before the role'],
    ['userName', '#{euid:%.8s}', 'cut names of people'],
  ])('refuses a %s of %p, which can collide: %s', (field, template) => {
    expect(check({ [field]: template })).toEqual(refusal('TEMPLATE_CAN_COLLIDE', field));
  });

  it('knows that hexadecimal numbers go on in letters', () => {
    expect(check({ accountEmail: 'x#{tenantNumber:%x}@example.com' })).toBe('accepted');
    expect(check({ accountEmail: '#{projectIdentifier:%.5s}a#{tenantNumber:%x}@example.com' })).toEqual(
      refusal('TEMPLATE_CAN_COLLIDE', 'accountEmail'),
    );
  });
});
