import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from '@orgledger/kernel';
import { buildSchema, GraphQLInputObjectType } from 'graphql';
import { runningApi } from '../testing/running-api.js';
import type { RunningApi } from '../testing/running-api.js';
import { samplePayerSettings } from '../testing/sample-payer.js';
import { samplePlatformSettings } from '../testing/sample-platform.js';
import { sampleInput, unwrapped } from '../testing/sample-inputs.js';

const schema = buildSchema(readFileSync(join(__dirname, '..', 'schema.graphql'), 'utf8'));
const mutations = schema.getMutationType()?.getFields() ?? {};

const inputOf = (name: string): GraphQLInputObjectType => {
  const input = unwrapped(mutations[name]!.args[0]!.type);
  if (input instanceof GraphQLInputObjectType) return input;
  throw new Error(`${name} has no input object`);
};

const nobodysAccount = { payerAccountId: '999988887777' };
const anyLandingZone = { targetOu: { kind: 'ROOT' }, hierarchical: false, tags: [] };

/** Mutations of what is there already, with the field that a foreign id is in. What a sample lacks to be right is beside it. */
const ofExisting: readonly (readonly [name: string, field: string, right?: object])[] = [
  ['renameWorkspace', 'workspaceIdentifier'],
  ['changeWorkspaceTags', 'workspaceIdentifier'],
  ['changeWorkspaceContacts', 'workspaceIdentifier'],
  ['deleteWorkspace', 'workspaceIdentifier'],
  ['createProject', 'workspaceIdentifier'],
  ['renameProject', 'projectIdentifier'],
  ['changeProjectTags', 'projectIdentifier'],
  ['markProjectForDeletion', 'projectIdentifier'],
  ['createPaymentMethod', 'workspaceIdentifier', { amount: null, currency: null, expiresOn: null, tags: [] }],
  ['changePaymentMethod', 'paymentMethodIdentifier'],
  ['deletePaymentMethod', 'paymentMethodIdentifier'],
  ['assignPaymentMethod', 'projectIdentifier'],
  ['renamePlatform', 'platformIdentifier'],
  ['changePlatformConnection', 'platformIdentifier'],
  ['changePlatformAvailability', 'platformIdentifier'],
  ['verifyPlatform', 'platformIdentifier'],
  ['publishPlatform', 'platformIdentifier'],
  ['deprecatePlatform', 'platformIdentifier'],
  ['reactivatePlatform', 'platformIdentifier'],
  ['removePlatform', 'platformIdentifier'],
  ['rotateExternalId', 'platformIdentifier'],
  ['completeExternalIdRotation', 'platformIdentifier'],
  ['defineLandingZone', 'platformIdentifier', { roleMappings: [], settings: anyLandingZone }],
  ['changeLandingZone', 'landingZoneIdentifier', { roleMappings: [] }],
  ['disableLandingZone', 'landingZoneIdentifier'],
  ['enableLandingZone', 'landingZoneIdentifier'],
  ['deleteLandingZone', 'landingZoneIdentifier'],
  ['requestTenant', 'projectIdentifier'],
  ['changeTenantLandingZone', 'tenantId'],
  ['changeUser', 'subjectId', { person: { email: 'nobody@example.com', name: 'Nobody' } }],
  ['disableUser', 'subjectId'],
  ['enableUser', 'subjectId'],
  ['deleteUser', 'subjectId'],
  ['renameProjectRole', 'roleIdentifier'],
  ['removeProjectRole', 'roleIdentifier'],
  ['changeRoleMapping', 'platformIdentifier', { permissionSetArns: ['arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef'] }],
  ['removeRoleMapping', 'platformIdentifier'],
  ['grantRole', 'subjectId', { from: null }],
  ['setRoleBindingExpiry', 'bindingId'],
  ['revokeRoleBinding', 'bindingId'],
  ['changeTagDefinition', 'key', { default: null, kind: 'TEXT', regex: null }],
  ['deleteTagDefinition', 'key'],
  ['changeBudget', 'budgetId'],
  ['deleteBudget', 'budgetId'],
  ['changeNotificationTarget', 'targetId'],
  ['replaceNotificationTargetSecret', 'targetId'],
  ['removeNotificationTarget', 'targetId'],
  ['retryNotification', 'notificationId'],
  ['requestReplication', 'tenantId'],
  ['requestSweep', 'platformIdentifier'],
  ['dryRunTenant', 'tenantId'],
  ['changePayerSettings', 'payerAccountId', nobodysAccount],
  ['replacePayerExternalId', 'payerAccountId', nobodysAccount],
  ['removePayer', 'payerAccountId', nobodysAccount],
  ['requestCollection', 'payerAccountId', { ...nobodysAccount, months: ['2026-01'] }],
  ['assignAccount', 'tenantId', { accountId: '999988887777', from: '2026-01-01T00:00:00Z' }],
  ['releaseAccount', 'accountId', { accountId: '999988887777', from: '2026-01-01T00:00:00Z' }],
  ['changeBillingPolicy', 'payerAccountId', nobodysAccount],
  ['importReferenceRates', 'base', { base: 'CNY' }],
  ['setOwnRate', 'base', { base: 'CNY', quote: 'EUR' }],
  ['enterInvoice', 'payerAccountId', { ...nobodysAccount, month: '2026-01' }],
  ['withdrawInvoice', 'invoiceId', { ...nobodysAccount, month: '2026-01' }],
  ['importExternalCosts', 'payerAccountId', nobodysAccount],
  ['withdrawExternalCosts', 'importId'],
  ['settleUpfront', 'payerAccountId', nobodysAccount],
  ['novateCommitment', 'payerAccountId', nobodysAccount],
  ['nameCommitmentPredecessor', 'payerAccountId', nobodysAccount],
  ['closeMonth', 'payerAccountId', { ...nobodysAccount, month: '2026-01' }],
  ['reopenMonth', 'payerAccountId', { ...nobodysAccount, month: '2026-01' }],
  ['dryRunPlatform', 'platformIdentifier', { landingZone: null, roleMapping: null, templates: null }],
];

