import { DomainError, checkIdentifier, checkPattern, checkUuid, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { LandingZone } from '../landing-zone/landing-zone.decider.js';
import type { Platform } from '../platform/platform.decider.js';
import type { Project } from '../project/project.decider.js';
import type { Tags } from '../shared-types.js';
import { inheritTags } from '../tags/account-tags.js';
import { parseTemplates, renderAccountAlias, renderAccountEmail, renderAccountName } from '../template/render-names.js';
import type { ChangeTenantLandingZone, RequestTenant, TenantCommand } from './tenant.commands.js';
import type { TenantEvent } from './tenant.events.js';

export interface RequestedTenant {
  readonly status: 'requested' | 'provisioning' | 'active';
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly accountId: string | undefined;
}

export type Tenant = { readonly status: 'none' } | RequestedTenant;

/** The objects that a request names, as they were when it was decided. */
export interface TenantFacts {
  readonly workspaceTags: Tags;
  readonly project: Project;
  readonly platform: Platform;
  /** The zone that the command names. */
  readonly landingZone: LandingZone;
  /** The platform's next number. */
  readonly tenantNumber: number;
  /** The tenant that the project has on this platform. */
  readonly liveTenant: string | undefined;
  /** The tenant that the command's account belongs to. */
  readonly accountHolder: string | undefined;
}

/** The commands without their facts need none. */
export const noFacts: TenantFacts = {
  workspaceTags: {},
  project: { status: 'none' },
  platform: { status: 'none' },
  landingZone: { status: 'none' },
  tenantNumber: 0,
  liveTenant: undefined,
  accountHolder: undefined,
};

const openProject = (command: RequestTenant, { project }: TenantFacts): Tags => {
  if (project.status === 'active') return project.tags;
  const field = 'projectIdentifier';
  const message = `There is no project ${command.projectIdentifier} in workspace ${command.workspaceIdentifier}: create it first, or choose another one.`;
  if (project.status === 'none') return refuse('PROJECT_NOT_FOUND', field, message);
  return refuse('PROJECT_BEING_DELETED', field, `The project ${command.projectIdentifier} is being or has been deleted: choose another one.`);
};

const openPlatform = (command: RequestTenant, { platform }: TenantFacts) => {
  const field = 'platformIdentifier';
  const id = command.platformIdentifier;
  if (platform.status === 'none' || platform.status === 'removed')
    return refuse('PLATFORM_NOT_FOUND', field, `There is no platform ${id}: choose one of the list.`);
  if (platform.status !== 'published') {
    const problem = platform.status === 'deprecated' ? 'is deprecated and takes no new tenants' : 'is not published yet';
    return refuse('PLATFORM_NOT_PUBLISHED', field, `The platform ${id} ${problem}: choose another one, or ask its operator.`);
  }
  const { availability } = platform;
  const allowed = {
    public: true,
    private: command.asOperator === true,
    restricted: availability.kind === 'restricted' && availability.workspaceIdentifiers.includes(command.workspaceIdentifier),
  }[availability.kind];
  if (!allowed)
    refuse('PLATFORM_NOT_AVAILABLE', field, `The platform ${id} is not open to workspace ${command.workspaceIdentifier}: ask its operator.`);
  return platform;
};

const openZone = (landingZone: LandingZone, landingZoneIdentifier: string, workspaceIdentifier: string): void => {
  const field = 'landingZoneIdentifier';
  if (landingZone.status === 'none' || landingZone.status === 'deleted')
    return refuse('LANDING_ZONE_NOT_FOUND', field, `There is no landing zone ${landingZoneIdentifier} on this platform: choose one of its list.`);
  if (landingZone.status === 'disabled')
    return refuse('LANDING_ZONE_DISABLED', field, `The landing zone ${landingZoneIdentifier} takes no new tenants: choose another one.`);
  const { restrictedToWorkspaces } = landingZone.content.settings;
  if (restrictedToWorkspaces && !restrictedToWorkspaces.includes(workspaceIdentifier)) {
    const message = `The landing zone ${landingZoneIdentifier} is not open to workspace ${workspaceIdentifier}: choose another one, or ask the platform's operator.`;
    refuse('LANDING_ZONE_NOT_AVAILABLE', field, message);
  }
};

const request = (command: RequestTenant, state: Tenant, facts: TenantFacts): TenantEvent[] => {
  const tenantId = checkUuid('tenantId', command.tenantId);
  const workspaceIdentifier = checkIdentifier('workspaceIdentifier', command.workspaceIdentifier, 16);
  const projectIdentifier = checkIdentifier('projectIdentifier', command.projectIdentifier, 30);
  const platformIdentifier = checkIdentifier('platformIdentifier', command.platformIdentifier, 32);
  const landingZoneIdentifier = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
  if (state.status !== 'none') refuse('TENANT_EXISTS', 'tenantId', `There is a tenant ${tenantId} already: choose another id.`);
  const projectTags = openProject(command, facts);
  const { settings } = openPlatform(command, facts);
  openZone(facts.landingZone, landingZoneIdentifier, workspaceIdentifier);
  if (facts.liveTenant !== undefined && facts.liveTenant !== tenantId)
    throw new DomainError(
      'TENANT_FOR_PLATFORM_EXISTS',
      `The project ${projectIdentifier} has a tenant on ${platformIdentifier} already: use that one, or another project.`,
      { field: 'platformIdentifier', tenantId: facts.liveTenant },
    );
  const { limits, templates } = settings;
  if (workspaceIdentifier.length > limits.workspaceIdentifier || projectIdentifier.length > limits.projectIdentifier)
    refuse(
      'IDENTIFIER_TOO_LONG_FOR_PLATFORM',
      workspaceIdentifier.length > limits.workspaceIdentifier ? 'workspaceIdentifier' : 'projectIdentifier',
      `This platform takes workspace identifiers of at most ${limits.workspaceIdentifier} and project identifiers of at most ${limits.projectIdentifier} characters: choose a shorter one.`,
    );
  const { tenantNumber } = facts;
  const tags = inheritTags({ project: projectTags, workspace: facts.workspaceTags });
  const values = { workspaceIdentifier, projectIdentifier, platform: platformIdentifier, tenantNumber, seed: tenantId, tags };
  const parsed = parseTemplates(templates);
  for (const render of [renderAccountName, renderAccountEmail, renderAccountAlias]) {
    const { problem } = render(parsed, values);
    if (problem) throw new DomainError(problem.code, problem.message, { field: 'projectIdentifier', template: problem.field });
  }
  return [
    {
      type: 'TenantRequested',
      tenantId,
      workspaceIdentifier,
      projectIdentifier,
      platformIdentifier,
      landingZoneIdentifier,
      tenantNumber,
      seed: tenantId,
    },
    { type: 'TenantProvisioningStarted', tenantId },
  ];
};

const requested = (state: Tenant, tenantId: string): RequestedTenant => {
  if (state.status !== 'none') return state;
  throw new DomainError('TENANT_NOT_FOUND', `There is no tenant ${tenantId}: choose one of the list.`, { field: 'tenantId' });
};

export const checkAccountId = (value: unknown): string => checkPattern('accountId', value, /^\d{12}$/, 'an account id of 12 digits');

const assignAccount = (tenantId: string, accountId: unknown, tenant: RequestedTenant, { accountHolder }: TenantFacts): TenantEvent[] => {
  const account = checkAccountId(accountId);
  if (tenant.accountId === account) return [];
  if (tenant.accountId !== undefined)
    refuse('TENANT_HAS_ACCOUNT', 'accountId', `The tenant ${tenantId} has the account ${tenant.accountId} already, and keeps it.`);
  if (accountHolder !== undefined && accountHolder !== tenantId)
    refuse('ACCOUNT_TAKEN', 'accountId', `The account ${account} belongs to the tenant ${accountHolder}: assign another one.`);
  return [{ type: 'TenantAccountAssigned', tenantId, accountId: account }];
};

const changeLandingZone = (command: ChangeTenantLandingZone, tenantId: string, tenant: RequestedTenant, facts: TenantFacts): TenantEvent[] => {
  const landingZoneIdentifier = checkIdentifier('landingZoneIdentifier', command.landingZoneIdentifier, 32);
  const { platformIdentifier, landingZoneIdentifier: previousLandingZoneIdentifier } = tenant;
  if (landingZoneIdentifier === previousLandingZoneIdentifier) return [];
  openZone(facts.landingZone, landingZoneIdentifier, tenant.workspaceIdentifier);
  return [{ type: 'TenantLandingZoneChanged', tenantId, platformIdentifier, landingZoneIdentifier, previousLandingZoneIdentifier }];
};

const decide = (command: TenantCommand, state: Tenant, facts: TenantFacts): TenantEvent[] => {
  if (command.type === 'RequestTenant') return request(command, state, facts);
  const tenantId = checkUuid('tenantId', command.tenantId);
  const tenant = requested(state, tenantId);
  switch (command.type) {
    case 'AssignTenantAccount':
      return assignAccount(tenantId, command.accountId, tenant, facts);
    case 'ActivateTenant':
      if (tenant.status === 'active') return [];
      if (tenant.accountId === undefined) refuse('TENANT_HAS_NO_ACCOUNT', 'tenantId', `The tenant ${tenantId} has no account yet: assign it first.`);
      return [{ type: 'TenantActivated', tenantId }];
    case 'ChangeTenantLandingZone':
      return changeLandingZone(command, tenantId, tenant, facts);
  }
};

const evolve = (state: Tenant, event: TenantEvent): Tenant => {
  if (event.type === 'TenantRequested') {
    const { workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier } = event;
    return { status: 'requested', workspaceIdentifier, projectIdentifier, platformIdentifier, landingZoneIdentifier, accountId: undefined };
  }
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'TenantProvisioningStarted':
      return { ...state, status: 'provisioning' };
    case 'TenantAccountAssigned':
      return { ...state, accountId: event.accountId };
    case 'TenantActivated':
      return { ...state, status: 'active' };
    case 'TenantLandingZoneChanged':
      return { ...state, landingZoneIdentifier: event.landingZoneIdentifier };
    default:
      return state;
  }
};

export const tenantDecider = (facts: TenantFacts): Decider<TenantCommand, Tenant, TenantEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
