import { ArgsType, InputType } from '@nestjs/graphql';
import type { ChannelInput, NotificationView, TargetView } from '@orgledger/notification';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Nested, Text, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { NotificationChannelKind, NotificationStatus, NotificationTargetStatus } from './notification.types.js';

@InputType()
export class NotificationChannelInput {
  @Choice(() => NotificationChannelKind, { description: 'How it is reached.' })
  readonly kind!: ChannelInput['kind'];

  @Text({
    max: 2000,
    optional: true,
    description: 'Of a webhook: a public https:// address. It is stored in the log: no user, password or token in it.',
  })
  readonly url?: string;

  @Uuid({ optional: true, description: 'Of a mail: subject id of a user.' })
  readonly subjectId?: string;
}

@InputType()
export class AddNotificationTargetInput extends CommandInput {
  @Uuid({ optional: true, description: 'Id of the new target; default: a new one.' })
  readonly targetId?: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Nested(() => NotificationChannelInput, { description: 'Where it leads.' })
  readonly channel!: NotificationChannelInput;

  @Text({ max: 200, optional: true, description: 'Of a webhook: signs what is sent; at least 16 characters; never shown again.' })
  readonly secret?: string;
}

@InputType()
export class ChangeNotificationTargetInput extends CommandInput {
  @Uuid({ description: 'The target; its kind stays.' })
  readonly targetId!: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Nested(() => NotificationChannelInput, { description: 'Where it leads from now on.' })
  readonly channel!: NotificationChannelInput;
}

@InputType()
export class ReplaceNotificationTargetSecretInput extends CommandInput {
  @Uuid({ description: 'A webhook.' })
  readonly targetId!: string;

  @Text({ max: 200, description: 'At least 16 characters; never shown again.' })
  readonly secret!: string;
}

@InputType()
export class RemoveNotificationTargetInput extends CommandInput {
  @Uuid({ description: 'The target.' })
  readonly targetId!: string;

  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@InputType()
export class RetryNotificationInput extends CommandInput {
  @Uuid({ description: 'One that has not been delivered.' })
  readonly notificationId!: string;
}

@ArgsType()
export class NotificationTargetsArgs extends PageArgs {
  @Choice(() => NotificationTargetStatus, { optional: true, description: 'Only these.' })
  readonly status?: TargetView['status'];
}

@ArgsType()
export class NotificationsArgs extends PageArgs {
  @Choice(() => NotificationStatus, { optional: true, description: 'Only these.' })
  readonly status?: NotificationView['status'];

  @Uuid({ optional: true, description: 'Only to this target.' })
  readonly targetId?: string;
}
