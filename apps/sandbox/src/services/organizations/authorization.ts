import type { AuthorizationTarget, Call } from '../../core/service.js';
import type { Tags } from '../tag-context.js';
import { requestTagContext, resourceTagContext } from '../tag-context.js';
import { entityResource } from './arns.js';
import { organizationsState } from './state.js';

type Context = NonNullable<AuthorizationTarget['context']>;

/** The action on one account, OU, root or policy, known by its id. */
export const onEntity = (call: Call, action: string, id: string, context: Context = {}): AuthorizationTarget => ({
  action: `organizations:${action}`,
  resource: entityResource(call.world, id),
  resourceAccountId: call.world.managementAccountId,
  context: { ...resourceTagContext(organizationsState(call.world).tags[id]), ...context },
});

/** An action of the whole organisation: it has no resource types. */
export const onOrganization = (call: Call, action: string, context: Context = {}): AuthorizationTarget => ({
  action: `organizations:${action}`,
  resource: '*',
  resourceAccountId: call.world.managementAccountId,
  context,
});

/** What tags in a Create request need besides: TagResource on the entity to be, whose id nobody knows yet. */
export const onTagging = (call: Call, resource: string, tags: Tags): readonly AuthorizationTarget[] =>
  Object.keys(tags).length === 0
    ? []
    : [
        {
          action: 'organizations:TagResource',
          resource,
          resourceAccountId: call.world.managementAccountId,
          context: requestTagContext(tags),
        },
      ];
