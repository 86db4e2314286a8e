import { given } from '@orgledger/kernel/testing';
import { metaOf, sampleTag } from '../../testing/samples.js';
import { noPaymentMethodFacts, paymentMethodDecider } from './payment-method.decider.js';
import type { PaymentMethodEvent } from './payment-method.events.js';
import type { CreatePaymentMethod } from './payment-method.commands.js';

const meta = metaOf('payment method', '2026-03-01T10:00:00.000Z');
const at = (now: string) => metaOf('payment method', now);
const facts = { ...noPaymentMethodFacts, workspaceActive: true, projectActive: true, tagDefinitions: [sampleTag({ target: 'paymentMethod' })] };
const decider = paymentMethodDecider(facts);
const workspaceIdentifier = 'acme';
const paymentMethodIdentifier = 'po-2026';
const key = { workspaceIdentifier, paymentMethodIdentifier };
const create: CreatePaymentMethod = { type: 'CreatePaymentMethod', ...key, displayName: 'Order 2026', meta };
const created = (identifier: string, expiresOn?: string): PaymentMethodEvent => ({
  type: 'PaymentMethodCreated',
  workspaceIdentifier,
  paymentMethodIdentifier: identifier,
  displayName: identifier,
  ...(expiresOn === undefined ? {} : { expiresOn }),
  tags: {},
});
const expired = (identifier: string, expiresOn: string): PaymentMethodEvent => ({
  type: 'PaymentMethodExpired',
  workspaceIdentifier,
  paymentMethodIdentifier: identifier,
  expiresOn,
});
const assigned = (
  projectIdentifier: string,
  method?: string,
  substitute?: string,
  why: 'set' | 'substitutePromoted' = 'set',
): PaymentMethodEvent => ({
  type: 'ProjectPaymentMethodAssigned',
  workspaceIdentifier,
  projectIdentifier,
  ...(method === undefined ? {} : { paymentMethodIdentifier: method }),
  ...(substitute === undefined ? {} : { substituteIdentifier: substitute }),
  why,
});
const deleted: PaymentMethodEvent = { type: 'PaymentMethodDeleted', ...key, reason: 'closed' };

