import { DomainError } from '@orgledger/kernel';
import type { PlatformContext, TenantFactsOfViews } from '../tenant-snapshot/compose-snapshot.js';
import { groupBy } from '../grouping.js';
import type { NamingTemplates } from '../platform-settings.js';
import type { GovernanceQueries, TemplateCollision, TemplatePreview } from '../query-types.js';
import { inheritTags } from '../tags/account-tags.js';
import { loadPlatform, loadTenantFacts } from '../tenant-snapshot/load-snapshots.view.js';
import type { GovernanceDatabase } from '../views/governance-tables.view.js';
import { checkTemplates } from './check-templates.js';
import { namingFields } from './naming-targets.js';
import { parseTemplates, renderAccountAlias, renderAccountEmail, renderAccountName, renderGroupName, renderUserName } from './render-names.js';
import type { NameValues, ParsedTemplates, RenderedName } from './render-names.js';

const sampleEuid = 'jo.smith@example.com';

const valuesOf = (tenant: TenantFactsOfViews): NameValues => ({
  ...tenant,
  platform: tenant.platformIdentifier,
  tags: inheritTags({ workspace: tenant.workspaceTags, project: tenant.projectTags }),
});

/** A tenant with the longest names there can be. */
const longestTenant = ({ settings, tagDefinitions }: PlatformContext, platform: string): NameValues => ({
  workspaceIdentifier: 'w'.repeat(settings.limits.workspaceIdentifier),
  projectIdentifier: 'p'.repeat(settings.limits.projectIdentifier),
  platform,
  tenantNumber: 999_999,
  seed: 'preview',
  tags: Object.fromEntries(tagDefinitions.map(({ key }) => [key, key.toLowerCase()])),
});

const renderAll = (templates: ParsedTemplates, values: NameValues, context: PlatformContext): Record<keyof NamingTemplates, RenderedName> => ({
  accountName: renderAccountName(templates, values),
  accountEmail: renderAccountEmail(templates, values),
  accountAlias: renderAccountAlias(templates, values),
  group: renderGroupName(templates, values, context.roleMappings[0]?.groupAlias ?? 'admin', context.settings.identityCenter?.groupPrefix ?? ''),
  userName: renderUserName(templates, sampleEuid),
});

type Queries = Pick<GovernanceQueries, 'previewTemplates' | 'templateCollisions'>;

export const templateQueries = (db: GovernanceDatabase): Queries => {
  const contextOf = async (platformIdentifier: string): Promise<PlatformContext> => {
    const context = await loadPlatform(db, platformIdentifier);
    if (context) return context;
    throw new DomainError('PLATFORM_NOT_FOUND', `There is no platform ${platformIdentifier}: choose one of the list.`, {
      field: 'platformIdentifier',
    });
  };
  return {
    previewTemplates: async ({ platformIdentifier, templates, tenantId }): Promise<TemplatePreview> => {
      const context = await contextOf(platformIdentifier);
      const rows = tenantId === undefined ? [] : await db.selectFrom('tenants').selectAll().where('tenantId', '=', tenantId).execute();
      const [tenant] = rows.length === 0 ? [] : await loadTenantFacts(db, rows);
      if (tenantId !== undefined && !tenant)
        throw new DomainError('TENANT_NOT_FOUND', `There is no tenant ${tenantId}: choose one of the list.`, { field: 'tenantId' });
      const values = tenant ? valuesOf(tenant) : longestTenant(context, platformIdentifier);
      const fields = namingFields.map((field) => previewField(field, templates, values, context, platformIdentifier));
      return { ...(tenantId === undefined ? {} : { tenantId }), fields };
    },
    templateCollisions: async ({ platformIdentifier, templates }): Promise<readonly TemplateCollision[]> => {
      const context = await contextOf(platformIdentifier);
      const parsed = parseTemplates(templates);
      const rows = await db.selectFrom('tenants').selectAll().where('platformIdentifier', '=', platformIdentifier).orderBy('tenantKey').execute();
      const rendered = (rows.length === 0 ? [] : await loadTenantFacts(db, rows)).map((tenant) => ({
        tenantId: tenant.tenantId,
        names: renderAll(parsed, valuesOf(tenant), context),
      }));
      return (['accountEmail', 'accountAlias', 'group'] as const).flatMap((field) =>
        [...groupBy(rendered, ({ names }) => names[field].value.toLowerCase())]
          .filter(([, sharing]) => sharing.length > 1)
          .map(([value, sharing]) => ({ field, value, tenantIds: sharing.map(({ tenantId }) => tenantId) })),
      );
    },
  };
};

/** What saving the template would be refused for comes before what is wrong with this one name. */
const previewField = (
  field: keyof NamingTemplates,
  templates: NamingTemplates,
  values: NameValues,
  context: PlatformContext,
  platformIdentifier: string,
): TemplatePreview['fields'][number] => {
  const one = { ...context.settings.templates, [field]: templates[field] };
  try {
    checkTemplates('templates', one, {
      platformIdentifier,
      limits: context.settings.limits,
      groupPrefix: context.settings.identityCenter?.groupPrefix ?? '',
      tagKeys: context.tagDefinitions.map(({ key }) => key),
    });
  } catch (error) {
    if (error instanceof DomainError && error.field === `templates.${field}`)
      return { field, value: valueIfParsable(field, one, values, context), problem: error.message };
    if (!(error instanceof DomainError)) throw error;
  }
  const { value, problem } = renderAll(parseTemplates(one), values, context)[field];
  return { field, value, ...(problem ? { problem: problem.message } : {}) };
};

const valueIfParsable = (field: keyof NamingTemplates, templates: NamingTemplates, values: NameValues, context: PlatformContext): string => {
  try {
    return renderAll(parseTemplates(templates), values, context)[field].value;
  } catch (error) {
    if (error instanceof DomainError) return '';
    throw error;
  }
};
