// A run's state as lines for people.

import { shellWord } from '@convoy/core/internal';
import type { MemberStatus, RunStatus } from '@convoy/ensemble';
import { percent, whole } from './format.ts';
import { bold } from './output.ts';
import { table } from './table.ts';
import { typed } from './typed.ts';

export function statusLines(status: RunStatus): string[] {
  const rows = [
    ['', 'state', 'epoch', 'loss', 'validation', 'images/s', 'test accuracy'],
    ...status.members.map((member) => memberRow(member, status)),
  ];
  if (status.ensemble)
    rows.push([bold('ensemble'), '', '', '', '', '', bold(percent(status.ensemble.accuracy))]);
  const reasons = status.members.flatMap(({ member, error }) =>
    error ? [`member ${member}: ${error}`] : [],
  );
  return [headline(status), '', ...table(rows), ...(reasons.length > 0 ? ['', ...reasons] : [])];
}

function headline({ run, state, process }: RunStatus): string {
  switch (state) {
    case 'complete':
      return `${run} is complete.`;
    case 'interrupted':
      return `${run} was interrupted; resume it with: ${typed(`convoy resume ${shellWord(run)}`)}`;
    case 'paused':
      return `${run} is paused in ${holder(process)}; continue it with: ${typed(`convoy continue ${shellWord(run)}`)}`;
    case 'running':
      return `${run} is trained by ${holder(process)}.`;
    default:
      return state satisfies never;
  }
}

function holder(process: RunStatus['process']): string {
  return process === null ? 'a process' : `process ${process.pid} on ${process.host}, since ${process.since}`;
}

function memberRow(member: MemberStatus, { epochs, state }: RunStatus): string[] {
  const { phase, epoch, step, stepsPerEpoch, loss, valAccuracy, imagesPerSecond, metrics } = member;
  const isLive = phase === 'training' && state === 'running';
  const steps = step > 0 ? `, ${step}${stepsPerEpoch === null ? '' : `/${stepsPerEpoch}`} steps` : '';
  return [
    `member ${member.member}`,
    phase,
    epoch === 0 ? '' : `${Math.min(epoch, Math.ceil(epochs))}/${epochs}${steps}`,
    loss === null ? '' : loss.toFixed(4),
    valAccuracy === null ? '' : percent(valAccuracy),
    isLive && imagesPerSecond !== null ? whole(imagesPerSecond) : '',
    metrics === null ? '' : percent(metrics.accuracy),
  ];
}
