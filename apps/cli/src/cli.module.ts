import { Module } from '@nestjs/common';
import { runnerOf, runnersOf } from './command/runners.js';
import { commandGroups } from './commands/groups.js';
import { loginCommand } from './commands/login.command.js';
import { reconcileCommand } from './commands/reconcile.command.js';
import { Program } from './program.js';

@Module({ providers: [Program, runnerOf(loginCommand), runnerOf(reconcileCommand), ...commandGroups.flatMap(runnersOf)] })
export class CliModule {}