describe('a payment method', () => {
  it('is created with an amount, an expiry and tags', () => {
    const content = { amount: '120000', currency: 'EUR', expiresOn: '2026-12-31', tags: { CostCenter: '4711' } };
    given(decider)
      .when({ ...create, ...content })
      .then({ type: 'PaymentMethodCreated', ...key, displayName: 'Order 2026', ...content, amount: '120000.00' });
    given(decider)
      .when({ ...create, paymentMethodIdentifier: 'constructor' })
      .then({ type: 'PaymentMethodCreated', ...key, paymentMethodIdentifier: 'constructor', displayName: 'Order 2026', tags: {} });
  });

  it.each<[Partial<Record<keyof CreatePaymentMethod, unknown>>, string, string]>([
    [{ paymentMethodIdentifier: undefined }, 'FIELD_REQUIRED', 'paymentMethodIdentifier'],
    [{ paymentMethodIdentifier: 'PO 2026' }, 'FIELD_MALFORMED', 'paymentMethodIdentifier'],
    [{ paymentMethodIdentifier: 'a'.repeat(31) }, 'FIELD_TOO_LONG', 'paymentMethodIdentifier'],
    [{ displayName: ' ' }, 'FIELD_REQUIRED', 'displayName'],
    [{ amount: '100' }, 'FIELD_REQUIRED', 'currency'],
    [{ currency: 'EUR' }, 'FIELD_REQUIRED', 'amount'],
    [{ amount: '1,000', currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: '1e3', currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: '-1', currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: '0', currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: '0.001', currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: 100, currency: 'EUR' }, 'FIELD_MALFORMED', 'amount'],
    [{ amount: '100', currency: 'euro' }, 'FIELD_MALFORMED', 'currency'],
    [{ expiresOn: '2026-02-29' }, 'FIELD_MALFORMED', 'expiresOn'],
    [{ expiresOn: '31.12.2026' }, 'FIELD_MALFORMED', 'expiresOn'],
    [{ expiresOn: '2026-02-28' }, 'FIELD_MALFORMED', 'expiresOn'],
    [{ tags: { CostCenter: 'x' } }, 'TAG_VALUE_INVALID', 'tags.CostCenter'],
    [{ tags: { Stage: 'x' } }, 'TAG_UNKNOWN', 'tags.Stage'],
  ])('is refused with %j', (more, code, field) => {
    given(decider)
      .when({ ...create, ...more } as CreatePaymentMethod)
      .thenRefused(code, field);
  });

  it('stands in a workspace that is there, under an identifier that is never given again', () => {
    given(paymentMethodDecider({ ...facts, workspaceActive: false }))
      .when(create)
      .thenRefused('WORKSPACE_NOT_FOUND', 'workspaceIdentifier');
    given(decider, created('po-2026')).when(create).thenRefused('PAYMENT_METHOD_EXISTS', 'paymentMethodIdentifier');
    given(decider, created('po-2026'), deleted).when(create).thenRefused('PAYMENT_METHOD_EXISTS', 'paymentMethodIdentifier');
  });

  it('is changed as a whole; what is so already changes nothing', () => {
    const change = { type: 'ChangePaymentMethod', ...key, displayName: 'po-2026', meta } as const;
    given(decider, created('po-2026')).when(change).then();
    given(decider, created('po-2026', '2026-12-31'))
      .when(change)
      .then({ type: 'PaymentMethodChanged', ...key, displayName: 'po-2026', tags: {} });
    given(decider).when(change).thenRefused('PAYMENT_METHOD_NOT_FOUND', 'paymentMethodIdentifier');
    given(decider, created('po-2026'), deleted).when(change).thenRefused('PAYMENT_METHOD_NOT_FOUND', 'paymentMethodIdentifier');
  });

  it('that has expired keeps its day when it is renamed, and pays again with a later one', () => {
    const history = [created('po-2026', '2026-01-31'), expired('po-2026', '2026-01-31')];
    const change = { type: 'ChangePaymentMethod', ...key, displayName: 'New name', expiresOn: '2026-01-31', meta } as const;
    const changed = { type: 'PaymentMethodChanged', ...key, displayName: 'New name', expiresOn: '2026-01-31', tags: {} } as const;
    const expire = { type: 'ExpirePaymentMethods', workspaceIdentifier, meta } as const;
    given(decider, ...history)
      .when(change)
      .then(changed);
    given(decider, ...history, changed)
      .when(expire)
      .then();
    given(decider, ...history, { ...changed, expiresOn: '2026-03-01' })
      .when(expire)
      .then();
    given(decider, ...history, { ...changed, expiresOn: '2026-03-01' })
      .when({ ...expire, meta: at('2026-03-02T00:00:00.000Z') })
      .then(expired('po-2026', '2026-03-01'));
  });

  it('is deleted for a reason, once no project that is there uses it', () => {
    const remove = { type: 'DeletePaymentMethod', ...key, reason: 'closed', meta } as const;
    given(decider, created('po-2026')).when(remove).then(deleted);
    given(decider, created('po-2026'), deleted).when(remove).then();
    given(decider, created('po-2026'))
      .when({ ...remove, reason: '' })
      .thenRefused('FIELD_REQUIRED', 'reason');
    given(decider).when(remove).thenRefused('PAYMENT_METHOD_NOT_FOUND', 'paymentMethodIdentifier');
    const both = [created('po-2026'), created('po-2027')];
    given(decider, ...both, assigned('shop', 'po-2026'))
      .when(remove)
      .thenRefused('PAYMENT_METHOD_IN_USE', 'paymentMethodIdentifier');
    given(decider, ...both, assigned('shop', 'po-2027', 'po-2026'))
      .when(remove)
      .thenRefused('PAYMENT_METHOD_IN_USE', 'paymentMethodIdentifier');
    given(paymentMethodDecider({ ...facts, goneProjects: new Set(['shop']) }), ...both, assigned('shop', 'po-2026'))
      .when(remove)
      .then(deleted);
    given(decider, ...both, assigned('shop', 'po-2026'), assigned('shop', 'po-2027'))
      .when(remove)
      .then(deleted);
  });
});

