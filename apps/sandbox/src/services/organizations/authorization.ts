import type { AuthorizationTarget, Call } from '../../core/service.js';
import { entityResource } from './arns.js';
import { organizationsState } from './state.js';
import type { Tags } from './tags.js';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** `aws:RequestTag/<key>` and `aws:TagKeys` of a request that carries tags. */
export const requestTagContext = (tags: Tags): Context =>
  Object.keys(tags).length === 0
    ? {}
    : { ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])), 'aws:TagKeys': Object.keys(tags) };

const resourceTagContext = (call: Call, id: string): Context =>
  Object.fromEntries(Object.entries(organizationsState(call.world).tags[id] ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

/** The action on one account, OU, root or policy, known by its id. */
export const onEntity = (call: Call, action: string, id: string, context: Context = {}): AuthorizationTarget => ({
  action: `organizations:${action}`,
  resource: entityResource(call.world, id),
  resourceAccountId: call.world.managementAccountId,
  context: { ...resourceTagContext(call, id), ...context },
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
