import type { World } from '../../core/service.js';
import type { OrganizationsState } from './state.js';

const arn = (world: World, rest: string): string => `arn:${world.partition}:organizations::${world.managementAccountId}:${rest}`;

export const SCP = 'SERVICE_CONTROL_POLICY';

export const organizationArn = (world: World): string => arn(world, `organization/${world.organizationId}`);

export const accountArn = (world: World, accountId: string): string => arn(world, `account/${world.organizationId}/${accountId}`);

export const rootArn = (world: World, rootId: string): string => arn(world, `root/${world.organizationId}/${rootId}`);

export const unitArn = (world: World, unitId: string): string => arn(world, `ou/${world.organizationId}/${unitId}`);

/** AWS's own policies have an ARN without organisation; see `policyResource` for what authorisation sees. */
export const policyArn = (world: World, policyId: string, awsManaged: boolean): string =>
  awsManaged
    ? `arn:${world.partition}:organizations::aws:policy/service_control_policy/${policyId}`
    : arn(world, `policy/${world.organizationId}/service_control_policy/${policyId}`);

/** The service authorization reference lists `policy`, not `awspolicy`, for every operation on policies. */
export const policyResource = (world: World, policyId: string): string =>
  arn(world, `policy/${world.organizationId}/service_control_policy/${policyId}`);

export type EntityKind = 'root' | 'unit' | 'account' | 'policy';

export const entityKind = (id: string): EntityKind => {
  if (id.startsWith('r-')) return 'root';
  if (id.startsWith('ou-')) return 'unit';
  return id.startsWith('p-') ? 'policy' : 'account';
};

/** The ARN that authorisation looks at for an id, whether or not the entity exists. */
export const entityResource = (world: World, id: string): string => {
  switch (entityKind(id)) {
    case 'root':
      return rootArn(world, id);
    case 'unit':
      return unitArn(world, id);
    case 'policy':
      return policyResource(world, id);
    case 'account':
      return accountArn(world, id);
  }
};

export const entityExists = (state: OrganizationsState, id: string): boolean =>
  id === state.rootId || [state.units, state.accounts, state.policies].some((entities) => entities[id] !== undefined);
