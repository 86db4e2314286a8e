import { given } from '@orgledger/kernel/testing';
import { metaOf, samplePermissionSet } from '../../testing/samples.js';
import { roleMappingDecider } from './role-mapping.decider.js';

const meta = metaOf('mapping');
const facts = { platformExists: true, roleExists: true, aliasHolder: undefined };
const decider = roleMappingDecider(facts);
const key = { platformIdentifier: 'aws', roleIdentifier: 'admin' };
const content = { groupAlias: 'admin', permissionSetArns: [samplePermissionSet('a')] };
const change = { type: 'ChangeRoleMapping', ...key, ...content, meta } as const;
const changed = { type: 'RoleMappingChanged', ...key, ...content } as const;

describe('a role mapping', () => {
  it('is made, changed and removed', () => {
    given(decider).when(change).then(changed);
    given(decider, changed).when(change).then();
    given(decider, changed)
      .when({ ...change, groupAlias: 'root' })
      .then({ ...changed, groupAlias: 'root', previousGroupAlias: 'admin' });
    const removed = { type: 'RoleMappingRemoved', ...key, previousGroupAlias: 'admin' } as const;
    given(decider, changed)
      .when({ type: 'RemoveRoleMapping', ...key, meta })
      .then(removed);
    given(decider, changed, removed)
      .when({ type: 'RemoveRoleMapping', ...key, meta })
      .then();
  });

  it('is refused for what is not there or not right', () => {
    given(roleMappingDecider({ ...facts, platformExists: false }))
      .when(change)
      .thenRefused('PLATFORM_NOT_FOUND', 'platformIdentifier');
    given(roleMappingDecider({ ...facts, roleExists: false }))
      .when(change)
      .thenRefused('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier');
    given(roleMappingDecider({ ...facts, aliasHolder: 'user' }))
      .when(change)
      .thenRefused('GROUP_ALIAS_TAKEN', 'groupAlias');
    given(decider)
      .when({ ...change, groupAlias: 'read-only' })
      .thenRefused('FIELD_MALFORMED', 'groupAlias');
    given(decider)
      .when({ ...change, permissionSetArns: [] })
      .thenRefused('FIELD_REQUIRED', 'permissionSetArns');
    given(decider)
      .when({ ...change, permissionSetArns: ['x'] })
      .thenRefused('FIELD_MALFORMED', 'permissionSetArns[0]');
    given(decider)
      .when({ ...change, permissionSetArns: [samplePermissionSet('a'), samplePermissionSet('a')] })
      .thenRefused('FIELD_DUPLICATE', 'permissionSetArns[1]');
  });
});
