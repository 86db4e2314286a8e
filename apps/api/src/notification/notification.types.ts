import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { NotificationView, TargetView } from '@orgledger/notification';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const NotificationChannelKind = enumOf('NotificationChannelKind', ['webhook', 'email']);
export const NotificationTargetStatus = enumOf('NotificationTargetStatus', ['active', 'removed']);
export const NotificationStatus = enumOf('NotificationStatus', ['waiting', 'sending', 'delivered', 'deadLetter']);

@ObjectType({ description: 'Where notifications go. A webhook’s secret is never shown.' })
export class NotificationTarget {
  @Field(() => ID)
  readonly targetId!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => NotificationChannelKind)
  readonly kind!: TargetView['channel']['kind'];

  @Field(() => String, { nullable: true, description: 'Of a webhook.' })
  readonly url?: string;

  @Field(() => ID, { nullable: true, description: 'Of a mail: the person, whose address is read when it is sent.' })
  readonly subjectId?: string;

  @Field(() => NotificationTargetStatus)
  readonly status!: TargetView['status'];

  @Field(() => String)
  readonly addedAt!: string;
}

export const NotificationTargetConnection = connectionOf(NotificationTarget);

@ObjectType()
export class NotificationProblem {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true })
  readonly remedy?: string;
}

@ObjectType({ description: 'One message to one target.' })
export class Notification {
  @Field(() => ID)
  readonly notificationId!: string;

  @Field(() => ID)
  readonly targetId!: string;

  @Field(() => String)
  readonly topic!: string;

  @Field(() => String)
  readonly subject!: string;

  @Field(() => String)
  readonly text!: string;

  @Field(() => NotificationStatus, { description: 'DEAD_LETTER: given up until somebody retries it.' })
  readonly status!: NotificationView['status'];

  @Field(() => Int)
  readonly attempts!: number;

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true, description: 'Of the next attempt.' })
  readonly dueAt?: string;

  @Field(() => String, { nullable: true })
  readonly deliveredAt?: string;

  @Field(() => NotificationProblem, { nullable: true, description: 'Of the last failure.' })
  readonly problem?: NotificationProblem;
}

export const NotificationConnection = connectionOf(Notification);

@ObjectType()
export class NotificationTargetSuccess extends Success {
  @Field(() => NotificationTarget, { nullable: true })
  readonly target?: NotificationTarget;
}

export const NotificationTargetPayload = payloadOf('NotificationTarget', NotificationTargetSuccess);

@ObjectType()
export class NotificationSuccess extends Success {
  @Field(() => Notification, { nullable: true })
  readonly notification?: Notification;
}

export const NotificationPayload = payloadOf('Notification', NotificationSuccess);

export const toTarget = ({ channel, ...view }: TargetView): NotificationTarget => ({ ...view, ...channel });
