import { Module } from '@nestjs/common';
import { runnerOf, runnersOf } from './command/runners.js';
import { commandGroups } from './commands/groups.js';
import { loginCommand } from './commands/login.command.js';
import { Program } from './program.js';

@Module({ providers: [Program, runnerOf(loginCommand), ...commandGroups.flatMap(runnersOf)] })
export class CliModule {}