describe('a project', () => {
  const methods = [created('po-2026', '2026-12-31'), created('po-2027'), created('old', '2026-02-28')];
  const assign = { type: 'AssignPaymentMethod', workspaceIdentifier, projectIdentifier: 'shop', meta } as const;

  it('pays by a method, with a substitute, or by nothing', () => {
    given(decider, ...methods)
      .when({ ...assign, paymentMethodIdentifier: 'po-2026', substituteIdentifier: 'po-2027' })
      .then(assigned('shop', 'po-2026', 'po-2027'));
    given(decider, ...methods, assigned('shop', 'po-2026'))
      .when({ ...assign, paymentMethodIdentifier: 'po-2026' })
      .then();
    given(decider, ...methods, assigned('shop', 'po-2026'))
      .when(assign)
      .then(assigned('shop'));
    given(decider, ...methods)
      .when(assign)
      .then();
  });

  it.each([
    [{ paymentMethodIdentifier: 'nobody' }, 'PAYMENT_METHOD_NOT_FOUND', 'paymentMethodIdentifier'],
    [{ paymentMethodIdentifier: 'po-2026', substituteIdentifier: 'nobody' }, 'PAYMENT_METHOD_NOT_FOUND', 'substituteIdentifier'],
    [{ paymentMethodIdentifier: 'old' }, 'PAYMENT_METHOD_EXPIRED', 'paymentMethodIdentifier'],
    [{ paymentMethodIdentifier: 'po-2026', substituteIdentifier: 'old' }, 'PAYMENT_METHOD_EXPIRED', 'substituteIdentifier'],
    [{ paymentMethodIdentifier: 'po-2026', substituteIdentifier: 'po-2026' }, 'FIELD_MALFORMED', 'substituteIdentifier'],
    [{ substituteIdentifier: 'po-2026' }, 'FIELD_REQUIRED', 'paymentMethodIdentifier'],
    [{ projectIdentifier: 'No' }, 'FIELD_MALFORMED', 'projectIdentifier'],
  ])('is refused %j', (more, code, field) => {
    given(decider, ...methods)
      .when({ ...assign, ...more })
      .thenRefused(code, field);
  });

  it('has to be there', () => {
    given(paymentMethodDecider({ ...facts, projectActive: false }), ...methods)
      .when({ ...assign, paymentMethodIdentifier: 'po-2026' })
      .thenRefused('PROJECT_NOT_FOUND', 'projectIdentifier');
  });
});

describe('the daily job', () => {
  const history = [
    created('a', '2026-03-31'),
    created('b', '2026-03-31'),
    created('c'),
    assigned('shop', 'a', 'c'),
    assigned('blog', 'a', 'b'),
    assigned('wiki', 'a'),
    assigned('docs', 'c', 'a'),
  ];
  const expire = { type: 'ExpirePaymentMethods', workspaceIdentifier, meta: at('2026-04-01T00:00:00.000Z') } as const;
  const due = [expired('a', '2026-03-31'), expired('b', '2026-03-31'), assigned('shop', 'c', undefined, 'substitutePromoted')];

  it('expires methods after their last day, and promotes substitutes that pay', () => {
    given(decider, ...history)
      .when({ ...expire, meta: at('2026-03-31T23:59:59.999Z') })
      .then();
    given(decider, ...history)
      .when(expire)
      .then(...due);
  });

  it('finds nothing due the second time', () => {
    given(decider, ...history, ...due)
      .when(expire)
      .then();
  });

  it('promotes a substitute that pays again later', () => {
    const longer: PaymentMethodEvent = {
      type: 'PaymentMethodChanged',
      workspaceIdentifier,
      paymentMethodIdentifier: 'b',
      displayName: 'b',
      expiresOn: '2026-06-30',
      tags: {},
    };
    given(decider, ...history, ...due, longer)
      .when(expire)
      .then(assigned('blog', 'b', undefined, 'substitutePromoted'));
  });
});
