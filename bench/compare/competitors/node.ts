// Competitors that are npm packages, installed in `bench/peers`.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../benches.ts';
import { type Command, type Competitor, flags, times } from '../competitor.ts';

const peers = new URL('../../peers/', import.meta.url);

interface NodePeer {
  readonly name: string;
  readonly title: string;
  readonly work: Bench['work'];
  readonly package: string;
  /** The script in `bench/peers`, and what it is told. */
  readonly script: readonly [file: string, ...args: string[]];
}

function nodePeer(peer: NodePeer): Competitor {
  const [file, ...args] = peer.script;
  return {
    name: peer.name,
    title: peer.title,
    takesPartIn: ({ network, work }) => network === 'lecture-cnn' && work === peer.work,
    async look() {
      const manifest = new URL(`node_modules/${peer.package}/package.json`, peers);
      try {
        const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'));
        return { installed: true, versions: { [peer.package]: version } };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
        return {
          installed: false,
          why: `${peer.package} is not in bench/peers/node_modules`,
          howToInstall: 'npm install --prefix bench/peers',
        };
      }
    },
    async commands(bench, length) {
      const script = fileURLToPath(new URL(file, peers));
      const command = { file: process.execPath, args: [script, ...args, ...flags(bench, length)] };
      return times<Command>(bench.members, command);
    },
  };
}

export const nodePeers: readonly Competitor[] = [
  nodePeer({
    name: 'onnxruntime-node',
    title: 'onnxruntime-node',
    work: 'inference',
    package: 'onnxruntime-node',
    script: ['onnxruntime.mjs', 'node'],
  }),
  nodePeer({
    name: 'tfjs-wasm',
    title: 'TensorFlow.js WASM',
    work: 'inference',
    package: '@tensorflow/tfjs-backend-wasm',
    script: ['tfjs_wasm.mjs'],
  }),
  nodePeer({
    name: 'onnxruntime-web',
    title: 'onnxruntime-web',
    work: 'inference',
    package: 'onnxruntime-web',
    script: ['onnxruntime.mjs', 'web'],
  }),
  nodePeer({
    name: 'convnetjs',
    title: 'ConvNetJS',
    work: 'train',
    package: 'convnetjs',
    script: ['convnetjs.mjs'],
  }),
];