/** Mutations that make an object: carried out once, refused the second time. */
const ofNew: readonly (readonly [name: string, input: object, field: string])[] = [
  ['createWorkspace', { workspaceIdentifier: 'twice', displayName: 'Twice' }, 'workspaceIdentifier'],
  ['createProject', { workspaceIdentifier: 'owner', projectIdentifier: 'twice', displayName: 'Twice' }, 'projectIdentifier'],
  ['registerPlatform', { platformIdentifier: 'twice', displayName: 'Twice', settings: samplePlatformSettings }, 'platformIdentifier'],
  [
    'defineLandingZone',
    {
      platformIdentifier: 'owner',
      landingZoneIdentifier: 'twice',
      displayName: 'Twice',
      settings: anyLandingZone,
    },
    'landingZoneIdentifier',
  ],
  ['registerUser', { subjectId: '0198c5a0-7b1e-7c3a-9d2f-000000000001', person: { email: 'twice@example.com', name: 'Twice' } }, 'subjectId'],
  [
    'createBudget',
    {
      budgetId: '0198c5a0-7b1e-7c3a-9d2f-000000000002',
      displayName: 'Twice',
      scope: { kind: 'WORKSPACE', workspaceIdentifier: 'owner' },
      metric: 'AMORTIZED',
      currency: 'USD',
      amount: '1000.00',
      thresholds: [{ percent: 80, of: 'ACTUAL' }],
      targetIds: [],
    },
    'budgetId',
  ],
  [
    'addNotificationTarget',
    {
      targetId: '0198c5a0-7b1e-7c3a-9d2f-000000000003',
      displayName: 'Twice',
      channel: { kind: 'WEBHOOK', url: 'https://hooks.example.com' },
      secret: 'sixteen characters',
    },
    'targetId',
  ],
  ['defineProjectRole', { roleIdentifier: 'twice', displayName: 'Twice' }, 'roleIdentifier'],
  [
    'createPaymentMethod',
    { workspaceIdentifier: 'owner', paymentMethodIdentifier: 'twice', displayName: 'Twice', amount: '100.00', currency: 'EUR' },
    'paymentMethodIdentifier',
  ],
  ['registerPayer', { payerAccountId: '111122223333', platformIdentifier: 'owner', settings: samplePayerSettings }, 'payerAccountId'],
  [
    'createTagDefinition',
    { target: 'PROJECT', key: 'twice', displayName: 'Twice', kind: 'TEXT', mandatory: false, restricted: false, immutable: false, replicated: false },
    'key',
  ],
];

describe('ids', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await runningApi();
    await api.mutate('createWorkspace', 'CreateWorkspaceInput', { workspaceIdentifier: 'owner', displayName: 'Owner' });
    await api.mutate('registerPlatform', 'RegisterPlatformInput', {
      platformIdentifier: 'owner',
      displayName: 'Owner',
      settings: samplePlatformSettings,
    });
  });
  afterAll(() => api.close());

  it('of every mutation are tried here', () => {
    const tried = new Set([...ofExisting, ...ofNew].map(([name]) => name));
    expect(Object.keys(mutations).filter((name) => !tried.has(name))).toEqual([]);
  });

  it.each(ofExisting.map(([name, field, right = {}]) => ({ name, field, right })))(
    '$name answers a foreign $field as one that is not there',
    async ({ name, field, right }) => {
      const head = await api.store.head();
      const { commandId: _, ...sample } = { ...sampleInput(inputOf(name)), ...right } as Record<string, unknown>;
      const result = await api.mutate(name, inputOf(name).name, sample);
      expect(result).toMatchObject({ __typename: 'NotFoundError', code: expect.stringMatching(/_NOT_FOUND$/) as string, field });
      expect(await api.store.head()).toBe(head);
    },
  );

  it.each(ofNew)('%s makes one object, and names the field of the second', async (name, input, field) => {
    const type = inputOf(name).name;
    const made = await api.mutate(name, type, input);
    expect(made).toMatchObject({ __typename: expect.stringMatching(/Success$/) as string });
    const head = await api.store.head();
    const again = {
      ...input,
      ...('displayName' in input ? { displayName: 'Another' } : {}),
      ...('person' in input ? { person: { email: 'another@example.com', name: 'Another' } } : {}),
    };
    expect(await api.mutate(name, type, { ...again, commandId: uuidv7(new Date()) })).toMatchObject({
      __typename: 'ConflictError',
      code: expect.stringMatching(/_EXISTS$/) as string,
      field,
    });
    expect(await api.store.head()).toBe(head);
  });
});
