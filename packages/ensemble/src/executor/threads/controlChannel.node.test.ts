// The two ends of a control channel, with a real port between them.

import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { type Endpoint, expose } from 'comlink';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MemberReport, MemberSession, type Progress } from '../../member/session.ts';
import { type ControlChannel, openControlChannel } from './controlChannel.node.ts';
import { type ControlWord, createControlWord, requestStop, sharedSwitch } from './controlWord.ts';

let word: ControlWord;
let session: MemberSession;
let channel: ControlChannel;
let close: () => void;
let clock = 0;

beforeEach(() => {
  word = createControlWord();
  session = new MemberSession(sharedSwitch(word), setImmediate, () => clock);
  const { port1, port2 } = new MessageChannel();
  expose(session.control, port2 as unknown as Endpoint);
  channel = openControlChannel(port1);
  close = () => channel.close();
});
afterEach(() => close());

const progress = (step: number): Progress => ({
  event: 'progress',
  member: 0,
  epoch: 1,
  step,
  stepsPerEpoch: 9,
  loss: 1,
  accuracy: 0.5,
  imagesPerSecond: 100,
});
const epoch = (number: number): MemberReport => ({
  event: 'epoch',
  member: 0,
  epoch: number,
  loss: 1,
  accuracy: 0.5,
  learningRate: 0.001,
  seconds: 2,
});

test('a paused member begins no batch until it is resumed', async () => {
  let batches = 0;
  let done = false;
  const training = (async () => {
    for (; !done; batches++) await session.checkpoint();
  })();
  await channel.call((member) => member.pause());
  const atPause = batches;
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(batches).toBe(atPause);
  await channel.call((member) => member.resume());
  while (batches < atPause + 3) await setImmediate();
  done = true;
  await training;
});

test('stopping wakes a paused member, through the channel or through memory alone', async () => {
  for (const stop of [() => channel.call((member) => member.stop()), async () => requestStop(word)]) {
    await channel.call((member) => member.pause());
    const checkpoint = session.checkpoint();
    await stop();
    await checkpoint;
    expect(session.isStopped).toBe(true);
    word[0] = 0;
  }
});

test('a member that is stopped can be neither paused nor resumed', async () => {
  await channel.call((member) => member.stop());
  await channel.call((member) => member.pause());
  await channel.call((member) => member.resume());
  expect(session.isStopped).toBe(true);
  await session.checkpoint();
});

test('news are every epoch in order and the latest progress only', async () => {
  session.tell(progress(1));
  session.tell(epoch(1));
  session.tell(epoch(2));
  session.tell(progress(2));
  session.tell(progress(3));
  expect(await channel.call((member) => member.next())).toEqual([epoch(1), epoch(2), progress(3)]);
});

test('a call for news waits until there are some', async () => {
  const news = channel.call((member) => member.next());
  await channel.call((member) => member.pause());
  session.tell(epoch(1));
  expect(await news).toEqual([epoch(1)]);
});

test('progress is wanted four times a second, counted from when it was really told', async () => {
  session.tell(progress(1));
  clock = 1000;
  expect(session.wantsProgress).toBe(true);
  await channel.call((member) => member.next());
  clock = 1249;
  expect(session.wantsProgress).toBe(false);
  clock = 1250;
  expect(session.wantsProgress).toBe(true);
});

test('closing fails the calls that are open and those that come later', async () => {
  const waiting = channel.call((member) => member.next());
  close();
  close = () => undefined;
  await expect(waiting).rejects.toMatchObject({ code: 'member-ended' });
  await expect(channel.call((member) => member.pause())).rejects.toMatchObject({ code: 'member-ended' });
});
