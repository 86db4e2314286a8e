import { checkAmount, checkCurrency, checkIdentifier, checkText, DomainError, equalJson, isDay, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { Tags } from '../shared-types.js';
import type { TagDefinition } from '../tag-definition/tag-definition.events.js';
import { checkTags } from '../tags/tag-rules.js';
import { dayOf, paysOn } from './payment-method-validity.js';
import type { ProjectPayment } from './payment-method-validity.js';
import type {
  AssignPaymentMethod,
  ChangePaymentMethod,
  CreatePaymentMethod,
  DeletePaymentMethod,
  ExpirePaymentMethods,
  PaymentMethodCommand,
} from './payment-method.commands.js';
import type { PaymentMethodContent, PaymentMethodEvent } from './payment-method.events.js';

export interface KnownMethod {
  readonly content: PaymentMethodContent;
  readonly status: 'active' | 'expired' | 'deleted';
}

/** All payment methods of a workspace, and what its projects pay by. */
export interface WorkspacePayments {
  readonly methods: ReadonlyMap<string, KnownMethod>;
  readonly projects: ReadonlyMap<string, ProjectPayment>;
}

export interface PaymentMethodFacts {
  readonly workspaceActive: boolean;
  readonly tagDefinitions: readonly TagDefinition[];
  /** The project that the command names is there and not being deleted. */
  readonly projectActive: boolean;
  /** Of the projects that use a method, those that were deleted. */
  readonly goneProjects: ReadonlySet<string>;
}

export const noPaymentMethodFacts: PaymentMethodFacts = { workspaceActive: false, tagDefinitions: [], projectActive: false, goneProjects: new Set() };

const maxIdentifier = 30;
const validityOf = ({ content: { expiresOn }, status }: KnownMethod) => ({
  deleted: status === 'deleted',
  ...(expiresOn === undefined ? {} : { expiresOn }),
});

const checkExpiry = (value: unknown, today: string, before: string | undefined): string => {
  if (typeof value !== 'string' || !isDay(value)) return refuse('FIELD_MALFORMED', 'expiresOn', 'expiresOn must be a day such as 2026-12-31.');
  return value < today && value !== before
    ? refuse('FIELD_MALFORMED', 'expiresOn', `expiresOn has passed: give the last day on which it pays, ${today} or later.`)
    : value;
};

const checkContent = (
  command: CreatePaymentMethod | ChangePaymentMethod,
  before: PaymentMethodContent | undefined,
  { tagDefinitions: definitions }: PaymentMethodFacts,
): PaymentMethodContent => {
  const { amount, currency, expiresOn, asOperator } = command;
  const displayName = checkText('displayName', command.displayName, { max: 100 });
  if (amount === undefined && currency !== undefined) refuse('FIELD_REQUIRED', 'amount', 'amount is missing: give it, or leave out the currency.');
  if (amount !== undefined && currency === undefined) refuse('FIELD_REQUIRED', 'currency', 'currency is missing: give the currency of the amount.');
  const previous: Tags = before?.tags ?? {};
  return {
    displayName,
    ...(amount === undefined
      ? {}
      : { amount: checkAmount('amount', amount, { digits: 2, min: '0.01' }), currency: checkCurrency('currency', currency) }),
    ...(expiresOn === undefined ? {} : { expiresOn: checkExpiry(expiresOn, dayOf(command.meta.now), before?.expiresOn) }),
    tags: checkTags({ target: 'paymentMethod', tags: command.tags, previous, definitions, asOperator: asOperator === true }),
  };
};

const create = (command: CreatePaymentMethod, { methods }: WorkspacePayments, facts: PaymentMethodFacts): PaymentMethodEvent[] => {
  const { workspaceIdentifier } = command;
  const paymentMethodIdentifier = checkIdentifier('paymentMethodIdentifier', command.paymentMethodIdentifier, maxIdentifier);
  const content = checkContent(command, undefined, facts);
  if (!facts.workspaceActive)
    refuse('WORKSPACE_NOT_FOUND', 'workspaceIdentifier', `There is no workspace ${workspaceIdentifier}: create it first, or choose another one.`);
  const known = methods.get(paymentMethodIdentifier);
  if (known) {
    const problem = known.status === 'deleted' ? 'belonged to a deleted payment method and is never given again' : 'is taken in this workspace';
    refuse('PAYMENT_METHOD_EXISTS', 'paymentMethodIdentifier', `The identifier ${paymentMethodIdentifier} ${problem}: choose another one.`);
  }
  return [{ type: 'PaymentMethodCreated', workspaceIdentifier, paymentMethodIdentifier, ...content }];
};

const existing = ({ methods }: WorkspacePayments, workspace: string, identifier: string, field = 'paymentMethodIdentifier'): KnownMethod => {
  const method = methods.get(identifier);
  if (method && method.status !== 'deleted') return method;
  const problem = method ? 'was deleted' : 'does not exist';
  throw new DomainError('PAYMENT_METHOD_NOT_FOUND', `The payment method ${identifier} of workspace ${workspace} ${problem}: choose another one.`, {
    field,
  });
};

const change = (command: ChangePaymentMethod, state: WorkspacePayments, facts: PaymentMethodFacts): PaymentMethodEvent[] => {
  const { workspaceIdentifier, paymentMethodIdentifier } = command;
  const { content: before } = existing(state, workspaceIdentifier, paymentMethodIdentifier);
  const content = checkContent(command, before, facts);
  return equalJson(content, before) ? [] : [{ type: 'PaymentMethodChanged', workspaceIdentifier, paymentMethodIdentifier, ...content }];
};

const remove = (command: DeletePaymentMethod, state: WorkspacePayments, { goneProjects }: PaymentMethodFacts): PaymentMethodEvent[] => {
  const { workspaceIdentifier, paymentMethodIdentifier } = command;
  const reason = checkText('reason', command.reason, { max: 500 });
  if (state.methods.get(paymentMethodIdentifier)?.status === 'deleted') return [];
  existing(state, workspaceIdentifier, paymentMethodIdentifier);
  const users = projectsUsing(state, paymentMethodIdentifier).filter((project) => !goneProjects.has(project));
  if (users.length > 0)
    refuse(
      'PAYMENT_METHOD_IN_USE',
      'paymentMethodIdentifier',
      `The payment method ${paymentMethodIdentifier} is used by ${users.length} projects (${users.slice(0, 5).join(', ')}): give them another one first.`,
    );
  return [{ type: 'PaymentMethodDeleted', workspaceIdentifier, paymentMethodIdentifier, reason }];
};

/** Projects that pay by it, or would once their own method expires. */
export const projectsUsing = ({ projects }: WorkspacePayments, identifier: string): readonly string[] =>
  [...projects].flatMap(([project, { paymentMethodIdentifier, substituteIdentifier }]) =>
    paymentMethodIdentifier === identifier || substituteIdentifier === identifier ? [project] : [],
  );

const paying = (state: WorkspacePayments, command: AssignPaymentMethod, field: 'paymentMethodIdentifier' | 'substituteIdentifier') => {
  const identifier = command[field];
  if (identifier === undefined) return {};
  const checked = checkIdentifier(field, identifier, maxIdentifier);
  const method = existing(state, command.workspaceIdentifier, checked, field);
  if (!paysOn(validityOf(method), dayOf(command.meta.now)))
    refuse(
      'PAYMENT_METHOD_EXPIRED',
      field,
      `The payment method ${checked} expired after ${method.content.expiresOn ?? ''}: choose another one, or give it a later day first.`,
    );
  return { [field]: checked };
};

const assign = (command: AssignPaymentMethod, state: WorkspacePayments, facts: PaymentMethodFacts): PaymentMethodEvent[] => {
  const { workspaceIdentifier } = command;
  const projectIdentifier = checkIdentifier('projectIdentifier', command.projectIdentifier, 30);
  if (!facts.projectActive)
    refuse(
      'PROJECT_NOT_FOUND',
      'projectIdentifier',
      `There is no project ${projectIdentifier} in workspace ${workspaceIdentifier}: choose another one.`,
    );
  if (command.substituteIdentifier !== undefined && command.substituteIdentifier === command.paymentMethodIdentifier)
    refuse(
      'FIELD_MALFORMED',
      'substituteIdentifier',
      'substituteIdentifier must be another payment method: it takes over when the first one expires.',
    );
  const payment: ProjectPayment = { ...paying(state, command, 'paymentMethodIdentifier'), ...paying(state, command, 'substituteIdentifier') };
  if (payment.paymentMethodIdentifier === undefined && payment.substituteIdentifier !== undefined)
    refuse('FIELD_REQUIRED', 'paymentMethodIdentifier', 'paymentMethodIdentifier is missing: a substitute stands in for another payment method.');
  if (equalJson(payment, state.projects.get(projectIdentifier) ?? {})) return [];
  return [{ type: 'ProjectPaymentMethodAssigned', workspaceIdentifier, projectIdentifier, ...payment, why: 'set' }];
};

const expire = ({ workspaceIdentifier, meta }: ExpirePaymentMethods, { methods, projects }: WorkspacePayments): PaymentMethodEvent[] => {
  const today = dayOf(meta.now);
  const pays = (identifier: string | undefined): boolean => {
    const method = identifier === undefined ? undefined : methods.get(identifier);
    return method !== undefined && paysOn(validityOf(method), today);
  };
  const expired = [...methods].flatMap(
    ([
      paymentMethodIdentifier,
      {
        status,
        content: { expiresOn },
      },
    ]): PaymentMethodEvent[] =>
      status === 'active' && expiresOn !== undefined && !pays(paymentMethodIdentifier)
        ? [{ type: 'PaymentMethodExpired', workspaceIdentifier, paymentMethodIdentifier, expiresOn }]
        : [],
  );
  const promoted = [...projects].flatMap(([projectIdentifier, { paymentMethodIdentifier, substituteIdentifier }]): PaymentMethodEvent[] =>
    substituteIdentifier !== undefined && !pays(paymentMethodIdentifier) && pays(substituteIdentifier)
      ? [
          {
            type: 'ProjectPaymentMethodAssigned',
            workspaceIdentifier,
            projectIdentifier,
            paymentMethodIdentifier: substituteIdentifier,
            why: 'substitutePromoted',
          },
        ]
      : [],
  );
  return [...expired, ...promoted];
};

const evolve = (state: WorkspacePayments, event: PaymentMethodEvent): WorkspacePayments => {
  const { methods, projects } = state;
  const known = 'paymentMethodIdentifier' in event ? methods.get(event.paymentMethodIdentifier) : undefined;
  const withMethod = (identifier: string, method: KnownMethod): WorkspacePayments => ({
    ...state,
    methods: new Map(methods).set(identifier, method),
  });
  switch (event.type) {
    case 'PaymentMethodCreated':
    case 'PaymentMethodChanged': {
      const { type: _, workspaceIdentifier: __, paymentMethodIdentifier, ...content } = event;
      const stillExpired = known?.status === 'expired' && known.content.expiresOn === content.expiresOn;
      return withMethod(paymentMethodIdentifier, { content, status: stillExpired ? 'expired' : 'active' });
    }
    case 'PaymentMethodExpired':
    case 'PaymentMethodDeleted':
      return known
        ? withMethod(event.paymentMethodIdentifier, { ...known, status: event.type === 'PaymentMethodExpired' ? 'expired' : 'deleted' })
        : state;
    case 'ProjectPaymentMethodAssigned': {
      const { projectIdentifier, paymentMethodIdentifier, substituteIdentifier } = event;
      const payment = {
        ...(paymentMethodIdentifier === undefined ? {} : { paymentMethodIdentifier }),
        ...(substituteIdentifier === undefined ? {} : { substituteIdentifier }),
      };
      return { ...state, projects: new Map(projects).set(projectIdentifier, payment) };
    }
    default:
      return state;
  }
};

export const paymentMethodDecider = (facts: PaymentMethodFacts): Decider<PaymentMethodCommand, WorkspacePayments, PaymentMethodEvent> => ({
  initial: { methods: new Map(), projects: new Map() },
  decide: (command, state) => {
    switch (command.type) {
      case 'CreatePaymentMethod':
        return create(command, state, facts);
      case 'ChangePaymentMethod':
        return change(command, state, facts);
      case 'DeletePaymentMethod':
        return remove(command, state, facts);
      case 'AssignPaymentMethod':
        return assign(command, state, facts);
      case 'ExpirePaymentMethods':
        return expire(command, state);
    }
  },
  evolve,
});
